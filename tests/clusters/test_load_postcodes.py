import pytest
from django.core.management import CommandError, call_command

from clusters.models import Postcode
from tests.factories import DistrictFactory, PostcodeFactory

pytestmark = pytest.mark.django_db

BEZIRK = "plz,ags,bezirk,addresses,share\n"
ORTSTEIL = "plz,ags,bezirk,ortsteil,addresses\n"
ORT = "plz,ags_kreis,kreis_geonames,ort,lat,lon\n"


@pytest.fixture(autouse=True)
def districts():
    DistrictFactory(slug="pankow", ags="11000003")
    DistrictFactory(slug="cottbus", ags="12052")


@pytest.fixture
def load(tmp_path):
    def run(content):
        path = tmp_path / "postcodes.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        call_command("load_postcodes", path)

    return run


def table():
    return list(Postcode.objects.values_list("code", "district__slug", "place", "weight"))


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (BEZIRK + "10119,11000003,Pankow,294,0.2494\n", ("10119", "pankow", "", 294)),
        (
            ORTSTEIL + "10119,11000003,Pankow,Prenzlauer Berg,294\n",
            ("10119", "pankow", "Prenzlauer Berg", 294),
        ),
        (
            ORT + "03046,12052,Kreisfreie Stadt Cottbus,Cottbus,51.75,14.33\n",
            ("03046", "cottbus", "Cottbus", 1),
        ),
        ("\ufeffPLZ;AGS;Ort\r\n03046;12052;Cottbus\r\n", ("03046", "cottbus", "Cottbus", 1)),
    ],
)
def test_load_postcodes_understands_the_headings(load, content, row):
    load(content)

    assert table() == [row]


def test_loading_postcodes_again_changes_nothing(load, capsys):
    content = ORTSTEIL + "10119,11000003,Pankow,Prenzlauer Berg,294\n"
    load(content)
    before = list(Postcode.objects.values_list())
    load(content)

    assert list(Postcode.objects.values_list()) == before
    assert Postcode.objects.get().history.count() == 1


def test_a_new_weight_replaces_the_old_one(load):
    PostcodeFactory(code="03046", district__slug="cottbus", place="Cottbus", weight=1)

    load("plz,ags,ort,addresses\n03046,12052,Cottbus,25\n")

    assert table() == [("03046", "cottbus", "Cottbus", 25)]


def test_a_row_for_a_whole_district_gives_way_to_its_places(load):
    whole = BEZIRK + "10119,11000003,Pankow,294,0.2494\n"
    load(whole)
    load(ORTSTEIL + "10119,11000003,Pankow,Prenzlauer Berg,294\n")
    load(whole)

    assert table() == [("10119", "pankow", "Prenzlauer Berg", 294)]


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("3046,12052,Cottbus,1", "plz “3046”"),
        ("00123,12052,Cottbus,1", "plz “00123”"),
        ("03046,99999,Cottbus,1", "ags “99999”"),
        ("03046,12052,,1", "ort “”"),
        ("03046,12052," + "x" * 121 + ",1", "ort “xxx"),
        ("03046,12052,Cottbus,many", "addresses “many”"),
        ("03046,12052,Cottbus,0", "addresses “0”"),
        ("03046,12052,Cottbus,-1", "addresses “-1”"),
        ("03046,12052,Cottbus,99999999999", "addresses “99999999999”"),
        ("03046,12052", "plz “03046”"),
        ("03046,12052,Cottbus,1,2", "plz “03046”"),
        ("03048,12052,Cottbus,1", "plz “03048”"),
    ],
)
def test_a_bad_row_is_named_and_nothing_saved(load, capsys, row, named):
    with pytest.raises(CommandError, match="1"):
        load(f"plz,ags,ort,addresses\n03048,12052,Cottbus,1\n{row}\n")

    assert f"postcodes.csv:3 {named}" in capsys.readouterr().err
    assert table() == []


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00", b"ags,ort\n12052,Cottbus\n", "plz,ags,ort\n03046,12052,Köln".encode("cp1252"),
     b'plz,ags,ort\n"' + b"x" * 200_000],
)  # fmt: skip
def test_a_file_that_is_no_table_of_postcodes_is_refused(load, content):
    with pytest.raises(CommandError, match=r"postcodes\.csv"):
        load(content)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("load_postcodes", tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    ("name", "column", "length"),
    [
        ("plz_bezirk_berlin", "ags", 258),
        ("plz_ortsteil_berlin", "ags", 436),
        ("plz_ort_kreis_brandenburg", "ags_kreis", 1347),
    ],
)
def test_the_real_lists_load(shared_data, name, column, length):
    path = shared_data(f"plz/{name}.csv")
    headings, *lines = path.read_text(encoding="utf-8").splitlines()
    place = headings.split(",").index(column)
    for ags in {line.split(",")[place] for line in lines}:
        if ags not in ("11000003", "12052"):
            DistrictFactory(slug=f"district-{ags}", ags=ags)

    call_command("load_postcodes", path)

    assert Postcode.objects.count() == length
