"""Which columns a list of companies has: one declaration for the command, the admin and exports."""

from typing import Any

from import_export import resources

from clusters import identifiers
from clusters.models import SectorActivity
from companies.choices import Kind, Precision, RegisterType, Status
from companies.importing import fields, mending
from companies.importing.fields import Column, LinkColumn, LocationColumn
from companies.importing.headings import COLUMNS
from companies.importing.widgets import (
    Choice,
    Day,
    Degrees,
    Euro,
    Parent,
    Reference,
    ReferenceList,
    SizeChoice,
    Text,
    TextList,
    Whole,
    Year,
)
from companies.models import Company, Location
from companies.models.company import CompanyQuerySet
from companies.size import SizeClass
from companies.visibility import hidden_columns

YEARS = {"least": 1100, "most": 2100}


def text(attribute: str, **options: Any) -> Column:
    length = Company._meta.get_field(attribute).max_length
    return Column(attribute, Text(length, **options))


def place(attribute: str, **options: Any) -> LocationColumn:
    length = Location._meta.get_field(attribute).max_length
    return LocationColumn(attribute, Text(length, **options))


class CompanyResource(resources.ModelResource):
    """Export columns are import columns. Empty cells keep what is there; lists use ``|``.

    The address columns describe the primary location; ``size_class`` is what the entry counts as
    when exported, and its stated size class when imported.
    """

    id = Column("id", Text(36))
    name = text("name", canonical=mending.name)
    former_names = Column("former_names", TextList(250))
    legal_form = text("legal_form", canonical=mending.form)
    kind = Column("kind", Choice(Kind))
    clusters = LinkColumn("clusters", ReferenceList("clusters"), fields.public_clusters)
    sectors = LinkColumn("sectors", ReferenceList("sectors"), fields.sectors)
    tags = LinkColumn("tags", ReferenceList("tags"), fields.accepted_tags)
    wz_codes = Column("wz_codes", TextList(8))
    wz_edition = Column("wz_edition", Choice(SectorActivity.Edition))
    street = place("street", canonical=mending.street)
    postcode = LocationColumn("postcode", Text())
    city = place("city")
    locality = place("locality")
    district = LocationColumn("district", Reference("district"))
    latitude = LocationColumn("latitude", Degrees(90))
    longitude = LocationColumn("longitude", Degrees(180))
    location_precision = LocationColumn("precision", Choice(Precision))
    website = text("website", canonical=identifiers.website)
    email = text("email", canonical=identifiers.email)
    phone = text("phone", canonical=identifiers.phone)
    description_de = text("description_de", has_lines=True)
    description_en = text("description_en", has_lines=True)
    founded_year = Column("founded_year", Year(**YEARS))
    employees = Column("employees", Whole())
    employees_year = Column("employees_year", Whole(**YEARS))
    size_class = Column("stated_size_class", SizeChoice(SizeClass), lambda entry: entry.size_class)
    turnover_eur = Column("turnover_eur", Euro())
    turnover_year = Column("turnover_year", Whole(**YEARS))
    balance_sheet_eur = Column("balance_sheet_eur", Euro())
    register_court = text("register_court")
    register_type = Column("register_type", Choice(RegisterType))
    register_number = text("register_number")
    vat_id = text("vat_id", canonical=identifiers.vat_id)
    lei = text("lei", canonical=identifiers.lei)
    parent = Column("parent", Parent(), lambda entry: entry.parent)
    status = Column("status", Choice(Status))
    verified_on = Column("verified_on", Day())

    class Meta:
        model = Company
        fields = COLUMNS
        skip_unchanged = True
        use_transactions = True
        chunk_size = 2000  # an export pages through the list, each page a handful of queries

    def get_queryset(self) -> CompanyQuerySet:
        return for_columns(Company.objects.all())

    def filter_export(self, queryset: CompanyQuerySet, **kwargs: Any) -> CompanyQuerySet:
        return for_columns(queryset)

    def export_field(self, field: Column, instance: Company, **kwargs: Any) -> str:
        hidden = hidden_columns(instance, fields.primary_location(instance))
        return "" if field.column_name in hidden else field.export(instance)


def for_columns(companies: CompanyQuerySet) -> CompanyQuerySet:
    """Load what the columns need, in a number of queries that does not depend on the rows."""
    return companies.select_related("parent").prefetch_related(
        "locations__district",
        "company_clusters__cluster",
        "company_sectors__sector",
        "company_tags__tag",
    )
