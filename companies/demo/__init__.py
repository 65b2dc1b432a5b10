"""Invented companies for trying the directory out: as many as the official figures say.

``load`` makes and writes them, ``remove`` takes every trace of them away again.
"""

from .load import load
from .plan import Target
from .remove import Removal, is_loaded, remove

__all__ = ["Removal", "Target", "is_loaded", "load", "remove"]
