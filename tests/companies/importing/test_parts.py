"""A list that is gone through a part at a time comes to the same as in one piece."""

import pytest
from django.db import connection

from companies.importing import plan, run, spool
from companies.importing.directory import name_key
from companies.importing.plan import spooled
from companies.importing.progress import Phase, listening, share
from companies.importing.spool import Spool
from companies.models import Company, Import

pytestmark = pytest.mark.django_db
KEYED = ("--key", "nr", "--source", "liste")


@pytest.fixture(autouse=True)
def parts_of_two_rows(monkeypatch):
    monkeypatch.setattr(spool, "AT_ONCE", 2)


def test_a_spool_gives_its_rows_again_and_again():
    rows = Spool([(1, ["ä", "\ud800"]), (2, []), (3, ["x"])])

    assert list(rows) == list(rows) == [(1, ["ä", "\ud800"]), (2, []), (3, ["x"])]
    assert (len(rows), [len(part) for part in rows.parts()]) == (3, [2, 1])


def test_a_key_is_known_in_every_part(bring):
    rows = "nr,name\n7,Havel\n8,Spree\n9,Panke\n7,Dahme\n8,Spree\n"
    said = bring(rows, *KEYED, "--save")

    assert "list.csv:5 nr: 7 – has the key of row 2, which says something else" in said
    assert "list.csv:6 name: repeats row 3" in said


def test_an_operator_may_stand_parts_below_its_site(bring):
    rows = "name,parent,plz\nHavel Werk,Havel GmbH,10247\nA,,10247\nB,,10247\nHavel GmbH,,10367\n"
    said = bring(rows, "--save")

    assert "4 new" in said
    operator = Company.objects.get(name="Havel GmbH")
    assert operator.status == "published"
    assert Company.objects.get(name="Havel Werk").parent == operator


def test_an_operator_without_a_row_of_its_own_is_no_candidate(bring):
    rows = "Havel Werk,Havel GmbH,10247\nA,,10247\nHavel GmbH,,10367\nHavel GmbH,,14467\n"
    said = bring(f"name,parent,plz\n{rows}")

    assert "4 new" in said
    assert "list.csv:4" not in said


def test_an_operator_whose_own_row_has_a_fault_is_a_draft(bring, tmp_path):
    rows = "name,parent,plz\nHavel Werk,Havel GmbH,10247\nA,,10247\nB,,10247\nHavel GmbH,,1\n"
    bring(rows, "--save", "--good-rows", str(tmp_path / "rest.csv"))

    assert Company.objects.get(name="Havel Werk").parent.status == "draft"


def test_addresses_are_told_apart_over_all_parts(bring):
    rows = "".join(f"Adler,1036{n}\n" for n in range(5))
    bring(f"name,plz\n{rows}", "--save")
    slugs = Company.objects.order_by("locations__postcode").values_list("slug", flat=True)

    assert list(slugs) == ["adler", "adler-2", "adler-3", "adler-4", "adler-5"]


def test_a_number_belongs_to_one_entry_over_all_parts(bring):
    rows = "nr,name,vat_id\n1,Havel,DE136695976\n2,A,\n3,B,\n4,Spree,DE136695976\n"

    assert "list.csv:5 vat_id: DE136695976 – already belongs to Havel" in bring(rows, *KEYED)


def test_a_fault_in_the_last_part_takes_back_the_first_and_all_are_told(bring):
    said = bring("name,plz\nA,10367\nB,1\nC,10367\nD,10367\nE,2\n", "--save")

    assert "list.csv:3 plz" in said
    assert "list.csv:6 plz" in said
    assert (Company.objects.count(), Import.objects.count()) == (0, 0)


def test_names_are_looked_up_by_the_letters_that_are_compared():
    names = ["Müller-Optik GmbH", "MUELLER OPTIK GMBH", "Straße & Söhne e. V.", "Łódź №3", "Æther²"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT companies_letters(name) FROM unnest(%s::text[]) AS name", [names])
        assert [row[0] for row in cursor.fetchall()] == list(map(name_key, names))


def test_progress_always_tells_of_how_many_rows(bring, monkeypatch):
    told = []
    monkeypatch.setattr(plan, "tell", lambda *given: told.append(given))
    bring("Firma;PLZ\n" + "".join(f"Havel {n};10367\n" for n in range(5)))

    assert {given[2] for given in told if given[0] == Phase.COMPARE} == {5}


def test_progress_never_goes_back_while_parts_are_saved_in_turns(bring):
    shares = []
    with listening(lambda *told: shares.append(share(*told))):
        bring("Firma;PLZ\n" + "".join(f"Havel {n};10367\n" for n in range(9)), "--save")

    assert shares == sorted(shares)
    assert len(set(shares)) > 5


def test_a_file_that_grows_while_it_is_read_is_refused(bring, tmp_path, monkeypatch):
    def read_while_somebody_writes(table):
        rows = spooled(table)
        with (tmp_path / "list.csv").open("a") as file:
            file.write("Spree Labor;10367\n")
        return rows

    monkeypatch.setattr(run, "spooled", read_while_somebody_writes)

    assert "changed while it was read" in bring("Firma;PLZ\nHavel;10367\n", "--save")
    assert not Company.objects.exists()
