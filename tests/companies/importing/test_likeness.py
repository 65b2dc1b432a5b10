from uuid import uuid4

from companies.importing import likeness
from companies.importing.directory import Entry


def entry(name: str, **rest: str) -> Entry:
    return Entry(uuid4(), "", name, **rest)


def test_in_a_crowded_postcode_only_words_and_websites_lead_to_an_entry(monkeypatch):
    monkeypatch.setattr(likeness, "CROWDED", 2)
    names = ["Havel Optik GmbH", "Spree Labor GmbH", "Panke Reha GmbH"]
    known = likeness.Likeness([entry(name, postcode="10367") for name in names])

    near = known.near(entry("Havel-Optik", postcode="10367"))
    assert [like.entry.name for like in near] == ["Havel Optik GmbH"]
    assert known.near(entry("Xyz", postcode="10367")) == []
