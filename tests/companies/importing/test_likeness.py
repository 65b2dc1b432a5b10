from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from companies.importing import likeness, lines
from companies.importing.directory import Entry


def entry(name: str, **rest: str) -> Entry:
    return Entry(uuid4(), "", name, **rest)


PARTS = st.sampled_from(["Havel", "Spree", "Optik", "Optiker", "Klinik", "Nord", "GmbH", "e. V."])
NAMED = st.builds(
    lambda words, postcode, city, site: entry(
        " ".join(words), postcode=postcode, city=city, website=site and f"https://{site}.example"
    ),
    st.lists(PARTS, min_size=1, max_size=4),
    st.sampled_from(["", "10367", "10247"]),
    st.sampled_from(["", "Berlin", "Potsdam"]),
    st.sampled_from(["", "havel", "spree"]),
)


def test_in_a_crowded_postcode_only_words_and_websites_lead_to_an_entry(monkeypatch):
    monkeypatch.setattr(lines, "CROWDED", 2)
    names = ["Havel Optik GmbH", "Spree Labor GmbH", "Panke Reha GmbH"]
    known = likeness.Likeness([entry(name, postcode="10367") for name in names])

    near = known.near(entry("Havel-Optik", postcode="10367"))
    assert [like.entry.name for like in near] == ["Havel Optik GmbH"]
    assert known.near(entry("Xyz", postcode="10367")) == []


def test_two_firms_of_one_street_with_a_word_of_their_own_each_are_not_taken_for_one():
    names = ["Praxis am Markt 7 GmbH", "Prüfwerk Havel 17 GmbH", "Klinik Nordlicht GmbH"]
    known = likeness.Likeness([entry(name, postcode="10367", street="Weg 1") for name in names])

    for name in ("Apotheke am Markt 7 GmbH", "Messwerk Havel 17 GmbH", "Pflege Nordlicht GmbH"):
        assert likeness.certain(known.near(entry(name, postcode="10367", street="Weg 1"))) is None
    same = known.near(entry("Nordlicht Kliniken", postcode="10367", street="Weg 1"))
    assert likeness.certain(same).entry.name == "Klinik Nordlicht GmbH"


@given(st.lists(NAMED, max_size=12), st.lists(NAMED, max_size=6))
def test_many_at_once_are_like_the_same_as_each_by_itself(entries, asked):
    known = likeness.Likeness(entries, [each.name for each in asked])

    assert known.near_each(asked) == [known.near(each) for each in asked]


def test_words_that_were_only_asked_for_are_not_kept():
    known = likeness.Likeness([entry("Havel Optik", postcode="10367")])
    ids = known.lines.names.ids
    before = dict(ids), *map(len, (ids.texts, ids.lengths, ids.letters, ids.hashes))
    asked = entry("Havel Optik Spree", city="Berlin")

    assert [like.name for like in known.near(asked)] == ["Havel Optik Spree"]
    assert known.near(asked) == known.near(asked)
    assert (dict(ids), *map(len, (ids.texts, ids.lengths, ids.letters, ids.hashes))) == before
