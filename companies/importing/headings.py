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
        "Company name", "Name des Unternehmens", "Name der Firma", "Name der Organisation",
        "Firmenbezeichnung", "Einrichtungsname", "Organisationsname", "Organization",
        "Legal name",
    ),
    "former_names": (
        "Frühere Namen", "Früherer Name", "Ehemals", "Former name", "Vorherige Namen",
        "Previous names",
    ),
    "legal_form": ("Rechtsform", "Gesellschaftsform", "Legal structure"),
    "kind": ("Art", "Art der Einrichtung", "Einrichtungsart", "Einrichtungstyp", "Typ", "Type"),
    "clusters": ("Cluster",),
    "sectors": (
        "Branche", "Branche(n)", "Branchen", "Wirtschaftszweig", "Sector", "Industry",
        "Industries", "Branchenbezeichnung", "Branchenzugehörigkeit", "Tätigkeitsfeld",
        "Tätigkeitsfelder", "Geschäftsfeld", "Geschäftsfelder",
    ),
    "tags": (
        "Schlagwort", "Schlagwörter", "Schlagworte", "Stichwort", "Stichwörter", "Stichworte",
        "Technologie", "Technologien", "Tag", "Keyword", "Keywords",
    ),
    "wz_codes": (
        "WZ", "WZ-Code", "WZ-Codes", "WZ-Nummer", "WZ-Schlüssel", "NACE", "NACE-Code",
        "NACE codes", "WZ 2008", "WZ 2025", "NACE-ID",
    ),
    "wz_edition": ("WZ-Ausgabe", "WZ-Fassung", "NACE edition"),
    "street": (
        "Straße", "Strasse", "Str.", "Straße und Hausnummer", "Straße, Hausnummer",
        "Straße Nr.", "Straße, Nr.", "Straße & Hausnummer", "Straße/Hausnummer", "Straße/Nr.",
        "Street and number", "Street address", "Straße und Nr.", "Straße u. Hausnr.",
        "Straße Hausnr.", "Straße und Hausnr.", "Straße u. Nr.",
    ),
    "postcode": ("PLZ", "Postleitzahl", "Post code", "Postal code", "ZIP", "ZIP code"),
    "city": (
        "Ort", "Stadt", "Wohnort", "Sitz", "Place", "Town", "Firmensitz",
        "Registered office",
    ),
    "locality": ("Ortsteil", "Stadtteil", "Quarter"),
    "district": (
        "Bezirk", "Stadtbezirk", "Landkreis", "Bezirk/Landkreis", "Bezirk/Kreis",
        "Kreis/kreisfreie Stadt", "Landkreis/kreisfreie Stadt", "Verwaltungsbezirk",
    ),
    "latitude": (
        "Breite", "Breitengrad", "Geogr. Breite", "lat", "Geografische Breite",
        "Geographische Breite",
    ),
    "longitude": (
        "Länge", "Längengrad", "Geogr. Länge", "lon", "lng", "long", "Geografische Länge",
        "Geographische Länge",
    ),
    "location_precision": ("Genauigkeit", "Genauigkeit des Standorts", "Standortgenauigkeit"),
    "website": (
        "Webseite", "Internet", "Internetseite", "Internetadresse", "Homepage", "URL", "WWW",
        "Web", "Internetauftritt", "Webadresse", "Internetpräsenz", "Web site",
    ),
    "email": ("E-Mail", "E-Mail-Adresse", "Mail", "Mailadresse"),
    "phone": (
        "Telefon", "Telefonnummer", "Tel.", "Tel.-Nr.", "Rufnummer", "Telephone", "Telefon-Nr.",
        "Fon", "Phone number",
    ),
    "description_de": (
        "Beschreibung", "Beschreibung (deutsch)", "Kurzbeschreibung", "Profil",
        "Unternehmensbeschreibung", "Firmenprofil", "Kurzprofil", "Unternehmensprofil",
        "Unternehmensgegenstand",
    ),
    "description_en": ("Beschreibung (englisch)", "Description", "Description (English)"),
    "founded_year": (
        "Gründungsjahr", "Gegründet", "Gründung", "Founded", "Founded in", "Gründungsdatum",
        "Established", "Year founded",
    ),
    "employees": (
        "Beschäftigte", "Beschäftigtenzahl", "Anzahl Beschäftigte", "Mitarbeiter",
        "Mitarbeiterzahl", "Anzahl Mitarbeiter", "Mitarbeitende", "Anzahl Mitarbeitende",
        "Headcount", "Number of employees", "Mitarbeiteranzahl", "Beschäftigtenanzahl",
        "Anzahl der Mitarbeiter", "Anzahl der Beschäftigten", "Anzahl MA", "Mitarbeiter*innen",
        "Mitarbeiter/innen", "MA", "Staff",
    ),
    "employees_year": ("Beschäftigte (Jahr)", "Jahr der Beschäftigten", "Employees (year)"),
    "size_class": (
        "Größenklasse", "Unternehmensgröße", "Größe", "Size", "Beschäftigtengrößenklasse",
        "Größenklasse der Beschäftigten", "Employees range", "Unternehmensgrößenklasse",
    ),
    "turnover_eur": (
        "Umsatz", "Umsatz in EUR", "Umsatz (EUR)", "Umsatz in €", "Turnover", "Jahresumsatz",
        "Jahresumsatz in EUR", "Annual turnover", "Revenue",
    ),
    "turnover_year": ("Umsatz (Jahr)", "Umsatzjahr", "Jahr des Umsatzes", "Turnover (year)"),
    "balance_sheet_eur": ("Bilanzsumme", "Bilanzsumme in EUR", "Balance sheet total"),
    "register_court": (
        "Registergericht", "Amtsgericht", "Court", "Handelsregistergericht", "Registrar",
    ),
    "register_type": ("Registerart", "Registerabteilung", "Registertyp"),
    "register_number": (
        "Registernummer", "Register-Nr.", "Handelsregister", "Handelsregisternummer",
        "Handelsregister-Nr.", "HR-Nummer", "HRB-Nummer", "Trade register number",
        "Registernr.", "HR-Nr.", "HRB", "HRB-Nr.", "Registereintrag",
    ),
    "vat_id": (
        "USt-IdNr.", "USt-ID", "Ust-Id-Nr.", "Umsatzsteuer-ID", "UStID-Nummer",
        "Umsatzsteuer-Identifikationsnummer", "VAT", "VAT number", "VAT ID number",
        "USt-ID-Nr.", "Umsatzsteuer-ID-Nr.", "UID-Nummer", "VAT no.",
    ),
    "lei": ("LEI-Code", "Legal Entity Identifier"),
    "parent": (
        "Träger", "Trägername", "Name des Trägers", "Betreiber", "Muttergesellschaft",
        "Mutterunternehmen", "Konzern", "Operator", "Parent company", "Trägerbezeichnung",
        "Name Träger", "Einrichtungsträger", "Trägerorganisation",
    ),
    "status": ("Freigabe",),
    "verified_on": ("Geprüft am", "Stand der Prüfung", "Verified"),
}  # fmt: skip
COLUMNS = tuple(HEADINGS)

# They help to read an address but are no columns of their own.
HELPERS: dict[str, tuple[str, ...]] = {
    "house_number": ("Hausnummer", "Hausnr.", "Haus-Nr.", "Hs.-Nr.", "Street number"),
    "state": ("Bundesland", "Land", "Federal state"),
    "address": (
        "Adresse", "Anschrift", "Postanschrift", "Firmenanschrift", "Geschäftsanschrift",
        "Vollständige Adresse", "PLZ/Ort", "PLZ und Ort", "Registered address", "Full address",
    ),
}  # fmt: skip
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
