import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companies.choices import Kind
from companies.freshness import Freshness
from companies.listing import Listing
from companies.size import SizeClass
from companies.wording import announcement, chips, names, sentence, title
from tests.factories import (
    ClusterFactory,
    CompanyFactory,
    DistrictFactory,
    LandFactory,
    NetworkFactory,
    SectorFactory,
    TagFactory,
)

pytestmark = pytest.mark.django_db

CHOICES = {
    "cluster": ["gesundheit", "dual-use"],
    "sector": ["pflege", "diagnostik"],
    "district": ["lichtenberg", "mitte", "barnim", "kleve", "brandenburg"],
    "kind": Kind.values,
    "size": SizeClass.values,
    "network": ["defense"],
    "tag": ["lidar", "photonik"],
    "freshness": Freshness.values,
    "letter": ["a", "b", "#"],
}


@pytest.fixture
def region():
    for slug in CHOICES["cluster"]:
        ClusterFactory(slug=slug)
    for slug in CHOICES["sector"]:
        SectorFactory(slug=slug, cluster__slug="gesundheit")
    for slug in ("lichtenberg", "mitte"):
        DistrictFactory(slug=slug)
    brandenburg = LandFactory(name="Brandenburg")
    DistrictFactory(slug="barnim", kind="kreis", parent=brandenburg)
    DistrictFactory(slug="kleve", name="Kreis Kleve", kind="kreis", parent=brandenburg)
    NetworkFactory(slug="defense", name="Netzwerk „Defense“")
    for slug in CHOICES["tag"]:
        TagFactory(slug=slug)


def listing(query: str = "") -> Listing:
    return Listing(QueryDict(query))


def said(query: str, number: int = 2) -> str:
    return sentence(listing(query), number)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Unternehmen"),
        ("kind=hospital&kind=care_provider&district=lichtenberg",
         "Krankenhäuser und Pflegeanbieter in Lichtenberg"),
        ("district=mitte&district=lichtenberg", "Unternehmen in Lichtenberg und Mitte"),
        ("district=barnim&district=mitte", "Unternehmen im Landkreis Barnim und in Mitte"),
        ("district=kleve", "Unternehmen im Kreis Kleve"),
        ("district=brandenburg", "Unternehmen in Brandenburg"),
        ("sector=pflege&cluster=gesundheit",
         "Unternehmen im Cluster Gesundheit aus der Branche Pflege"),
        ("sector=pflege&sector=diagnostik", "Unternehmen aus der Branche Diagnostik oder Pflege"),
        ("size=micro&size=small&kind=startup", "sehr kleine und kleine Start-ups"),
        ("network=defense", "Unternehmen im Netzwerk „Defense“"),
        ("tag=photonik&tag=lidar", "Unternehmen mit dem Schlagwort Lidar oder Photonik"),
        ("letter=b&letter=a", "Unternehmen mit Anfangsbuchstabe A oder B"),
        ("q=laser&kind=university&district=mitte", "Hochschulen in Mitte zu „laser“"),
        ("freshness=fresh", "Unternehmen, innerhalb eines Jahres geprüft"),
        ("freshness=stale&freshness=unverified",
         "Unternehmen, vor längerer Zeit geprüft oder noch nicht geprüft"),
        ("district=atlantis", "Unternehmen"),
    ],
)  # fmt: skip
def test_the_search_is_said_in_words(region, query, words):
    assert said(query) == words


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("kind=hospital", "Krankenhaus"),
        ("kind=hospital&kind=pharmacy&district=mitte&district=lichtenberg",
         "Krankenhaus oder Apotheke in Lichtenberg oder Mitte"),
        ("size=large&district=barnim&district=kleve",
         "großes Unternehmen im Landkreis Barnim oder im Kreis Kleve"),
    ],
)  # fmt: skip
def test_a_single_one_is_said_to_be_one(region, query, words):
    assert said(query, 1) == words


def test_the_search_is_said_in_english_too(region):
    with override("en"):
        query = "kind=hospital&size=small&sector=pflege&district=barnim&tag=lidar&q=laser"
        assert said(query + "&freshness=fresh") == (
            "small hospitals in the sector Pflege in Barnim with the keyword Lidar for “laser”, "
            "verified within a year"
        )


def test_many_values_of_a_filter_are_cut_short():
    for slug in "abcdef":
        DistrictFactory(slug=slug)

    assert said("district=a&district=b&district=c&district=d") == "Unternehmen in A, B, C und D"
    query = "&".join(f"district={slug}" for slug in "abcdef")
    assert said(query) == "Unternehmen in A, B, C und weiteren"
    assert said(query, 1) == "Unternehmen in A, B, C oder weiteren"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    chosen=st.fixed_dictionaries(
        {},
        optional={
            name: st.lists(st.sampled_from(values), min_size=1, unique=True)
            for name, values in CHOICES.items()
        },
    ),
    number=st.sampled_from([0, 1, 2]),
    language=st.sampled_from(["de", "en"]),
)
def test_any_combination_gives_one_whole_sentence(region, chosen, number, language):
    query, other_way = QueryDict(mutable=True), QueryDict(mutable=True)
    for name, values in chosen.items():
        query.setlist(name, values)
        other_way.setlist(name, values[::-1])
    with override(language):
        words = sentence(Listing(query), number)

        assert words == sentence(Listing(other_way), number)
        for name in set(chosen) & {"cluster", "sector", "tag"}:
            for value in names(Listing(query), name).values():
                assert value in words
    assert "  " not in words
    assert " ," not in words
    assert "%" not in words
    assert words == words.strip(" ,")


def test_the_title_says_search_number_and_page():
    for number in range(21):
        CompanyFactory(name=f"Optik {number}", kind="public_body")

    found = listing("kind=public_body&district=lichtenberg&page=2")
    assert title(found) == "Öffentliche Einrichtungen in Lichtenberg (21), Seite 2 von 2"
    assert title(listing()) == "Unternehmen (21)"
    assert announcement(listing("district=lichtenberg")) == (
        "21 Unternehmen in Lichtenberg, Seite 1 von 2"
    )
    assert announcement(listing("view=map")) == "21 Unternehmen"
    assert announcement(listing("kind=pharmacy")) == "0 Apotheken"


def test_a_title_cuts_a_long_query_short():
    assert len(title(listing("q=" + "laser+" * 40))) < 100


def test_each_chip_takes_one_value_away():
    CompanyFactory(location__district__slug="mitte")
    CompanyFactory(location__district__slug="pankow")

    found = chips(listing("q=laser&district=mitte&district=pankow"))

    assert [(chip.value, chip.url) for chip in found] == [
        ("laser", "/unternehmen/?district=mitte&district=pankow"),
        ("Mitte", "/unternehmen/?q=laser&district=pankow"),
        ("Pankow", "/unternehmen/?q=laser&district=mitte"),
    ]


def test_chips_stand_in_the_order_of_the_lists_whatever_was_chosen_first():
    one, other = listing("kind=hospital&kind=company"), listing("kind=company&kind=hospital")

    assert [chip.value for chip in chips(one)] == [chip.value for chip in chips(other)]
