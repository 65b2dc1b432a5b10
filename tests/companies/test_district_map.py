import re
from collections import Counter

import pytest

from tests.factories import CompanyFactory, DistrictFactory, LandFactory, LocationFactory
from tests.html import hooks

pytestmark = pytest.mark.django_db
MAP = "/unternehmen/?view=map"
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def region(db):
    """Two Länder with two districts each; two hospitals, one pharmacy in two districts."""
    brandenburg = LandFactory(name="Brandenburg")
    mitte = DistrictFactory(slug="mitte", tile_row=2, tile_column=2)
    pankow = DistrictFactory(slug="pankow", tile_row=1, tile_column=2)
    barnim = DistrictFactory(slug="barnim", parent=brandenburg, tile_row=1, tile_column=1)
    DistrictFactory(slug="prignitz", parent=brandenburg, tile_row=2, tile_column=1)
    CompanyFactory(kind="hospital", location__district=mitte)
    CompanyFactory(kind="hospital", location__district=pankow)
    pharmacy = CompanyFactory(kind="pharmacy", location__district=mitte)
    LocationFactory(company=pharmacy, district=barnim, is_primary=False)
    CompanyFactory(kind="pharmacy", location=None)


def places(response) -> dict[str, dict[str, str]]:
    """The links on the maps by district."""
    found = [facet for facet in hooks(response).facets if "place" in facet.get("class", "").split()]
    return {place["data-value"]: place for place in found}


def numbers(response) -> dict[str, int]:
    return {slug: int(place["data-count"]) for slug, place in places(response).items()}


@pytest.mark.parametrize("query", ["", "&kind=pharmacy", "&district=mitte", "&q=optik&district=x"])
def test_each_number_equals_the_total_of_the_list_behind_it(client, query):
    found = places(client.get(MAP + query))

    assert len(found) == 4
    for place in found.values():
        behind = hooks(client.get(place["href"]))
        assert behind.totals == [int(place["data-count"])]
        assert len(behind.companies) == int(place["data-count"])


def test_the_map_shows_where_the_filtered_companies_are(client):
    assert numbers(client.get(MAP)) == {"mitte": 2, "pankow": 1, "barnim": 1, "prignitz": 0}
    assert numbers(client.get(f"{MAP}&kind=hospital")) == {
        "mitte": 1, "pankow": 1, "barnim": 0, "prignitz": 0,
    }  # fmt: skip


def test_a_chosen_district_is_marked_and_empties_no_other(client):
    response = client.get(f"{MAP}&district=mitte")

    marked = [slug for slug, place in places(response).items() if "aria-current" in place]
    assert marked == ["mitte"]
    assert numbers(response)["pankow"] == 1
    assert hooks(response).totals == [2]


def test_a_place_is_named_for_those_who_do_not_see_it(client):
    found = places(client.get(MAP))

    assert found["mitte"]["aria-label"] == "Mitte: 2 Unternehmen"
    assert found["pankow"]["aria-label"] == "Pankow: 1 Unternehmen"


def test_the_table_says_the_same_by_land_and_name(client):
    response = client.get(f"{MAP}&kind=hospital")

    table = re.search(r"<tbody>(.*?)</tbody>", response.content.decode(), re.DOTALL).group(1)
    names = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', table)
    assert names == [("Mitte", "Berlin"), ("Pankow", "Berlin"),
                     ("Barnim", "Brandenburg"), ("Prignitz", "Brandenburg")]  # fmt: skip
    links = set(re.findall(r'href="([^"]+)" data-count="(\d+)"', table))
    on_map = {
        (place["href"].replace("&", "&amp;"), place["data-count"])
        for place in places(response).values()
    }
    assert links == on_map


def test_every_number_of_the_map_view_is_true(client):
    counts = hooks(client.get(f"{MAP}&kind=pharmacy")).counts

    assert counts
    for count in counts:
        assert hooks(client.get(count["href"])).totals == [int(count["data-count"])], count


def test_the_map_leads_to_the_list_of_the_same_filters(client):
    html = client.get(f"{MAP}&kind=hospital").content.decode()

    assert 'data-company="' not in html
    assert 'href="/unternehmen/?kind=hospital">Als Liste zeigen' in html


def test_every_way_to_show_the_list_leads_to_the_map(client):
    html = client.get("/unternehmen/?kind=hospital").content.decode()

    assert 'href="/unternehmen/?kind=hospital&amp;view=map">Karte</a>' in html


def test_an_empty_district_still_shows_where_there_is_something(client):
    response = client.get(f"{MAP}&district=prignitz")

    assert hooks(response).totals == [0]
    assert numbers(response)["mitte"] == 2
    assert "place" not in client.get(f"{MAP}&q=xyzzy").content.decode().split('class="empty')[1]


def test_another_region_takes_room_only_if_it_has_companies(client):
    rhine = LandFactory(name="Nordrhein-Westfalen", parent__slug="niederrhein")
    duisburg = DistrictFactory(slug="duisburg", parent=rhine, tile_row=1, tile_column=1)
    folded = "<summary>Nordrhein-Westfalen: keine Unternehmen</summary>"

    empty = client.get(MAP)
    CompanyFactory(location__district=duisburg)
    filled = client.get(MAP)

    assert folded in empty.content.decode()
    assert folded not in filled.content.decode()
    assert [list(places(response)) for response in (empty, filled)] == [list(places(filled))] * 2


def test_the_legend_names_the_classes(client):
    html = client.get(MAP).content.decode()

    legend = re.search(r'<ul role="list">\s*<li><svg class="swatch.*?</ul>', html, re.DOTALL)
    words = [re.sub(r"<.*?>", "", item) for item in re.findall(r"<li>.*?</li>", legend.group())]
    assert words == ["0", "1", "2"]


def test_the_shade_of_a_place_is_the_one_of_the_legend(client):
    shades = Counter(
        re.search(r"shade-\d", p["class"]).group() for p in places(client.get(MAP)).values()
    )

    assert shades == {"shade-0": 1, "shade-3": 2, "shade-4": 1}


def test_outlines_take_the_place_of_tiles(client):
    for slug, parent in (("mitte", "berlin"), ("pankow", "berlin")):
        area = DistrictFactory(slug=slug)
        label = {"sheet": parent, "size": [10, 10], "path": "M0 0l9 0 0 9z", "label": [5, 5, 9, 9]}
        area.outline = label
        area.save()

    html = client.get(MAP).content.decode()

    assert html.count('d="M0 0l9 0 0 9z"') == 2
    assert '<rect id="place-barnim"' in html
    assert '<rect id="place-mitte"' not in html


def test_the_map_takes_few_queries(client, django_assert_max_num_queries):
    client.get(MAP)

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(f"{MAP}&q=optik&kind=hospital&district=mitte")
