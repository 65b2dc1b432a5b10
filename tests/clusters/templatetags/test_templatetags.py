from datetime import date
from decimal import Decimal

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from clusters.dates import PartialDate, Precision
from clusters.templatetags.contact import bare, phone
from clusters.templatetags.dates import partial_date
from clusters.templatetags.navigation import navigation
from clusters.templatetags.numbers import count, grouped, money, plain


def test_programs_read_digits_and_people_read_groups():
    assert plain(Decimal("21400.00")) == "21400"
    assert grouped(21_400) == "21.400"
    with override("en"):
        assert grouped(21_400) == "21,400"


def test_a_count_is_a_link_with_plain_digits():
    link = count(21_400, "/unternehmen/?cluster=a&kind=b")

    assert 'data-count="21400"' in link
    assert 'href="/unternehmen/?cluster=a&amp;kind=b"' in link
    assert ">21.400</a>" in link


def test_money_is_never_rounded():
    assert money(8_000_000_000).replace("\xa0", " ") == "8 Mrd. €"
    assert money(98_765_432).replace("\xa0", " ") == "98.765.432 €"


def test_unknown_dates_are_marked_as_such():
    assert partial_date(PartialDate(date(2025, 10, 1), Precision.MONTH)) == "Oktober 2025"
    assert partial_date(PartialDate()) == '<abbr title="keine Angabe">k. A.</abbr>'


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+492032821 0", "+49 203 28210"),
        ("030 2345678", "+49 30 2345678"),
        ("Zentrale", "Zentrale"),
    ],
)
def test_phone_numbers_come_in_groups(number, shown):
    assert phone(number) == shown


def test_web_addresses_lose_what_they_all_have():
    assert bare("https://www.example.org/kontakt/") == "example.org/kontakt"


def test_navigation_marks_where_the_visitor_is():
    request = RequestFactory().get("/bezirke/lichtenberg/")

    marks = {entry["url"]: entry["current"] for entry in navigation({"request": request})}

    assert marks["/bezirke/"] == "true"
    assert marks["/cluster/"] == ""
    request = RequestFactory().get("/cluster/")
    marks = {entry["url"]: entry["current"] for entry in navigation({"request": request})}
    assert marks["/cluster/"] == "page"
