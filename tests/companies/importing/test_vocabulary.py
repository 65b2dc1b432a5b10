import pytest
from django.core.exceptions import ValidationError

from companies.choices import Kind
from companies.importing.vocabulary import Vocabulary, choice_names
from tests.factories import ClusterFactory, DistrictFactory, SectorFactory, TagFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text", ["spree-neisse", "Spree-Neiße", "Landkreis Spree-Neiße", "LK Spree-Neisse"]
)
def test_a_district_goes_by_slug_or_name(text):
    district = DistrictFactory(slug="spree-neisse", name="Spree-Neiße")

    assert Vocabulary().district(text) == district


@pytest.mark.parametrize("text", ["optik", "Optik & Photonik", "Optics", "Lichttechnik"])
def test_a_sector_goes_by_slug_name_or_synonym(text):
    sector = SectorFactory(
        slug="optik", name_de="Optik & Photonik", name_en="Optics", synonyms=["Lichttechnik"]
    )

    assert Vocabulary().sectors(text) == sector


def test_a_name_in_two_clusters_means_the_one_of_the_list():
    here, there = ClusterFactory(slug="dual-use"), ClusterFactory(slug="gesundheit")
    own = SectorFactory(slug="software-du", name_de="Software", cluster=here)
    SectorFactory(slug="software-ge", name_de="Software", cluster=there)

    assert Vocabulary(here).sectors("Software") == own
    with pytest.raises(ValidationError, match=r"ambiguous.*software-du, software-ge"):
        Vocabulary().sectors("Software")


def test_a_slug_beats_a_name_and_a_name_a_synonym():
    devices = SectorFactory(slug="geraete", name_de="Medizinprodukte")
    products = SectorFactory(slug="medizinprodukte", name_de="Produkte", synonyms=["Geräte"])
    vocabulary = Vocabulary()

    assert vocabulary.sectors("medizinprodukte") == products
    assert vocabulary.sectors("Geräte") == devices


def test_an_unknown_word_is_named_with_the_nearest():
    SectorFactory(slug="medizintechnik", name_de="Medizintechnik")

    with pytest.raises(ValidationError, match=r"“Medizintechik”.*did you mean “medizintechnik”"):
        Vocabulary().sectors("Medizintechik")


def test_a_new_tag_is_one_proposal_in_all_its_spellings():
    known = TagFactory(slug="laser", name_de="Laser", name_en="lasers")
    vocabulary = Vocabulary()

    assert vocabulary.tags("Lasers") == known
    assert vocabulary.tags("3D-Druck") is vocabulary.tags("3d druck")
    assert [tag.slug for tag in vocabulary.proposed.values()] == ["3d-druck"]


@pytest.mark.parametrize("text", ["hospital", "Hospital", "Krankenhaus", "KLINIK"])
def test_a_kind_goes_by_code_label_or_usual_word(text):
    assert choice_names(Kind).get(text) == ["hospital"]


def test_every_choice_is_known_by_its_own_value():
    assert all(choice_names(Kind).get(kind) == [kind] for kind in Kind.values)
