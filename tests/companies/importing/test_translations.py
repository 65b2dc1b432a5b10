import pytest

from companies.importing.options import Options, parse
from companies.importing.translations import Translations
from companies.models import Company, Import, ImportMapping
from tests.factories import SectorFactory

pytestmark = pytest.mark.django_db


def test_texts_are_compared_without_case_and_surplus_spaces():
    words = Translations({"kind": {"Haus  A": "hospital"}})

    assert words.of("kind", " haus a ") == "hospital"
    assert words.of("kind", "Haus B") == "Haus B"
    assert words.of("name", "Haus A") == "Haus A"


def test_each_part_of_a_list_is_translated_on_its_own():
    words = Translations({"tags": {"ja": "Notaufnahme", "nein": ""}})

    assert words.of("tags", "Laser|ja") == "Laser|Notaufnahme"
    assert words.of("tags", "Laser|nein") == "Laser"
    assert words.of("tags", "nein") == ""


def test_a_translation_is_field_text_and_value():
    options = parse(translations=["kind:Art: 1=2=hospital", "tags:nein="])

    assert options.values == {"kind": {"Art: 1=2": "hospital"}, "tags": {"nein": ""}}
    assert Options(**options.as_json()) == options


def test_a_list_with_words_of_its_own_is_brought_in(bring):
    bring(
        "name;Art;Bezirk;Notfall\nA;1;01;ja\nB;Kiosk;;nein\n",
        "--map", "Notfall=tags",
        "--translate", "kind:1=hospital", "--translate", "kind:Kiosk=",
        "--translate", "district:01=lichtenberg",
        "--translate", "tags:ja=Notfall", "--translate", "tags:nein=", "--save",
    )  # fmt: skip
    one, other = Company.objects.order_by("name")

    assert (one.kind, one.primary_location.district.slug) == ("hospital", "lichtenberg")
    assert [tag.name_de for tag in one.tags.all()] == ["Notfall"]
    assert other.tags.count() == 0
    assert Import.objects.get().options["values"]["kind"] == {"1": "hospital", "Kiosk": ""}


def test_unknown_values_are_counted_and_named_once_with_the_way_out(bring, cluster):
    SectorFactory(slug="optik", name_de="Optik", cluster=cluster)
    said = bring("name;Art;Branche\nA;Klinikk;Optk|Lasser\nB;Klinikk;Optk\n")

    assert "list.csv:2 Art: Klinikk – “Klinikk” is not known here; did you mean “Klinik”" in said
    assert "Or say once what it stands for." in said
    assert "“Klinikk” is in 2 rows: --translate kind:Klinikk=hospital" in said
    assert "“Optk” is in 2 rows: --translate sectors:Optk=optik" in said
    assert "“Lasser” is in 1 row: --translate sectors:Lasser=" in said


def test_a_fault_names_what_stands_in_the_file(bring):
    said = bring("name;PLZ\nA;zehn\n", "--translate", "postcode:zehn=10")

    assert "2 PLZ: zehn – " in said


def test_a_translation_into_what_is_not_known_is_told_before_any_row(bring):
    said = bring("name;Art\nA;1\n", "--translate", "kind:1=hospitl")

    assert "ERROR list.csv: “1” cannot stand for “hospitl” in kind" in said
    assert "did you mean “hospital”" in said


@pytest.mark.parametrize("given", ["kind=hospital", "kind:=hospital", "kind:Klinik"])
def test_what_is_no_translation_is_refused(bring, given):
    assert "is not --translate FIELD:TEXT=VALUE" in bring("name\nA\n", "--translate", given)


def test_translations_are_kept_with_their_mapping(bring):
    stated = ["--translate", "kind:1=hospital", "--mapping", "haeuser", "--save"]
    bring("name;Art\nA;1\n", *stated)
    bring("name;Art\nA;1\nB;1\n", "--mapping", "haeuser", "--save")

    assert ImportMapping.objects.get().values == {"kind": {"1": "hospital"}}
    assert Company.objects.filter(kind="hospital").count() == 2
