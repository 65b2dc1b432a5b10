import pytest
from django.http import QueryDict

from companies.choices import Precision
from companies.listing import Listing
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db


def found(q: str) -> list[str]:
    parameters = QueryDict(mutable=True)
    parameters["q"] = q
    return sorted(entry.name for entry in Listing(parameters).entries)


@pytest.mark.parametrize("q", ["Müggelsee", "mueggelsee", "MÜGGELSEE", "müggel"])
def test_names_are_found_however_the_umlaut_is_written(q):
    CompanyFactory(name="Müggelsee Optik")

    assert found(q) == ["Müggelsee Optik"]


def test_every_word_must_be_found_somewhere():
    CompanyFactory(name="Laser Spree", description_de="Sensoren für Kliniken")
    CompanyFactory(name="Laser Havel")

    assert found("laser kliniken") == ["Laser Spree"]
    assert found("laser") == ["Laser Havel", "Laser Spree"]


def test_sectors_tags_and_places_are_searched():
    CompanyFactory(name="A", sectors=["medizintechnik"], tags=["lidar"], location__city="Bernau")

    assert found("medizintechnik") == found("lidar") == found("bernau") == found("10367") == ["A"]


def test_a_place_that_is_not_shown_finds_nothing():
    CompanyFactory(
        name="A", location__city="Bernau", location__precision=Precision.DISTRICT,
        location__district__slug="mitte",
    )  # fmt: skip

    assert found("bernau") == found("10367") == []
    assert found("mitte") == ["A"]


def test_an_article_does_not_count():
    CompanyFactory(name="Die Optik")

    assert found("die optik") == ["Die Optik"]


@pytest.mark.parametrize("q", ["%", "_", "\\", "'", "."])
def test_signs_with_a_meaning_in_sql_are_no_words(q):
    CompanyFactory(name="Optik")

    assert found(q) == ["Optik"]
    assert found(f"laser {q}") == []
