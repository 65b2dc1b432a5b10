from io import StringIO

import pghistory
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from companies.importing.undo import undo
from companies.models import Company, CompanyTag, Import
from tests.accounts import logged_in, manager_of
from tests.companies.importing.conftest import LIST
from tests.factories import CompanyFactory, MembershipFactory, UserFactory

# Each import and each edit in a transaction of its own, as in life.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("region")]

APART = {"Import", "Source", "SearchEntry", "Vocabulary", "DataVersion"}
PUBLIC_INDEX = """
    SELECT company_id, name_key, facets, document::text FROM companies_searchentry
    WHERE is_public ORDER BY company_id"""
KEYED = (
    LIST.replace("Firma;", "Nr;Firma;")
    .replace("\nHavel", "\n1;Havel")
    .replace("\nSpree", "\n2;Spree")
)


def everything():
    """All rows of all tables, but history and what belongs to imports themselves."""
    rows = {}
    for app in ("companies", "networks", "clusters"):
        for model in apps.get_app_config(app).get_models():
            if model.__name__ not in APART and not hasattr(model, "pgh_obj_id"):
                rows[model.__name__] = sorted(map(repr, model._base_manager.values_list()))
    with connection.cursor() as cursor:
        cursor.execute(PUBLIC_INDEX)
        return rows | {"index": cursor.fetchall()}


@pytest.fixture
def bring_keyed(bring, sector):
    def run(text=KEYED):
        said = bring(text, "--key", "Nr", "--source", "liste", "--save")
        assert "ERROR" not in said, said
        return Import.objects.latest("pk")

    return run


def test_a_new_list_is_taken_back_without_a_trace(bring_keyed):
    CompanyFactory(name="Other")
    before = everything()

    record = bring_keyed()
    assert everything() != before
    done = undo(record)

    assert (done.companies, done.kept) == (2, [])
    assert everything() == before


def test_changed_entries_are_as_they_were(bring_keyed):
    bring_keyed()
    before = everything()

    record = bring_keyed(
        KEYED.replace("Musterallee 12", "Neue Allee 3").replace("Laser|Lidar", "Radar")
    )
    assert everything() != before
    undo(record)

    assert everything() == before


def test_taken_back_and_carried_out_again_is_the_same_as_before(bring_keyed):
    record = bring_keyed()
    after = everything()

    for _time in range(2):
        undo(record)
        undo(record, again=True)

    assert everything() == after


def test_an_entry_that_somebody_edited_stays_and_is_named(bring_keyed):
    record = bring_keyed()
    editor = UserFactory(username="frau.winter")
    with pghistory.context(user=editor.pk):
        Company.objects.filter(name="Havel Optik GmbH").update(note="checked")

    done = undo(record)

    assert done.companies == 1
    assert [(kept.name, kept.by) for kept in done.kept] == [("Havel Optik GmbH", "frau.winter")]
    assert Company.objects.filter(name="Havel Optik GmbH", note="checked").exists()
    assert not Company.objects.filter(name="Spree Diagnostik").exists()


def test_a_new_part_of_an_entry_is_an_edit_too(bring_keyed):
    record = bring_keyed()
    MembershipFactory(company=Company.objects.get(name="Spree Diagnostik"))

    assert [kept.name for kept in undo(record).kept] == ["Spree Diagnostik"]


def test_an_entry_that_others_refer_to_stays(bring_keyed):
    record = bring_keyed()
    CompanyFactory(name="Site", parent=Company.objects.get(name="Havel Optik GmbH"))

    (kept,) = undo(record).kept
    assert "Havel Optik GmbH: other entries refer to it" in str(kept)


def test_a_proposed_tag_that_others_took_up_stays(bring_keyed):
    record = bring_keyed()
    tag = CompanyTag.objects.filter(company__name="Havel Optik GmbH").first().tag
    CompanyTag.objects.create(company=CompanyFactory(), tag=tag)

    undo(record)

    assert CompanyTag.objects.get().tag == tag


def test_the_command_says_what_happened_and_what_cannot(bring_keyed):
    record = bring_keyed()
    said = StringIO()

    call_command("undo_import", str(record.pk), stdout=said)

    call_command("undo_import", str(record.pk), "--redo", stdout=said)
    call_command("undo_import", str(record.pk), stdout=said)

    before, again, last = said.getvalue().splitlines()
    assert "2 entries are as before" in before == last
    assert "2 entries carried out" in again
    with pytest.raises(CommandError, match="taken back already"):
        call_command("undo_import", str(record.pk))
    with pytest.raises(CommandError, match=f"no import 0. The latest: {record.pk}"):
        call_command("undo_import", "0")


def test_imports_are_taken_back_one_after_the_other(bring_keyed):
    before = everything()
    first = bring_keyed()
    second = bring_keyed(KEYED.replace("Musterallee 12", "Neue Allee 3"))

    assert undo(second).kept == []
    assert undo(first).kept == []
    assert everything() == before


def test_an_entry_that_a_later_list_changed_stays_and_that_list_is_named(bring_keyed):
    first = bring_keyed()
    bring_keyed(KEYED.replace("Musterallee 12", "Neue Allee 3"))

    assert [(kept.name, kept.by) for kept in undo(first).kept] == [("Havel Optik GmbH", "list.csv")]


def test_what_cannot_come_back_is_told_and_nothing_is_changed(bring_keyed):
    record = bring_keyed()
    taken = Company.objects.get(name="Havel Optik GmbH").slug
    undo(record)
    CompanyFactory(slug=taken)
    before = everything()

    with pytest.raises(CommandError, match="another entry"):
        call_command("undo_import", str(record.pk), "--redo")

    assert everything() == before


def test_the_admin_takes_an_import_back_and_names_what_stays(bring_keyed, admin_client):
    record = bring_keyed()
    Company.objects.filter(name="Havel Optik GmbH").update(note="checked")
    address = reverse("admin:companies_import_changelist")

    chosen = {"action": "take_back", "_selected_action": [record.pk]}
    page = admin_client.post(address, chosen, follow=True).content.decode()

    assert "1 Eintrag ist wie vorher" in page
    assert "Havel Optik GmbH" in page
    assert (
        "bereits zurückgenommen" in admin_client.post(address, chosen, follow=True).content.decode()
    )


def test_managers_take_back_only_what_they_brought_in(bring_keyed):
    record = bring_keyed()
    manager = manager_of("gesundheit")
    client = logged_in(manager)
    address = reverse("admin:companies_import_changelist")
    chosen = {"action": "take_back", "_selected_action": [record.pk]}

    refused = client.post(address, chosen, follow=True).content.decode()
    Import.objects.update(user=manager)
    done = client.post(address, chosen, follow=True).content.decode()

    assert "nur zurücknehmen, was Sie selbst" in refused
    assert "2 Einträge sind wie vorher" in done


def test_the_admin_says_the_outcome_in_words(bring_keyed, admin_client):
    record = bring_keyed()
    address = reverse("admin:companies_import_changelist")

    assert "2 neu<" in admin_client.get(address).content.decode()
    undo(record)
    assert "2 neu, zurückgenommen<" in admin_client.get(address).content.decode()
