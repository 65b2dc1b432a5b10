import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from clusters.dates import PartialDate, Precision

pytestmark = pytest.mark.usefixtures("in_english")

D = datetime.date
known = st.builds(
    PartialDate,
    st.dates(min_value=D(1000, 1, 1), max_value=D(9998, 12, 31)),
    st.sampled_from([Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.BEFORE]),
)
anything = known | st.just(PartialDate())


@pytest.mark.parametrize(
    ("text", "date", "precision"),
    [
        ("2018-12-10", D(2018, 12, 10), "day"),
        ("2018-12-10 00:00:00", D(2018, 12, 10), "day"),
        ("10.12.2018", D(2018, 12, 10), "day"),
        (" 1. 2.2018 ", D(2018, 2, 1), "day"),
        ("10. Dezember 2018", D(2018, 12, 10), "day"),
        ("10 December 2018", D(2018, 12, 10), "day"),
        ("2018-12", D(2018, 12, 1), "month"),
        ("12/2018", D(2018, 12, 1), "month"),
        ("12.2018", D(2018, 12, 1), "month"),
        ("Dezember 2018", D(2018, 12, 1), "month"),
        ("december 2018", D(2018, 12, 1), "month"),
        ("März 2018", D(2018, 3, 1), "month"),
        ("Maerz 2018", D(2018, 3, 1), "month"),
        ("Okt. 2025", D(2025, 10, 1), "month"),
        ("2018", D(2018, 1, 1), "year"),
        ("before 2026-01", D(2026, 1, 1), "before"),
        ("vor 01/2026", D(2026, 1, 1), "before"),
        ("Vor Januar 2026", D(2026, 1, 1), "before"),
        ("vor 2026", D(2026, 1, 1), "before"),
        ("unknown", None, "unknown"),
        ("unbekannt", None, "unknown"),
        ("k. A.", None, "unknown"),
        ("", None, "unknown"),
    ],
)
def test_parse_reads_what_documents_say(text, date, precision):
    assert PartialDate.parse(text) == PartialDate(date, precision)


@pytest.mark.parametrize(
    "text",
    ["31.02.2018", "2018-13", "13/2018", "0018", "10.12.18", "Dezembr 2018", "bald", "vor",
     "before 2026-01-05", "10 2018", "٢٠١٨", "2018-12-10-01"],
)  # fmt: skip
def test_parse_refuses_and_names_what_is_no_date(text):
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        PartialDate.parse(text)

    assert text in caught.value.messages[0]
    assert "2018-12-10" in caught.value.messages[0]


@given(st.text() | st.text(alphabet="0123456789.-/ vorMai"))
@example("9" * 10_000)
def test_parse_either_reads_or_refuses(text):
    try:
        date = PartialDate.parse(text)
    except ValidationError as error:
        assert len(error.messages[0]) < 250  # noqa: PT017
    else:
        assert PartialDate.parse(date.display("en")) == date


@given(anything, st.sampled_from(["de", "en"]))
def test_display_can_be_read_back(date, language):
    assert PartialDate.parse(date.display(language)) == date


@given(anything.filter(lambda date: date.precision != Precision.BEFORE))
def test_iso_can_be_read_back(date):
    assert PartialDate.parse(date.iso()) == date


@pytest.mark.parametrize(
    ("text", "german", "english", "iso"),
    [
        ("2018-12-10", "10. Dezember 2018", "10 December 2018", "2018-12-10"),
        ("2025-10", "Oktober 2025", "October 2025", "2025-10"),
        ("2026", "2026", "2026", "2026"),
    ],
)
def test_display_says_as_much_as_is_known(text, german, english, iso):
    date = PartialDate.parse(text)

    assert date.display("de") == german
    assert date.display("en") == english
    assert date.iso() == iso


def test_display_of_vague_dates():
    before = PartialDate.parse("before 2026-01")

    assert before.display("en") == "before January 2026"
    assert before.display("de").endswith(" Januar 2026")
    assert PartialDate().display("en") == "n/a"
    assert before.iso() == PartialDate().iso() == ""


def test_str_follows_the_language_of_the_page():
    date = PartialDate(D(2025, 10, 1), Precision.MONTH)

    with translation.override("de"):
        assert str(date) == "Oktober 2025"
    with translation.override("en"):
        assert f"{date}" == "October 2025"


@pytest.mark.parametrize(("date", "precision"), [(None, "day"), (D(2020, 1, 1), "unknown")])
def test_date_and_precision_must_agree(date, precision):
    with pytest.raises(ValueError, match="does not go with"):
        PartialDate(date, precision)


def test_day_that_is_not_known_makes_no_difference():
    assert PartialDate(D(2018, 12, 24), "year") == PartialDate(D(2018, 1, 1), "year")
    assert PartialDate(D(2018, 12, 24), "month") == PartialDate.parse("2018-12")


@pytest.mark.parametrize(
    ("text", "today", "past"),
    [
        ("2025-10-09", D(2025, 10, 9), False),
        ("2025-10-09", D(2025, 10, 10), True),
        ("2025-10", D(2025, 10, 31), False),
        ("2025-10", D(2025, 11, 1), True),
        ("2026", D(2026, 12, 31), False),
        ("2026", D(2027, 1, 1), True),
        ("before 2026-01", D(2026, 1, 1), True),
        ("before 2026-01", D(2025, 12, 31), None),
        ("unknown", D(2025, 1, 1), None),
    ],
)
def test_is_past_only_when_all_of_it_is_over(text, today, past):
    assert PartialDate.parse(text).is_past(today) is past


def test_sort_value_puts_unknown_last():
    in_order = ["2025-12-31", "before 2026-01", "2026-01-01", "2026-01", "2026", "2026-02", ""]
    dates = [PartialDate.parse(text) for text in in_order]
    shuffled = dates[::-1]

    assert sorted(shuffled, key=PartialDate.sort_value) == dates


@given(known, known)
def test_sort_value_follows_the_calendar(one, other):
    if one.date < other.date:
        assert one.sort_value() < other.sort_value() < PartialDate().sort_value()
