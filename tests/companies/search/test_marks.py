from hypothesis import given
from hypothesis import strategies as st

from companies.search.marks import marked, snippet

WORDS = frozenset({"muller", "medizintechnik", "parkklinik", "park"})


def test_matched_words_are_marked_as_they_are_written():
    assert marked("Müller Medizintechnik AG", WORDS) == (
        "<mark>Müller</mark> <mark>Medizintechnik</mark> AG"
    )


def test_a_word_with_a_hyphen_is_marked_whole():
    assert marked("Die Park-Klinik", WORDS) == "Die <mark>Park-Klinik</mark>"


def test_what_looks_like_html_is_text():
    assert marked("<b>Müller</b>", WORDS) == "&lt;b&gt;<mark>Müller</mark>&lt;/b&gt;"


def test_a_snippet_begins_and_ends_at_blanks_near_the_word():
    text = "Wort " * 60 + "Medizintechnik " + "Ende " * 60

    found = snippet(text, WORDS)

    assert found.startswith("… Wort ")
    assert "<mark>Medizintechnik</mark>" in found
    assert found.endswith("Ende …")


def test_without_a_match_there_is_no_snippet():
    assert snippet("Optik", WORDS) == ""


@given(st.text(), st.frozensets(st.text(), max_size=3))
def test_any_text_stays_readable(text, words):
    plain = marked(text, words).replace("<mark>", "").replace("</mark>", "")

    assert plain == marked(text, frozenset())
