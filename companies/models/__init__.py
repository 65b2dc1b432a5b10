from companies.importing.intake import PlannedRow, Upload, UploadPart
from companies.importing.models import Import, ImportMapping, NamePage
from companies.search.models import Base, BasePart, Family, Posting, SearchEntry, Vocabulary

from .company import Company
from .location import Location
from .membership import CompanyCluster, CompanySector, Membership
from .slug_history import SlugHistory
from .source_record import SourceRecord
from .tag import CompanyTag, Tag

__all__ = [
    "Base",
    "BasePart",
    "Company",
    "CompanyCluster",
    "CompanySector",
    "CompanyTag",
    "Family",
    "Import",
    "ImportMapping",
    "Location",
    "Membership",
    "NamePage",
    "PlannedRow",
    "Posting",
    "SearchEntry",
    "SlugHistory",
    "SourceRecord",
    "Tag",
    "Upload",
    "UploadPart",
    "Vocabulary",
]
