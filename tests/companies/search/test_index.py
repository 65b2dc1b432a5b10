"""The read model is true whichever way a row is written."""

from contextlib import suppress
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from clusters.models import Area, Cluster, Sector
from clusters.text import fold
from companies.importing.errors import WrongOptionError
from companies.importing.undo import undo
from companies.models import Base, Company, CompanyCluster, Import, SearchEntry, Tag, Vocabulary
from companies.search import index, postings
from companies.search.index import index_later, rebuild, refresh_all
from networks.models import Network
from tests.factories import CompanyFactory, LocationFactory, PostcodeFactory

COLUMNS = ("company", "is_public", "name_sort", "name_key", "facets", "document", "employees",
           "published_at", "verified_on")  # fmt: skip


def entries() -> list[tuple]:
    return sorted(SearchEntry.objects.filter(is_public=True).values_list(*COLUMNS), key=str)


def assert_true() -> None:
    """The entries are what they would be if all were written anew."""
    before = entries()
    refresh_all()
    assert entries() == before


def first(model, **fields):
    model.objects.filter(pk=model.objects.values("pk")[:1]).update(**fields)


LIST = (
    "Nr;Firma;Straße;PLZ;Ort;Branche;Schlagwörter\n"
    "1;Havel Optik GmbH;Musterallee 12;10367;Berlin;optik;Laser|Lidar\n"
    "2;Spree Diagnostik;Beispielweg 3;10367;Berlin;;Radar\n"
)
OTHER_LIST = LIST.replace("Spree", "Dahme").replace("Laser|", "").replace("\n1;", "\n3;")


def bring(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "list.csv")
        path.write_text(text)
        options = ["--cluster", "gesundheit", "--key", "Nr", "--source", "liste", "--save"]
        call_command("import_companies", str(path), *options, stdout=StringIO())


def take_back(*, again: bool) -> None:
    record = Import.objects.order_by("pk").last()
    with suppress(WrongOptionError):  # it is as it is asked to be already
        if record:
            undo(record, again=again)


IMPORTS = {
    "import": lambda: bring(LIST),
    "import another": lambda: bring(OTHER_LIST),
    "undo": lambda: take_back(again=False),
    "undo the undo": lambda: take_back(again=True),
}
CHANGES = {
    "rename": lambda: first(Company, name="Neue Müllerei", name_sort="neue muellerei"),
    "archive": lambda: first(Company, status="archived"),
    "publish": lambda: Company.objects.update(status="published"),
    "object": lambda: first(Company, objection_on=date(2026, 1, 1)),
    "delete": lambda: Company.objects.last() and Company.objects.last().delete(),
    "create": lambda: CompanyFactory(
        clusters=["gesundheit"], sectors=["optik"], tags=["lidar"], networks=["defense"]
    ),
    "move": lambda: [LocationFactory(company=c, is_primary=False, city="Bernau")
                     for c in Company.objects.all()[:2]],
    "hide address": lambda: connection.cursor().execute(
        "UPDATE companies_location SET precision = 'district'"
    ),
    "leave": lambda: CompanyCluster.objects.update(left_on=date(2026, 1, 1)),
    "sector renamed": lambda: Sector.objects.update(name_de="Feinoptik", synonyms=["Linsen"]),
    "tag renamed": lambda: Tag.objects.update(name_de="Abtaster"),
    "tag proposed": lambda: Tag.objects.update(is_proposed=True),
    "tag gone": lambda: Tag.objects.all().delete(),
    "network renamed": lambda: Network.objects.update(name="Anderes Netz"),
    "district renamed": lambda: Area.objects.filter(level=3).update(name="Umbenannt"),
    "cluster renamed": lambda: Cluster.objects.update(name_de="Anders"),
    "parent": lambda: Company.objects.exclude(pk=Company.objects.values("pk")[:1]).update(
        parent=Company.objects.values("pk")[:1]
    ),
}  # fmt: skip


