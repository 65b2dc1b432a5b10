"""Plan and apply do what the library does row by row."""

import pytest
from django.db import transaction

from companies.models import Company, CompanySector, Location, Tag
from companies.resources import CompanyResource
from tests.factories import CompanyFactory, SectorFactory, TagFactory

from .row_by_row import import_row_by_row

pytestmark = pytest.mark.django_db

LIST = """\
Firma,Rechtsform,Straße,PLZ,Ort,Bezirk,Branche,Tags,Mitarbeiter,Umsatz,Träger,URL,WZ,WZ-Ausgabe
Havel Optik,GmbH,Weg 1,10367,Berlin,,optik|labor,Laser|Neu,120,1.500.000,,a.example,26.60,2008
Spree Labor,,Weg 2,3046,Cottbus,,labor,,,,Spree Träger,,,
Oder Pflege,e. V.,Weg 3,10247,Berlin,lichtenberg,,Neu,0,,Oder Pflege,,,
Adler,,Weg 4,10247,Berlin,,,,,,Spree Träger,,,
Alt Bekannt,,Weg 5,10367,Berlin,,labor,Alt,55,,,neu.example,,
"""


@pytest.fixture
def directory(region, cluster):
    for slug in ("optik", "labor"):
        SectorFactory(slug=slug, cluster=cluster)
    TagFactory(slug="laser", name_de="Laser")
    CompanyFactory(name="Adler", slug="adler", location__postcode="10115")
    CompanyFactory(
        name="Alt Bekannt", slug="alt", phone="+493023125000", location__street="Weg 5",
        location__postcode="10367", location__district__slug="lichtenberg", tags=["alt"],
    )  # fmt: skip


def everything():
    """What there is, without what depends on the moment."""
    companies = CompanyResource().export(Company.objects.order_by("slug"))
    rows = [{**row, "id": ""} for row in companies.dict]
    links = CompanySector.objects.order_by("company__slug", "sector__slug")
    return {
        "companies": rows,
        "slugs": sorted(Company.objects.values_list("slug", "stated_size_class")),
        "main": list(links.values_list("company__slug", "sector__slug", "is_primary")),
        "tags": sorted(Tag.objects.values_list("slug", "name_de", "is_proposed")),
        "tagged": sorted(Company.objects.values_list("slug", "tags__slug")),
        "origins": sorted(Location.objects.values_list("company__slug", "district_origin")),
    }


def after(importing):
    with transaction.atomic():
        importing()
        found = everything()
        transaction.set_rollback(True)
    return found


def test_the_command_does_what_the_library_does_row_by_row(directory, cluster, bring):
    before = everything()
    slowly = after(lambda: import_row_by_row(LIST, cluster))
    quickly = after(lambda: bring(LIST, "--save"))

    assert slowly != before
    assert quickly == slowly


def test_both_do_the_same_a_second_time(directory, cluster, bring):
    bring(LIST, "--save")
    changed = (
        LIST.replace("10247", "10367").replace(",120,", ",130,").replace("neu.example", "x.de")
    )

    assert after(lambda: bring(changed, "--save")) == after(
        lambda: import_row_by_row(changed, cluster)
    )
