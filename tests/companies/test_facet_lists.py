import pytest
from django.http import QueryDict
from django.utils.translation import override

from companies.facet_lists import FacetLists
from companies.listing import Listing
from tests.factories import (
    CompanyFactory,
    DistrictFactory,
    LandFactory,
    SectorFactory,
    TagFactory,
)

pytestmark = pytest.mark.django_db


def facets(query: str = "") -> dict:
    return {facet.name: facet for facet in FacetLists(Listing(QueryDict(query)))}


def values(facet) -> list:
    return [value for group in facet.groups for value in group.values]


def test_the_link_of_a_value_leads_to_only_that_value():
    CompanyFactory(kind="pharmacy")
    CompanyFactory(kind="hospital")

    found = {value.slug: value for value in values(facets("kind=hospital&q=optik")["kind"])}

    assert found["hospital"].chosen
    assert found["pharmacy"].count == 1
    assert found["pharmacy"].url == "/unternehmen/?q=optik&kind=pharmacy"


@pytest.mark.parametrize("query", ["q=~", "q=%26%3D%22%3C", "sort=newest&view=table&columns=kind"])
def test_links_keep_the_rest_of_the_search(query):
    CompanyFactory(kind="pharmacy")
    listing = Listing(QueryDict(query))

    for facet in FacetLists(listing):
        for value in values(facet):
            assert value.url == listing.address(**{facet.name: [value.slug]})


def test_lists_follow_the_trees_of_the_data():
    brandenburg = LandFactory(name="Brandenburg")
    CompanyFactory(location__district__slug="prignitz", location__district__parent=brandenburg)
    top = SectorFactory(slug="medizin")
    SectorFactory(slug="labor", parent=top, cluster=top.cluster)

    found = facets("district=prignitz")
    (group,) = found["district"].groups

    assert [(value.slug, value.depth) for value in group.values] == [
        ("brandenburg", 0),
        ("prignitz", 1),
    ]
    assert group.values[0].name == "Ganz Brandenburg"
    assert group.is_open
    assert [value.slug for value in values(found["sector"])] == ["medizin", "labor"]


def test_nothing_moves_when_something_is_chosen():
    for number, slug in enumerate(["mitte", "pankow", "spandau"]):
        for _ in range(number + 1):
            tags = [f"tag-{index}" for index in range(number, 20)]
            CompanyFactory(location__district__slug=slug, tags=tags)

    def order(query: str) -> list:
        return [(name, [v.slug for v in values(facet)]) for name, facet in facets(query).items()]

    for query in ("district=mitte", "tag=tag-19&tag=tag-0", "kind=hospital", "q=xyzzy"):
        assert order(query) == order("")


def test_the_most_common_keywords_stand_before_the_others_each_part_by_name():
    for number in range(14):
        CompanyFactory(tags=[f"z-{number:02}"])
    CompanyFactory(tags=["z-05", "ärmel", "z-13"])
    CompanyFactory(tags=["ärmel"])
    TagFactory(slug="adler")

    common, others = facets()["tag"].groups

    names = [value.name for value in common.values]
    assert len(names) == 12
    assert names == sorted(names, key=lambda name: name.replace("Ä", "Ae"))
    assert {"Ärmel", "Z 05", "Z 13"} <= set(names)
    assert others.values[0].slug == "adler"
    assert not others.is_open
    assert facets("tag=adler")["tag"].groups[1].is_open


def test_what_nobody_has_stays_in_place_and_cannot_be_chosen():
    CompanyFactory(kind="hospital")

    (group,) = facets()["kind"].groups
    rows = dict(zip([value.slug for value in group.values], group.rows.splitlines(), strict=True))

    assert " disabled" in rows["pharmacy"]
    assert "<a " not in rows["pharmacy"]
    assert 'data-facet="kind" data-value="pharmacy" data-count="0"' in rows["pharmacy"]
    assert " disabled" not in rows["hospital"]
    assert 'href="/unternehmen/?kind=hospital"' in rows["hospital"]


def test_what_is_chosen_can_be_taken_back_though_nobody_has_it():
    CompanyFactory(kind="hospital")

    (group,) = facets("kind=pharmacy")["kind"].groups
    (row,) = [line for line in group.rows.splitlines() if 'value="pharmacy"' in line]

    assert " checked" in row
    assert " disabled" not in row


def test_names_and_addresses_are_escaped():
    DistrictFactory(slug="x", name='100 % "<b>"')
    CompanyFactory(location__district__slug="x")

    (group,) = facets("q=optik&kind=company")["district"].groups

    assert "100 % &quot;&lt;b&gt;&quot;" in group.rows
    assert "?q=optik&amp;kind=company&amp;district=x" in group.rows
    assert "<b>" not in group.rows


def test_a_facet_with_a_choice_can_be_cleared():
    CompanyFactory(kind="hospital", location__district__slug="mitte")

    found = facets("kind=hospital&district=mitte&view=table")

    assert found["kind"].clear_url == "/unternehmen/?district=mitte&view=table"
    assert found["size"].clear_url == ""


def test_long_lists_can_be_searched():
    for number in range(13):
        DistrictFactory(slug=f"bezirk-{number}")

    found = facets()

    assert found["district"].is_long
    assert not found["kind"].is_long


def test_lists_speak_the_language_of_the_visitor():
    CompanyFactory(kind="hospital")
    assert "Krankenhaus" in facets()["kind"].groups[0].rows

    with override("en"):
        rows = facets()["kind"].groups[0].rows

    assert "Hospital" in rows
    assert "Only Hospital: 1" in rows


def test_numbers_are_written_as_in_the_language(monkeypatch):
    CompanyFactory(kind="hospital")
    listing = Listing(QueryDict())
    monkeypatch.setattr(listing.counts, "of_each", lambda facet, keys: [21_400] * len(keys))
    lists = {facet.name: facet for facet in FacetLists(listing)}

    rows = lists["kind"].groups[0].rows

    assert ">21.400</a>" in rows
    assert 'data-count="21400"' in rows


def test_letters_can_be_chosen():
    CompanyFactory()
    letters = FacetLists(Listing(QueryDict("letter=m&q=optik"))).letters()

    found = {value.slug: value for value in values(letters)}

    assert found["m"].chosen
    assert found["#"].url == "/unternehmen/?q=optik&letter=%23"
    assert letters.clear_url == "/unternehmen/?q=optik"
