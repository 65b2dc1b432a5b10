import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.place_names import core_key, is_part_of, place_key


@pytest.mark.parametrize(
    "spellings",
    [
        ["Frankfurt (Oder)", "Frankfurt/Oder", "FRANKFURT / ODER", "Frankfurt a. d. Oder"],
        ["Brandenburg an der Havel", "Brandenburg a. d. Havel", "Brandenburg/Havel"],
        ["Berlin-Lichtenberg", "Berlin Lichtenberg", "berlin – lichtenberg"],
        ["Köpenick", "Koepenick", "KÖPENICK"],
        ["Barnim", "Landkreis Barnim", "LK Barnim"],
        ["Kleve", "Kreis Kleve"],
        ["Neuenhagen bei Berlin", "Neuenhagen b. Berlin"],
    ],
)
def test_spellings_of_a_place_have_one_key(spellings):
    assert len({place_key(spelling) for spelling in spellings}) == 1


def test_frankfurt_on_the_oder_is_not_the_one_on_the_main():
    assert place_key("Frankfurt (Oder)") != place_key("Frankfurt am Main")


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Senftenberg (NL)", "senftenberg"),
        ("Bernau bei Berlin", "bernau"),
        ("Potsdam OT Groß Glienicke", "potsdam"),
        ("Vetschau/Spreewald", "vetschau"),
        ("Brandenburg a.d.H.", "brandenburg"),
        ("Otterndorf", "otterndorf"),
    ],
)
def test_the_core_leaves_out_what_tells_namesakes_apart(name, core):
    assert core_key(name) == core


def test_a_part_stands_at_the_beginning_or_end_as_whole_words():
    assert is_part_of("treptow", "alt treptow")
    assert not is_part_of("treptow", "alttreptow")
    assert not is_part_of("", "alt treptow")


@given(st.text())
def test_any_text_has_a_key_that_is_its_own_key(name):
    assert place_key(place_key(name)) == place_key(name)
