from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from clusters.models import Figure
from clusters.numbers import format_amount, is_empty_word, parse_number

pytestmark = pytest.mark.usefixtures("in_english")

numbers = st.decimals(-(10**12), 10**12, places=2) | st.integers(-(10**15), 10**15).map(Decimal)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1 234", "1234"),
        ("1\u202f234\u00a0567", "1234567"),
        ("1’234’567.89", "1234567.89"),
        ("1.234", "1234"),
        ("1,234", "1.234"),
        ("0.123", "0.123"),
        ("12345.678", "12345.678"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("-26.000", "-26000"),
        ("−5", "-5"),
        ("+7", "7"),
        ("25.000 €", "25000"),
        ("EUR 8.000.000.000,00", "8000000000.00"),
        ("007", "7"),
    ],
)
def test_parse_number_reads_german_and_english_marks(text, number):
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "number"), [("1.234", "1.234"), ("1,234", "1234"), ("1.234,5", "1234.5")]
)
def test_parse_number_reads_ambiguous_marks_by_language(text, number):
    assert parse_number(text, language="en") == Decimal(number)


@given(numbers, st.sampled_from(["de", "en"]))
def test_parse_number_reads_back_what_is_shown(number, language):
    shown = format_decimal(number, locale=language, decimal_quantization=False)

    assert parse_number(shown, language) == number
    assert parse_number(format_amount(number, language=language), language) == number


@pytest.mark.parametrize(("cell", "number"), [(1.234, "1.234"), (5, "5"), (Decimal("7.5"), "7.5")])
def test_parse_number_leaves_numbers_of_a_spreadsheet_alone(cell, number):
    assert parse_number(cell) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["zwölf", "1.23.4", "1,2,3", "1.234,5.6", "12.34,5", "1..2", "5,", ",5", "--5", "1e5",
     "10-49", "٣", "²", "€", "ca. 50", True, float("nan"), float("inf")],
)  # fmt: skip
def test_parse_number_refuses_and_names_what_is_no_number(text):
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        parse_number(text)

    assert f"“{text}”" in caught.value.messages[0]
    assert "1.234,5" in caught.value.messages[0]


@given(st.text() | st.text(alphabet="0123456789.,-' €"))
@example("9" * 10_000)
@example("1.111" * 5_000)
def test_parse_number_either_reads_or_refuses(text):
    try:
        number = parse_number(text)
    except ValidationError as error:
        assert len(error.messages[0]) < 250  # noqa: PT017
    else:
        assert number is None or number.is_finite()


@pytest.mark.parametrize(
    "text",
    ["k. A.", "k.A.", "K. A.", "unbekannt", "Unbekannt", "NULL", "---", "–", "n/a", "N/A", "", " ",
     "\u00a0", "keine Angabe", "#NV", "?"],
)  # fmt: skip
def test_empty_words_are_no_number_and_no_zero(text):
    assert is_empty_word(text)
    assert parse_number(text) is None


@pytest.mark.parametrize("text", ["0", "-1", "KA", "Null Bock GmbH", "nan", "A"])
def test_empty_words_are_not_seen_in_real_values(text):
    assert not is_empty_word(text)


@pytest.mark.parametrize(
    ("value", "unit", "german", "english"),
    [
        (8_000_000_000, "EUR", "8 Mrd. €", "€8B"),
        (8_120_000_000, "EUR", "8,12 Mrd. €", "€8.12B"),
        (8_123_000_000, "EUR", "8.123.000.000 €", "€8,123,000,000"),
        (1_500_000, "EUR", "1,5 Mio. €", "€1.5M"),
        (130_000, "EUR", "130.000 €", "€130,000"),
        (Decimal("130000.00"), "EUR", "130.000 €", "€130,000"),
        (Decimal("1234.50"), "EUR", "1.234,50 €", "€1,234.50"),
        (0, "eur", "0 €", "€0"),
        (26_000, "", "26.000", "26,000"),
        (Decimal("26000.00"), "count", "26.000", "26,000"),
        (8_000_000_000, "", "8.000.000.000", "8,000,000,000"),
        (Decimal("12.5"), "%", "12,5 %", "12.5%"),
    ],
)
def test_format_amount_rounds_nothing(value, unit, german, english):
    assert format_amount(value, unit, language="de").replace("\u00a0", " ") == german
    assert format_amount(value, unit, language="en").replace("\u00a0", " ") == english


def test_format_amount_says_how_exact_it_is():
    assert format_amount(368_000, "", Figure.Qualifier.ABOUT, "en") == "about 368,000"
    assert format_amount(21_400, "", Figure.Qualifier.MORE_THAN, "en") == "more than 21,400"
    assert format_amount(130, "", Figure.Qualifier.EXACT, "en") == "130"
    assert format_amount(21_400, "", "more_than", "de").endswith(" 21.400")


def test_format_amount_of_nothing_is_not_zero():
    with translation.override("en"):
        assert format_amount(None, "EUR", Figure.Qualifier.ABOUT) == "n/a"
