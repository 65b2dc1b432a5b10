import re

import pytest

from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/unternehmen/vorschlaege/"


def test_the_answer_holds_options_that_are_links_with_what_they_count(client):
    company = CompanyFactory(name="Pflege <Muster>", sectors=["pflegeheime"])
    CompanyFactory(name="Laser Muster", sectors=["pflegeheime"])

    html = client.get(ADDRESS, {"q": "pflege"}).content.decode()

    options = re.findall(r'<a role="option"[^>]*>', html)
    assert any(f'href="{company.get_absolute_url()}"' in option for option in options)
    (listed,) = [option for option in options if "data-count" in option]
    assert 'href="/unternehmen/?sector=pflegeheime"' in listed
    assert 'data-count="2"' in listed
    assert f'data-summary="{len(options)} Vorschläge"' in html
    assert "&lt;Muster&gt;" in html


@pytest.mark.parametrize("q", ["", " ", "p", "\u200b", "%%", "xyzzy", "'\"<b>", "🦊🦊", "ä" * 3000])
def test_little_text_and_strange_text_suggest_nothing(client, q):
    CompanyFactory(name="Pflege Muster")

    response = client.get(ADDRESS, {"q": q})

    assert response.status_code == 200
    assert "option" not in response.content.decode()


def test_suggestions_can_only_be_read(client):
    assert client.post(ADDRESS).status_code == 405


def test_the_box_knows_where_to_ask_in_each_language(client):
    for page, address in (
        ("/unternehmen/", ADDRESS),
        ("/en/companies/", "/en/companies/suggestions/"),
    ):
        assert f'data-suggest="{address}"' in client.get(page).content.decode()
