"""What the public sees of an entry: the one policy that every output goes through.

With an objection under § 9(4) IHK-Gesetz, only name, address, branch and website remain. A
location is shown as exactly as its precision allows.
"""

from functools import cache, cached_property
from typing import Any

from django.db.models import Q, QuerySet

from companies.choices import Precision, Status
from companies.freshness import freshness
from companies.importing.headings import COLUMNS
from companies.models import Company, Location
from companies.size import SizeClass

ALWAYS = frozenset({"pk", "slug", "name", "name_sort", "website", "is_demo", "get_absolute_url"})
UNLESS_OBJECTED = frozenset(
    {
        "former_names", "legal_form", "kind", "get_kind_display", "wz_codes", "wz_edition",
        "email", "phone", "description", "founded_year", "employees", "employees_year",
        "turnover_eur", "turnover_year", "balance_sheet_eur", "size_class",
        "verified_on", "updated_at", "published_at", "legal_entity",
    }
)  # fmt: skip
# The columns of files that remain then; the same fields as above, by their names in files.
COLUMNS_DESPITE_OBJECTION = frozenset(
    {
        "id", "name", "street", "postcode", "city", "locality", "district", "clusters", "sectors",
        "website",
    }
)  # fmt: skip
# What a location's precision hides, in pages and files alike.
HIDDEN_AT: dict[str, frozenset[str]] = {
    Precision.EXACT: frozenset(),
    Precision.POSTCODE: frozenset({"street", "locality", "latitude", "longitude"}),
    Precision.DISTRICT: frozenset(
        {"street", "locality", "latitude", "longitude", "postcode", "city"}
    ),
}
NO_OBJECTION = Q(objection_on=None)
# Of entries that have an operator: whether the public learns which. See Shown.parent.
PARENT_SHOWN = Q(parent__status=Status.PUBLISHED, parent__objection_on=None)


def open_to_all(companies: QuerySet[Company]) -> QuerySet[Company]:
    """The entries whose further fields may be filtered, sorted, counted and searched."""
    return companies.filter(NO_OBJECTION)


def hidden_columns(company: Company, location: Location | None) -> frozenset[str]:
    """Columns of files that stay empty: by objection, or by the precision of the location."""
    return hidden_by(company.objection_on is not None, location.precision if location else None)


@cache
def hidden_by(has_objected: bool, precision: str | None) -> frozenset[str]:
    hidden = HIDDEN_AT[precision] if precision else frozenset()
    if has_objected:
        hidden |= frozenset(COLUMNS) - COLUMNS_DESPITE_OBJECTION
    return hidden


class Shown:
    """An entry as the public sees it; fields that nobody decided about are not there."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.objected = company.objection_on is not None

    def __getattr__(self, name: str) -> Any:
        if name in ALWAYS:
            return getattr(self.company, name)
        if name in UNLESS_OBJECTED:
            return None if self.objected else getattr(self.company, name)
        raise AttributeError(name)

    def __str__(self) -> str:
        return self.company.name

    @cached_property
    def clusters(self) -> list[Any]:
        return [part.cluster for part in self.company.public_clusters]

    @cached_property
    def sectors(self) -> list[Any]:
        return [part.sector for part in self.company.company_sectors.all()]

    @cached_property
    def locations(self) -> list["ShownLocation"]:
        return [ShownLocation(row) for row in self.company.locations.all()]

    @property
    def location(self) -> "ShownLocation | None":
        return self.locations[0] if self.locations else None

    @property
    def size_name(self) -> str:
        return str(SizeClass(self.size_class).label) if self.size_class else ""

    @property
    def other_locations(self) -> int:
        return len(self.locations) - 1 if len(self.locations) > 1 else 0

    @property
    def freshness(self) -> str | None:
        return None if self.objected else freshness(self.company.verified_on).value

    @cached_property
    def tags(self) -> list[Any]:
        return [] if self.objected else list(self.company.tags.accepted())

    @cached_property
    def memberships(self) -> list[Any]:
        rows = self.company.memberships.current().select_related("network")
        return [] if self.objected else list(rows)

    @cached_property
    def parent(self) -> "Shown | None":
        parent = self.company.parent
        hidden = (
            self.objected
            or parent is None
            or parent.objection_on
            or parent.status != Status.PUBLISHED
        )
        return None if hidden else Shown(parent)

    @cached_property
    def sites(self) -> list["Shown"]:
        if self.objected:
            return []
        return [Shown(site) for site in open_to_all(self.company.sites.published())]


class ShownLocation:
    """A location, as exactly as its precision allows."""

    def __init__(self, location: Location) -> None:
        self.location = location
        self.is_primary = location.is_primary
        self.label = location.label
        self.district = location.district
        self.district_is_guess = location.district_origin == "guess"

    def __getattr__(self, name: str) -> Any:
        if name not in HIDDEN_AT[Precision.DISTRICT]:
            raise AttributeError(name)
        value = getattr(self.location, name)
        if name not in HIDDEN_AT[self.location.precision]:
            return value
        return "" if isinstance(value, str) else None

    @property
    def place(self) -> str:
        """Postcode and place, or what of them may be shown."""
        return f"{self.postcode} {self.city}".strip()
