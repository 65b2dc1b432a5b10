import pytest
from django.http import QueryDict

from companies.listing import Listing
from companies.tools import tools_of
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db
SETTINGS = "sort=newest&view=table&per_page=50&columns=kind&columns=place"


def carried(query: str) -> list[tuple[str, str]]:
    return tools_of(Listing(QueryDict(query)))["carried"]


def test_settings_without_a_control_on_the_page_are_sent_along():
    CompanyFactory()
    columns = [("columns", "kind"), ("columns", "place")]

    assert carried(SETTINGS) == [("view", "table")]
    assert carried(SETTINGS.replace("table", "list")) == columns
    on_map = [("view", "map"), ("per_page", "50"), *columns]
    assert carried(SETTINGS.replace("table", "map")) == on_map


def test_an_empty_list_keeps_all_settings():
    assert carried(SETTINGS) == [
        ("sort", "newest"), ("view", "table"), ("per_page", "50"),
        ("columns", "kind"), ("columns", "place"),
    ]  # fmt: skip


def test_the_best_match_is_offered_only_for_words():
    assert "relevance" not in tools_of(Listing(QueryDict()))["sorts"]
    assert "relevance" in tools_of(Listing(QueryDict("q=laser")))["sorts"]
