"""Entries that an earlier version of the list had."""

from datetime import timedelta

import pytest
from django.utils import timezone

from companies.importing.undo import undo
from companies.models import Company, CompanyCluster, Import, SourceRecord
from tests.factories import SourceFactory, SourceRecordFactory

# Each import in a transaction of its own, as in life.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("region")]

BOTH = "nr,name,plz\n1,Havel Optik,10367\n2,Spree Labor,10247\n"
FIRST = "nr,name,plz\n1,Havel Optik,10367\n"


@pytest.fixture
def keyed(bring):
    bring(BOTH, "--key", "nr", "--source", "liste", "--save")

    def run(text, *options):
        return bring(text, "--key", "nr", "--source", "liste", *options)

    return run


def of_spree():
    company = Company.objects.get(name="Spree Labor")
    return company, CompanyCluster.objects.filter(company=company).latest("pk")


def record():
    return SourceRecord.objects.get(key="2")


def state():
    company, part = of_spree()
    return company.status, part.left_on, record().missing_since, record().last_seen_on


def test_what_a_list_has_no_more_is_only_marked(keyed):
    said = keyed(FIRST, "--save")

    company, part = of_spree()
    assert "1 entry is not in the list any more and stays:\n  Spree Labor (2)" in said
    assert "1 not in the list any more" in said
    assert (company.status, part.left_on) == ("published", None)
    assert record().missing_since == timezone.localdate()


def test_a_dry_run_marks_nothing(keyed):
    assert "1 not in the list any more" in keyed(FIRST)
    assert record().missing_since is None


def test_a_mark_stays_until_the_list_has_the_entry_again(keyed):
    keyed(FIRST, "--save")
    day = timezone.localdate() - timedelta(days=9)
    SourceRecord.objects.filter(key="2").update(missing_since=day)

    keyed(FIRST, "--save")
    assert record().missing_since == day
    keyed(BOTH, "--save")
    assert record().missing_since is None


def test_missing_entries_leave_the_cluster_and_come_back_into_it(keyed):
    keyed(FIRST, "--missing", "leave", "--save")

    company, part = of_spree()
    assert (company.status, part.left_on) == ("published", timezone.localdate())
    keyed(BOTH, "--save")
    assert CompanyCluster.objects.get(company=company, left_on=None).approved_at


def test_missing_entries_are_archived(keyed):
    assert "is archived:\n  Spree Labor" in keyed(FIRST, "--missing", "close", "--save")
    assert of_spree()[0].status == "archived"


def test_an_entry_that_another_list_still_has_is_not_archived(keyed):
    SourceRecordFactory(company=of_spree()[0], source=SourceFactory(slug="andere"), key="x")

    assert "another list still has it" in keyed(FIRST, "--missing", "close", "--save")
    assert of_spree()[0].status == "published"


def test_entries_missing_for_less_than_the_grace_period_stay(keyed):
    keyed(FIRST, "--missing", "close", "--grace", "30", "--save")
    assert of_spree()[0].status == "published"

    day = timezone.localdate() - timedelta(days=30)
    SourceRecord.objects.filter(key="2").update(missing_since=day)
    keyed(FIRST, "--missing", "close", "--grace", "30", "--save")
    assert of_spree()[0].status == "archived"


@pytest.mark.parametrize("rule", ["keep", "leave", "close"])
def test_it_is_taken_back_and_carried_out_again(keyed, rule):
    before = state()
    keyed(FIRST, "--missing", rule, "--save")
    after = state()

    undo(Import.objects.latest("pk"))
    assert state() == before
    undo(Import.objects.latest("pk"), again=True)
    assert state() == after != before


def test_rows_that_are_left_out_or_have_a_fault_are_not_missing(keyed):
    faulty = BOTH.replace("Spree Labor,10247", "Spree Labor,999999")

    assert "not in the list any more" not in keyed(faulty, "--missing", "close")
    assert "not in the list any more" not in keyed(BOTH, "--only", "nr=1", "--missing", "close")


def test_an_entry_under_another_key_is_the_same_and_not_missing(keyed):
    said = keyed(BOTH.replace("2,Spree", "7,Spree"), "--save")

    assert "0 new" in said
    assert "not in the list any more" not in said
    assert set(of_spree()[0].source_records.values_list("key", flat=True)) == {"2", "7"}


def test_without_keys_nothing_can_be_missing(bring):
    assert "only of a list with keys" in bring("name\nHavel\n", "--missing", "close")
