import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.importing.formulas import escape, unescape


@given(st.text() | st.from_regex(r"'*[=+\-@\t\r].*"))
def test_unescape_takes_away_exactly_what_escape_added(text):
    assert unescape(escape(text)) == text or not escape(text).startswith("'")
    if escape(text) != text:
        assert unescape(escape(text)) == text


@given(st.text())
def test_an_escaped_text_is_no_formula(text):
    assert escape(text)[:1] not in set("=+@\t\r")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30 1", "'+49 30 1"),
        ("-5,2", "-5,2"),
        ("-cmd", "'-cmd"),
        ("'=x", "''=x"),
        ("'Haus'", "'Haus'"),
        ("", ""),
    ],
)
def test_escape_marks_formulas_and_nothing_else(text, escaped):
    assert escape(text) == escaped
