import pytest
from django.http import QueryDict

from companies.options import Options
from companies.parameters import LABELS, LONGEST_QUERY, Parameters
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db


def read(query: str) -> Parameters:
    return Parameters(QueryDict(query), Options())


def test_known_values_are_chosen_once_and_in_any_case():
    DistrictFactory(slug="mitte")

    assert read("district=MITTE&district= mitte &kind=hospital&kind=").chosen == {
        "district": ["mitte"],
        "kind": ["hospital"],
    }


def test_each_parameter_with_unknown_values_has_one_message():
    problems = dict(read("kind=x&kind=y&size=z&kind=hospital").problems)

    assert sorted(problems) == ["kind", "size"]
    assert "x, y" in problems["kind"]


def test_the_text_is_cleaned_and_cut():
    parameters = read(f"q=a%00%E2%80%8B++b{'c' * LONGEST_QUERY}")

    assert parameters.chosen["q"].startswith("a bc")
    assert len(parameters.chosen["q"]) == LONGEST_QUERY
    assert [name for name, _message in parameters.problems] == ["q"]


def test_what_is_empty_chooses_nothing():
    assert read("&".join(f"{name}=" for name in LABELS)).chosen == {}
