from companies.importing.models import Import, ImportMapping

from .company import Company
from .location import Location
from .membership import CompanyCluster, CompanySector, Membership
from .slug_history import SlugHistory
from .source_record import SourceRecord
from .tag import CompanyTag, Tag

__all__ = [
    "Company",
    "CompanyCluster",
    "CompanySector",
    "CompanyTag",
    "Import",
    "ImportMapping",
    "Location",
    "Membership",
    "SlugHistory",
    "SourceRecord",
    "Tag",
]
