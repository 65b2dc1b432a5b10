"""What somebody asks for is the same in whatever order it is asked."""

from itertools import islice, permutations

from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from companies.facets.store import snapshot
from companies.listing import Listing
from companies.search.index import rebuild
from tests.factories import CompanyFactory

ONES = ("laser", "optik", "berlin", "institut")
NAMES = (
    *(f"{' '.join(words)} GmbH" for words in islice(permutations(ONES), 0, None, 3)),
    "Institut für Optik und Laser Berlin", "Optikinstitut", "Laser Optik", "Müller & Laser Optik",
)  # fmt: skip
OTHERS = ("müller", "gmbh", "und", "Lasser", "-nord", '"optik"', "laseroptik")
FILTERS = (("kind", "hospital"), ("kind", "company"), ("tag", "lidar"), ("tag", "radar"),
           ("freshness", "fresh"), ("letter", "l"), ("district", "mitte"))  # fmt: skip
words = st.permutations(ONES) | st.lists(st.sampled_from(ONES + OTHERS), max_size=7, unique=True)
filters = st.lists(st.sampled_from(FILTERS), max_size=4, unique=True)


def found(asked: list[str], chosen: list[tuple[str, str]]) -> tuple:
    snapshot().memory.clear()
    listing = Listing(QueryDict(urlencode([("q", " ".join(asked)), *chosen])))
    values = listing.state.values
    counts = {key: listing.counts.of(*key.split(":")) for key in values if ":" in key}
    return listing.numbers[:], counts


class TestOrder(TestCase):
    @classmethod
    def setUpTestData(cls):
        for number, name in enumerate(NAMES):
            kind, tag = ("hospital", "lidar") if number % 2 else ("company", "radar")
            CompanyFactory(
                name=name, kind=kind, tags=[tag], location__district__slug="mitte",
                description_de=f"{NAMES[number - 3]} Laseroptiker",
            )  # fmt: skip
        rebuild()

    @settings(max_examples=100)
    @given(words, filters, st.data())
    def test_neither_the_order_of_words_nor_that_of_filters_matters(self, asked, chosen, data):
        again = data.draw(st.permutations(asked)), data.draw(st.permutations(chosen))

        assert found(*again) == found(asked, chosen)
