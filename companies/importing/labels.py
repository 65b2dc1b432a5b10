"""What the columns are called on pages, in the language of whoever reads them."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "id": _("Id of the entry"),
    "name": _("Name"),
    "former_names": _("Former names"),
    "legal_form": _("Legal form"),
    "kind": _("Kind"),
    "clusters": _("Further clusters"),
    "sectors": _("Sectors"),
    "tags": _("Keywords"),
    "wz_codes": _("WZ codes"),
    "wz_edition": _("WZ edition"),
    "street": _("Street and number"),
    "postcode": _("Postcode"),
    "city": _("City"),
    "locality": _("Part of the city"),
    "district": _("District"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "location_precision": _("Precision of the address"),
    "website": _("Website"),
    "email": _("Email"),
    "phone": _("Phone"),
    "description_de": _("Description (German)"),
    "description_en": _("Description (English)"),
    "founded_year": _("Founded in"),
    "employees": _("Employees"),
    "employees_year": _("Employees: year"),
    "size_class": _("Size"),
    "turnover_eur": _("Turnover in euros"),
    "turnover_year": _("Turnover: year"),
    "balance_sheet_eur": _("Balance sheet total in euros"),
    "register_court": _("Register court"),
    "register_type": _("Register type (HRB …)"),
    "register_number": _("Register number"),
    "vat_id": _("VAT id"),
    "lei": _("LEI"),
    "parent": _("Operator or parent company"),
    "status": _("Status"),
    "verified_on": _("Verified on"),
    "house_number": _("House number"),
    "state": _("Land"),
    "network": _("Network"),
    "address": _("Whole address in one cell"),
}
GROUPS = (
    (_("Company"), ("name", "former_names", "legal_form", "kind", "parent", "founded_year")),
    (
        _("Address"),
        (
            "street", "house_number", "postcode", "city", "locality", "district", "state",
            "address",
            "latitude", "longitude", "location_precision",
        ),
    ),
    (_("Contact"), ("website", "email", "phone")),
    (
        _("Activity"),
        ("sectors", "tags", "clusters", "wz_codes", "wz_edition", "description_de",
         "description_en"),
    ),
    (
        _("Size"),
        (
            "employees", "employees_year", "size_class", "turnover_eur", "turnover_year",
            "balance_sheet_eur",
        ),
    ),
    (
        _("Register and identifiers"),
        (
            "id", "register_court", "register_type", "register_number", "vat_id", "lei",
            "status", "verified_on",
        ),
    ),
)  # fmt: skip


def choices(closed: list[str]) -> list[tuple[object, list[tuple[str, object]]]]:
    """Fields by group, for a select; without those that do not count for whoever chooses."""
    return [
        (group, [(name, LABELS[name]) for name in names if name not in closed])
        for group, names in GROUPS
    ]
