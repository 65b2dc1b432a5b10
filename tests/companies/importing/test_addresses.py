import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.importing.addresses import split_address
from companies.models import Location


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Musterallee 12, 10367 Berlin", ("Musterallee 12", "10367", "Berlin")),
        ("Musterallee 12\n10367 Berlin", ("Musterallee 12", "10367", "Berlin")),
        ("Weg 3, DE-03046 Cottbus, Deutschland", ("Weg 3", "03046", "Cottbus")),
        ("Weg 10, 79331 Teningen.", ("Weg 10", "79331", "Teningen")),
        ("Weg 26, 12099 Berlin Rechtsform: Die Firma", ("Weg 26", "12099", "Berlin")),
        ("c/o Havel Optik GmbH, Weg 1, 10367 Berlin", ("Weg 1", "10367", "Berlin")),
        ("Weg 1, Haus 4, 14482 Potsdam", ("Weg 1, Haus 4", "14482", "Potsdam")),
        ("10115 Berlin", ("", "10115", "Berlin")),
        ("Bahnhofstr.", ("Bahnhofstr.", "", "")),
        ("c/o", ("", "", "")),
    ],
)
def test_an_address_in_one_cell_is_taken_apart(text, parts):
    assert split_address(text) == parts


@given(st.text(max_size=60))
def test_any_text_has_parts_or_none(text):
    assert all(isinstance(part, str) for part in split_address(text))


@pytest.mark.django_db
def test_a_whole_address_fills_what_no_other_column_says(bring):
    text = "Firma;Firmensitz;Adresse\nHavel;Potsdam;Musterallee 12, 10367 Berlin\n"
    said = bring(text, "--save")
    place = Location.objects.get()

    assert "1 new" in said
    assert (place.street, place.postcode, place.city) == ("Musterallee 12", "10367", "Berlin")
    assert place.district.slug == "lichtenberg"
    assert "0 new, 0 changed, 1 unchanged" in bring(text, "--save")


@pytest.mark.django_db
def test_a_column_of_its_own_counts_before_the_whole_address(bring):
    bring("Firma;PLZ;PLZ/Ort;Str.\nHavel;10247;10367 Berlin;Weg 1\n", "--save")
    place = Location.objects.get()

    assert (place.street, place.postcode, place.city) == ("Weg 1", "10247", "Berlin")
