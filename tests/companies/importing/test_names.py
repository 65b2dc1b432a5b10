"""The words that tell who it is."""

from hypothesis import given
from hypothesis import strategies as st

from companies.importing.names import words_of, words_of_each

NAMES = st.lists(st.text("aäßeouxAÖ &.-„“\u2013\u0301\uffff\n1", max_size=20) | st.text(max_size=9))


@given(NAMES)
def test_many_names_at_once_have_the_words_that_each_has_by_itself(names):
    assert words_of_each(names) == [words_of_each([name])[0] for name in names]


def test_legal_forms_and_short_forms_tell_nothing():
    assert words_of("Müller & Söhne Verwaltungsges. mbH") == ("muller", "sohne", "verwaltung")
    assert words_of("„Haus“ e. V.") == words_of("Haus eV") == ("haus",)
