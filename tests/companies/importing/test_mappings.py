import pytest

from companies.importing.errors import WrongOptionError
from companies.importing.mappings import remember, remembered, unseen
from companies.importing.options import Options, parse, stored
from companies.models import ImportMapping
from tests.factories import ImportMappingFactory, SourceFactory

pytestmark = pytest.mark.django_db
HEADINGS = ["titel", "PLZ", "Bemerkung"]


def test_a_mapping_is_found_again_by_its_headings_in_any_order_and_case():
    kept, _changed = remember("liste", HEADINGS, parse(maps=["titel=name"]))

    assert remembered(["plz", "Titel", "bemerkung"]) == kept
    assert remembered(["plz", "Titel"]) is None
    assert remembered(["plz", "Titel", "bemerkung", "neu"]) is None


def test_what_is_kept_comes_back_and_the_rest_is_left_out_on_purpose():
    SourceFactory(slug="amt")
    options = parse(
        ["titel=name"], ["kind=pharmacy"], ["PLZ=10367"], [], "PLZ", "amt", ["kind:1=hospital"]
    )
    remember("liste", HEADINGS, options)
    again = stored("liste")

    assert again.columns == {"titel": "name", "Bemerkung": ""}
    assert again.as_json() == options.as_json() | {"columns": again.columns}


def test_keeping_the_same_again_changes_nothing():
    options = parse(maps=["titel=name"])
    mapping, is_new = remember("liste", HEADINGS, options)

    assert is_new
    assert remember("liste", HEADINGS, Options.of(mapping)) == (mapping, False)
    assert ImportMapping.objects.count() == 1


def test_of_two_mappings_for_the_same_headings_the_later_is_offered():
    remember("alt", HEADINGS, parse(maps=["titel=name"]))
    later, _changed = remember("neu", HEADINGS, parse(maps=["titel=parent", "PLZ=name"]))

    assert remembered(HEADINGS) == later


def test_mappings_from_before_headings_were_kept_are_not_offered():
    ImportMappingFactory(headings=[])

    assert remembered([]) is None
    assert remembered(HEADINGS) is None


def test_columns_that_are_new_since_are_known():
    mapping, _changed = remember("liste", HEADINGS, parse(maps=["titel=name"]))

    assert unseen(mapping, ["Titel", "plz", "", "Telefax"]) == ["Telefax"]


def test_a_heading_too_long_for_a_key_is_told():
    heading = "x" * 200

    with pytest.raises(WrongOptionError, match="120 characters"):
        remember("liste", [heading, "name"], parse(key=heading, source="amt"))


def test_the_command_names_the_mapping_that_fits(bring):
    bring("titel;x\nA;1\n", "--map", "titel=name", "--mapping", "liste", "--save")

    assert "use --mapping liste" in bring("x;titel\n1;A\n")
    said = bring("titel;x;neu\nA;1;2\n", "--mapping", "liste")
    assert "Columns that the mapping does not know: neu" in said
    assert "use --mapping" not in said


def test_a_column_left_out_on_purpose_may_be_gone_next_time(bring):
    bring("titel;Bemerkung\nA;1\n", "--map", "titel=name", "--mapping", "liste", "--save")

    assert "1 unchanged" in bring("titel\nA\n", "--mapping", "liste")
