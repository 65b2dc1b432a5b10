import pytest

from companies.importing.columns import Cell, Columns
from companies.importing.errors import WrongOptionError
from companies.importing.layout import Row
from companies.importing.options import Options, parse


def read(headings, cells, **options):
    return Columns(headings, parse(**options)).read(Row(2, cells))


def test_known_headings_speak_for_themselves():
    cells = read(["Firma", "PLZ", "Bemerkung"], ["Havel", "10367", "x"])

    assert cells == {"name": Cell("Firma", "Havel"), "postcode": Cell("PLZ", "10367")}


def test_joined_columns_have_one_space_and_none_for_empty_cells():
    headings = ["name", "str", "nr", "zusatz"]
    option = ["str+nr+zusatz=street"]

    assert read(headings, ["A", "Allee ", "5", "b"], maps=option)["street"].text == "Allee 5 b"
    assert read(headings, ["A", "Allee", "", ""], maps=option)["street"].text == "Allee"


def test_a_mapped_column_is_not_used_again_by_its_heading():
    columns = Columns(["Firma", "Ort"], parse(maps=["Firma=parent", "Ort=name"]))

    assert columns.read(Row(2, ["A", "B"])) == {
        "parent": Cell("Firma", "A"),
        "name": Cell("Ort", "B"),
    }


def test_a_fixed_value_and_an_ignored_column_beat_the_heading():
    columns = Columns(
        ["name", "Ort", "Ortsteil"], parse(sets=["city=Berlin"], ignores=["Ortsteil"])
    )
    cells = columns.read(Row(2, ["A", "Potsdam", "Mitte"]))

    assert cells["city"] == Cell("--set city", "Berlin", True)
    assert "locality" not in cells
    assert columns.ignored == ["Ort"]


def test_the_key_column_is_the_key_and_not_our_id():
    columns = Columns(["id", "name"], parse(key="id", source="liste"))

    assert columns.fields() == {"name"}
    assert columns.key_of(Row(2, [" 7 ", "A"])) == "7"


def test_only_wants_rows_that_pass_every_condition():
    columns = Columns(["name", "land", "art"], parse(onlys=["land=Berlin|Brandenburg", "art=1"]))

    assert columns.is_wanted(Row(2, ["A", "brandenburg ", "1"]))
    assert not columns.is_wanted(Row(2, ["A", "Berlin", "2"]))
    assert not columns.is_wanted(Row(2, ["A", "Bremen", "1"]))


def test_columns_are_found_in_another_spelling():
    assert read(["Einrichtung_Name"], ["A"], maps=["einrichtung name=name"])["name"].text == "A"


@pytest.mark.parametrize(
    "options", [{"maps": ["aponam=name"]}, {"onlys": ["aponam=x"]}, {"ignores": ["aponam"]}]
)
def test_a_missing_column_is_named_with_the_nearest_and_all_there_are(options):
    with pytest.raises(WrongOptionError, match=r"“aponam”, did you mean aponame\?.* plz"):
        Columns(["aponame", "plz"], parse(**options))


def test_two_headings_for_one_field_need_a_decision():
    with pytest.raises(WrongOptionError, match=r"“Firma” and “Unternehmen” mean name.*--ignore"):
        Columns(["Firma", "Unternehmen"], Options())


def test_a_row_with_too_many_cells_is_a_fault_unless_they_are_empty():
    columns = Columns(["name", "plz"], Options())
    problems, _notices = columns.faults(Row(7, ["A", "10367", "", "x"]))

    assert str(problems[0]).startswith("7 (beyond the last): x – the row has 4 cells")
    assert columns.faults(Row(7, ["A", "10367", "", " "])) == ([], [])


def test_a_short_row_is_told_and_its_missing_cells_are_empty():
    columns = Columns(["name", "plz"], Options())
    problems, notices = columns.faults(Row(7, ["A"]))

    assert not problems
    assert notices[0].column == "plz"
    assert columns.read(Row(7, ["A"]))["postcode"].text == ""