class TestIndex(TestCase):
    @settings(max_examples=40)
    @given(st.lists(st.sampled_from(sorted(CHANGES)), max_size=8), st.booleans())
    def test_it_agrees_with_the_tables_after_any_changes(self, changes, later):
        CompanyFactory(sectors=["optik"], clusters=["gesundheit"])
        if later:
            with index_later():
                for name in changes:
                    CHANGES[name]()
        else:
            for name in changes:
                CHANGES[name]()
        assert_true()

    @settings(max_examples=25)
    @given(st.lists(st.sampled_from([*IMPORTS, *CHANGES]), max_size=6))
    def test_it_agrees_with_the_tables_after_any_edits_imports_and_undos(self, others):
        CompanyFactory(sectors=["optik"], clusters=["gesundheit"])
        PostcodeFactory(code="10367")
        for name in ["import", *others]:
            (IMPORTS | CHANGES)[name]()
        assert_true()


@pytest.mark.django_db
def test_a_block_that_fails_leaves_nothing_behind():
    with suppress(ZeroDivisionError), index_later():
        CompanyFactory(name="Spree Laser")
        _ = 1 / 0

    assert entries() == []
    CompanyFactory(name="Havel Laser")
    assert len(entries()) == 1


@pytest.mark.django_db
def test_a_rebuild_keeps_a_base_and_forgets_old_ones_and_old_words():
    company = CompanyFactory(name="Spree Laser")
    bases = [rebuild() for _ in range(2)]
    company.delete()
    bases += [rebuild() for _ in range(3)]

    assert list(Base.objects.order_by("pk")) == bases[-2:]
    assert not Vocabulary.objects.filter(word="laser").exists()


@pytest.mark.django_db
def test_a_rebuild_keeps_the_words_of_entries_that_came_since_its_base(monkeypatch):
    keep = postings.keep

    def keep_and_edit(*given: object) -> None:
        keep(*given)
        CompanyFactory(name="Zwischenzeit")

    monkeypatch.setattr(postings, "keep", keep_and_edit)
    rebuild()

    assert Vocabulary.objects.filter(word="zwischenzeit").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["e. V.", "e.V.", "eV"])
def test_dotted_abbreviations_are_one_word(name):
    assert words(f"Charité {name}") == "charite ev"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WZ 26.51.1", "wz 26511"),
        ("Max-Delbrück (MDC)", "max delbruck mdc"),
        ("L’Oréal & Söhne", "loreal sohne"),
        ("gemeinnützige GmbH", "ggmbh"),
        ("Gesellschaft mit beschränkter Haftung", "gmbh"),
        ("  – !?  ", ""),
    ],
)
def test_text_becomes_words(text, expected):
    assert words(text) == expected


def words(text: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT companies_words(%s)", [text])
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_of_each_word_an_entry_keeps_its_best_weight_alone():
    CompanyFactory(name="Spree Laser", description_de="Laser und Spiegel.")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lexeme, weights FROM companies_searchentry, unnest(document)"
            " WHERE lexeme IN ('laser', 'spiegel') ORDER BY 1"
        )
        assert cursor.fetchall() == [("laser", ["A"]), ("spiegel", ["C"])]


@pytest.mark.django_db
def test_a_word_longer_than_an_index_takes_is_left_out():
    CompanyFactory(name="Spree Laser", description_de=f"Spiegel {'x' * 3000}. Linsen")

    assert set(Vocabulary.objects.values_list("word", flat=True)) >= {"spiegel", "linsen"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Spree Laser GmbH & Co. KG", "spree laser"),
        ("Spree Laser GmbH und Co. KG", "spree laser"),
        ("Laser und GmbH", "laser und"),
        ("GmbH", "gmbh"),
        ("Co KG", "co"),
    ],
)
def test_the_key_of_a_name_has_no_legal_form_at_its_end(name, expected):
    with connection.cursor() as cursor:
        cursor.execute("SELECT companies_name_key(%s)", [name])
        assert cursor.fetchone() == (expected,)


@pytest.mark.django_db
def test_more_entries_than_fit_in_one_go_are_refreshed(monkeypatch):
    monkeypatch.setattr(index, "AT_ONCE", 2)
    with index_later():
        CompanyFactory.create_batch(5)

    assert len(entries()) == 5
    assert_true()


LETTERS = st.characters(max_codepoint=0x17F, exclude_categories=["Cc", "Cf"])
GERMAN = st.text(LETTERS, max_size=40)


class TestFold(TestCase):
    @given(GERMAN)
    def test_the_database_folds_as_the_program_does(self, text):
        with connection.cursor() as cursor:
            cursor.execute("SELECT companies_fold(%s)", [text])
            folded = " ".join(cursor.fetchone()[0].split())

        assert folded == fold(text)
