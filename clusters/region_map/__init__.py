"""Maps of districts: areas and numbers in, drawings for a template out.

``maps`` puts numbers on ``sheets``, which are drawn from ``tiles`` or ``outlines``; ``tracing``
makes the outlines when boundaries are loaded.
"""

from clusters.region_map.maps import RegionMap, region_maps

__all__ = ["RegionMap", "region_maps"]
