"""Rows that say the same as last time are known at first sight, unless anything was touched."""

import pytest

from clusters.models import Sector
from companies.importing import spool
from companies.importing.plan import Reading
from companies.importing.unchanged import FirstSight
from companies.models import Company, Location, SourceRecord
from tests.factories import CompanyFactory

# Each import in a transaction of its own, as in life.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("region", "sector")]
LIST = "nr,name,plz,phone,sectors\n1,Havel Optik,10367,+493023125000,medizintechnik\n"
KEYED = ("--key", "nr", "--source", "liste", "--save")


@pytest.fixture
def seen(monkeypatch):
    """The names of the entries that were known at first sight."""
    names, look = [], FirstSight.untouched

    def watched(self, drafts):
        found = look(self, drafts)
        names.extend(each.name for each in found.values())
        return found

    monkeypatch.setattr(FirstSight, "untouched", watched)
    return names


def test_the_same_row_is_known_at_first_sight(bring, seen):
    bring(LIST, *KEYED)
    said = bring(LIST, *KEYED)

    assert "0 new, 0 changed, 1 unchanged" in said
    assert seen == ["Havel Optik"]


@pytest.mark.parametrize(
    "edit",
    [
        lambda: Company.objects.update(phone="+4930999999"),
        lambda: Location.objects.update(postcode="10247"),
        lambda: Company.objects.get().company_sectors.all().delete(),
    ],
)
def test_an_entry_that_was_edited_since_is_compared(bring, seen, edit):
    bring(LIST, *KEYED)
    edit()

    assert "0 new, 1 changed, 0 unchanged" in bring(LIST, *KEYED)
    assert seen == []


def test_a_word_that_means_something_else_now_is_read_anew(bring, seen, sector):
    bring(LIST, *KEYED)
    Sector.objects.filter(pk=sector.pk).update(synonyms=["Optik"])

    bring(LIST, *KEYED)
    assert seen == []


def test_other_options_are_carried_out(bring, seen):
    bring(LIST, *KEYED)

    assert "0 new, 1 changed" in bring(LIST, *KEYED, "--set", "city=Berlin")
    assert seen == []


def test_a_row_that_was_mended_is_told_each_time(bring, seen):
    text = LIST.replace("+493023125000", "030 23125000")

    assert bring(text, *KEYED).count("Mended") == bring(text, *KEYED).count("Mended") == 1
    assert seen == []


def test_what_was_missing_is_compared_when_it_comes_back(bring, seen):
    bring(LIST, *KEYED)
    Company.objects.update(phone="")
    bring("nr,name,plz\n2,Spree,10367\n", *KEYED)

    assert "1 changed" in bring(LIST, *KEYED)
    assert SourceRecord.objects.get(key="1").missing_since is None


def test_a_number_that_another_entry_has_by_now_is_a_fault(bring, seen):
    text = "nr,name,vat_id\n1,Havel,DE136695976\n"
    bring(text, *KEYED)
    CompanyFactory(name="Werk", vat_id="DE136695976", parent=CompanyFactory(name="Andere"))

    assert "already belongs to Werk" in bring(text, *KEYED)


def test_parts_of_which_most_is_known_at_first_sight_are_looked_at_together(bring, monkeypatch):
    parts, look = [], Reading._plan
    monkeypatch.setattr(spool, "AT_ONCE", 2)
    monkeypatch.setattr(Reading, "_plan", lambda *args: parts.append(args[1]) or look(*args))
    rows = [f"{n},Havel {n},10367\n" for n in range(12)]
    bring("".join(["nr,name,plz\n", *rows]), *KEYED)
    rows[3], rows[8] = "3,Spree,10367\n", "8,Panke,10367\n"
    parts.clear()

    assert "0 new, 2 changed, 10 unchanged" in bring("".join(["nr,name,plz\n", *rows]), *KEYED)
    assert [(part.rows, part.to_do) for part in parts] == [(10, 2), (2, 0)]


def test_a_row_about_the_entry_of_one_that_is_known_at_first_sight_is_refused(bring):
    bring("nr,name,id\n1,Havel,\n", *KEYED)
    said = bring(f"nr,name,id\n1,Havel,\n2,Spree,{Company.objects.get().pk}\n", *KEYED)

    assert "list.csv:3 name: Spree – is the same entry as row 2" in said
