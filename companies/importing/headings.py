"""Headings as lists have them, German and English, and the field that each one means."""

import re
from functools import cache, lru_cache

from clusters.text import fold

# In the order of the contract: the columns of every export.
HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("Clusteratlas-ID", "Eintrags-ID"),
    "name": (
        "Unternehmen", "Unternehmensname", "Firma", "Firmenname", "Firmierung", "Bezeichnung",
        "Einrichtung", "Name der Einrichtung", "Organisation", "Institution", "Company",
        "Company name",
    ),
    "former_names": ("Frühere Namen", "Früherer Name", "Ehemals", "Former name"),
    "legal_form": ("Rechtsform", "Gesellschaftsform"),
    "kind": ("Art", "Art der Einrichtung", "Einrichtungsart", "Einrichtungstyp", "Typ", "Type"),
    "clusters": ("Cluster",),
    "sectors": (
        "Branche", "Branche(n)", "Branchen", "Wirtschaftszweig", "Sector", "Industry",
        "Industries",
    ),
    "tags": (
        "Schlagwort", "Schlagwörter", "Schlagworte", "Stichwort", "Stichwörter", "Stichworte",
        "Technologie", "Technologien", "Tag", "Keyword", "Keywords",
    ),
    "wz_codes": (
        "WZ", "WZ-Code", "WZ-Codes", "WZ-Nummer", "WZ-Schlüssel", "NACE", "NACE-Code",
        "NACE codes",
    ),
    "wz_edition": ("WZ-Ausgabe", "WZ-Fassung", "NACE edition"),
    "street": (
        "Straße", "Strasse", "Str.", "Straße und Hausnummer", "Straße, Hausnummer", "Straße Nr.",
        "Straße, Nr.", "Straße & Hausnummer", "Straße/Hausnummer", "Straße/Nr.",
        "Street and number", "Street address",
    ),
    "postcode": ("PLZ", "Postleitzahl", "Post code", "Postal code", "ZIP", "ZIP code"),
    "city": ("Ort", "Stadt", "Wohnort", "Sitz", "Place", "Town"),
    "locality": ("Ortsteil", "Stadtteil", "Quarter"),
    "district": ("Bezirk", "Stadtbezirk", "Landkreis", "Bezirk/Landkreis", "Bezirk/Kreis"),
    "latitude": ("Breite", "Breitengrad", "Geogr. Breite", "lat"),
    "longitude": ("Länge", "Längengrad", "Geogr. Länge", "lon", "lng", "long"),
    "location_precision": ("Genauigkeit", "Genauigkeit des Standorts", "Standortgenauigkeit"),
    "website": (
        "Webseite", "Internet", "Internetseite", "Internetadresse", "Homepage", "URL", "WWW",
        "Web",
    ),
    "email": ("E-Mail", "E-Mail-Adresse", "Mail", "Mailadresse"),
    "phone": ("Telefon", "Telefonnummer", "Tel.", "Tel.-Nr.", "Rufnummer", "Telephone"),
    "description_de": ("Beschreibung", "Beschreibung (deutsch)", "Kurzbeschreibung", "Profil"),
    "description_en": ("Beschreibung (englisch)", "Description", "Description (English)"),
    "founded_year": ("Gründungsjahr", "Gegründet", "Gründung", "Founded", "Founded in"),
    "employees": (
        "Beschäftigte", "Beschäftigtenzahl", "Anzahl Beschäftigte", "Mitarbeiter",
        "Mitarbeiterzahl", "Anzahl Mitarbeiter", "Mitarbeitende", "Anzahl Mitarbeitende",
        "Headcount", "Number of employees",
    ),
    "employees_year": ("Beschäftigte (Jahr)", "Jahr der Beschäftigten", "Employees (year)"),
    "size_class": ("Größenklasse", "Unternehmensgröße", "Größe", "Size"),
    "turnover_eur": ("Umsatz", "Umsatz in EUR", "Umsatz (EUR)", "Umsatz in €", "Turnover"),
    "turnover_year": ("Umsatz (Jahr)", "Umsatzjahr", "Jahr des Umsatzes", "Turnover (year)"),
    "balance_sheet_eur": ("Bilanzsumme", "Bilanzsumme in EUR", "Balance sheet total"),
    "register_court": ("Registergericht", "Amtsgericht", "Court"),
    "register_type": ("Registerart", "Registerabteilung", "Registertyp"),
    "register_number": (
        "Registernummer", "Register-Nr.", "Handelsregister", "Handelsregisternummer",
        "Handelsregister-Nr.", "HR-Nummer", "HRB-Nummer", "Trade register number",
    ),
    "vat_id": (
        "USt-IdNr.", "USt-ID", "Ust-Id-Nr.", "Umsatzsteuer-ID", "UStID-Nummer",
        "Umsatzsteuer-Identifikationsnummer", "VAT", "VAT number", "VAT ID number",
    ),
    "lei": ("LEI-Code", "Legal Entity Identifier"),
    "parent": (
        "Träger", "Trägername", "Name des Trägers", "Betreiber", "Muttergesellschaft",
        "Mutterunternehmen", "Konzern", "Operator", "Parent company",
    ),
    "status": ("Freigabe",),
    "verified_on": ("Geprüft am", "Stand der Prüfung", "Verified"),
}  # fmt: skip
COLUMNS = tuple(HEADINGS)

# They help to read an address but are no columns of their own.
HELPERS: dict[str, tuple[str, ...]] = {
    "house_number": ("Hausnummer", "Hausnr.", "Haus-Nr.", "Hs.-Nr.", "Street number"),
    "state": ("Bundesland", "Land", "Federal state"),
}
FIELDS = (*COLUMNS, *HELPERS)


@lru_cache(maxsize=8192)
def heading_key(text: str) -> str:
    """Return the letters and digits of a heading in which two spellings of it are alike."""
    return re.sub(r"[\W_]+", "", fold(text))


def field_of(heading: str) -> str:
    """Return the field that a heading means, nothing if it means none."""
    return _by_key().get(heading_key(heading), "")


@cache
def _by_key() -> dict[str, str]:
    known = {}
    for field, headings in (HEADINGS | HELPERS).items():
        for heading in (field, *headings):
            if known.setdefault(heading_key(heading), field) != field:
                raise ValueError(f"{heading} stands for {known[heading_key(heading)]} and {field}")
    return known
