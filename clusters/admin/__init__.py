from . import clusters, figures, people, places, sources

__all__ = ["clusters", "figures", "people", "places", "sources"]
