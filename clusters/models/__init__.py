from .area import Area
from .cluster import Cluster
from .data_version import DataVersion, Version
from .document import Document
from .figure import Figure
from .organisation import Organisation
from .postcode import Postcode
from .sector import Sector, SectorActivity
from .source import Source
from .user import ClusterRole, User

__all__ = [
    "Area",
    "Cluster",
    "ClusterRole",
    "DataVersion",
    "Document",
    "Figure",
    "Organisation",
    "Postcode",
    "Sector",
    "SectorActivity",
    "Source",
    "User",
    "Version",
]
