from itertools import combinations

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from companies.choices import Kind
from companies.nouns import both, either, noun_phrase
from companies.size import SizeClass

ONE = {
    "company": "Unternehmen", "startup": "Start-up", "hospital": "Krankenhaus",
    "care_provider": "Pflegeanbieter", "nursing_home": "Pflegeheim",
    "rehabilitation": "Rehabilitationseinrichtung", "pharmacy": "Apotheke",
    "university": "Hochschule", "research_institute": "Forschungseinrichtung",
    "public_body": "öffentliche Einrichtung", "association": "Verband",
}  # fmt: skip
SEVERAL = {
    "company": "Unternehmen", "startup": "Start-ups", "hospital": "Krankenhäuser",
    "care_provider": "Pflegeanbieter", "nursing_home": "Pflegeheime",
    "rehabilitation": "Rehabilitationseinrichtungen", "pharmacy": "Apotheken",
    "university": "Hochschulen", "research_institute": "Forschungseinrichtungen",
    "public_body": "öffentliche Einrichtungen", "association": "Verbände",
}  # fmt: skip


@pytest.mark.parametrize("kind", Kind.values)
def test_each_kind_has_its_noun_in_singular_and_plural(kind):
    assert noun_phrase([kind], [], 1) == ONE[kind]
    for number in (0, 2, 21_400):
        assert noun_phrase([kind], [], number) == SEVERAL[kind]


@pytest.mark.parametrize(
    ("kind", "size", "words"),
    [
        ("care_provider", "small", "kleiner Pflegeanbieter"),
        ("association", "micro", "sehr kleiner Verband"),
        ("pharmacy", "medium", "mittelgroße Apotheke"),
        ("public_body", "large", "große öffentliche Einrichtung"),
        ("hospital", "large", "großes Krankenhaus"),
        ("startup", "micro", "sehr kleines Start-up"),
    ],
)
def test_an_adjective_follows_the_gender_of_a_single_noun(kind, size, words):
    assert noun_phrase([kind], [size], 1) == words


def test_adjectives_of_several_have_one_form():
    assert noun_phrase([], ["small", "medium"], 9) == "kleine und mittelgroße Unternehmen"
    phrase = noun_phrase(["hospital", "care_provider", "pharmacy"], ["small"], 9)
    assert phrase == "kleine Krankenhäuser, Pflegeanbieter und Apotheken"


def test_a_single_one_is_this_or_that():
    phrase = noun_phrase(["hospital", "care_provider"], ["small", "large"], 1)
    assert phrase == "kleines oder großes Krankenhaus oder kleiner oder großer Pflegeanbieter"


def test_nouns_and_adjectives_are_there_in_english():
    with override("en"):
        assert noun_phrase(["pharmacy"], ["micro"], 1) == "very small pharmacy"
        assert noun_phrase(["public_body", "hospital"], [], 0) == "public bodies and hospitals"


def test_lists_of_words_read_like_a_sentence():
    assert [both(list("abc")[:n]) for n in range(4)] == ["", "a", "a und b", "a, b und c"]
    assert [either(list("abc")[:n]) for n in range(4)] == ["", "a", "a oder b", "a, b oder c"]


@given(
    kinds=st.sets(st.sampled_from(Kind.values)),
    sizes=st.sets(st.sampled_from(SizeClass.values)),
    number=st.sampled_from([0, 1, 2, 1000]),
)
def test_every_combination_names_each_kind_once_per_noun(kinds, sizes, number):
    phrase = noun_phrase(sorted(kinds), sorted(sizes), number)

    for kind in kinds or {"company"}:
        assert (ONE if number == 1 else SEVERAL)[kind] in phrase
    assert phrase == phrase.strip()
    assert "  " not in phrase
    assert "%" not in phrase


def test_no_two_kinds_share_a_noun():
    for one, other in combinations(Kind.values, 2):
        assert noun_phrase([one], [], 2) != noun_phrase([other], [], 2)
