import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters import text

german = st.text(alphabet="abcdeouäöüßAEOUÄÖÜẞ -„“\u00ad\u200b\n1", max_size=30)


@given(st.text())
def test_clean_leaves_one_line_in_nfc_and_nothing_to_clean(raw):
    cleaned = text.clean(raw)

    assert cleaned == text.clean(cleaned) == unicodedata.normalize("NFC", cleaned)
    assert cleaned.splitlines() in ([], [cleaned])
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in cleaned)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Spree\u00a0 Laser\r\nGmbH\t", "Spree Laser GmbH"),
        ("Gesund\u00adheits\u200bwirt\ufeffschaft\x00", "Gesundheitswirtschaft"),
        ("Mu\u0308ller", "Müller"),
        ("u\u200b\u0308", "ü"),
        ("\u3164\u2800", ""),
    ],
)
def test_clean_removes_what_cannot_be_seen(raw, cleaned):
    assert text.clean(raw) == cleaned


def test_clean_lines_keeps_paragraphs():
    raw = "\r\n Erste  Zeile\r\nzweite\x0b\n\n\n\n\u200b\nneuer Absatz \n"

    assert text.clean_lines(raw) == "Erste Zeile\nzweite\n\nneuer Absatz"


@given(st.text())
def test_clean_lines_is_settled_after_once(raw):
    assert text.clean_lines(text.clean_lines(raw)) == text.clean_lines(raw)


@pytest.mark.parametrize(
    "names",
    [
        ("Müller", "Mueller", "Muller", "MÜLLER", "Mu\u0308ller", "Mül\u00adler"),
        ("Straße", "STRASSE", "STRAẞE", " strasse "),
        ("Universität", "Universitaet", "UNIVERSITAT"),
        ("Köpenick", "Koepenick", "Ko\u200bpenick"),
        ("Café", "cafe"),
        ("ﬁrma", "Firma"),
        ("Øresund", "Oresund"),
        ("Spree\u00a0\u2003Laser", "spree laser"),
    ],
)
def test_fold_makes_spellings_equal(names):
    assert len({text.fold(name) for name in names}) == 1


def test_fold_keeps_different_words_apart():
    assert text.fold("Laser") != text.fold("Leser")
    assert text.fold("See") != text.fold("Se")


@given(st.text() | german)
def test_fold_is_settled_after_once_and_ignores_case(raw):
    folded = text.fold(raw)

    assert text.fold(folded) == folded
    assert text.fold(raw.lower()) == folded


def test_sort_key_follows_the_order_of_german_name_lists():
    names = ["Zoo", "Ölmühle", "Offen", "Ofen", "Äpfel", "Adler", "Straße", "Strasse Ost", "3D"]

    ordered = sorted(names, key=text.sort_key)

    assert ordered == [
        "3D", "Adler", "Äpfel", "Ölmühle", "Ofen", "Offen", "Straße", "Strasse Ost", "Zoo",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Die Brücke", "bruecke"),
        ("„Die Brücke“", "bruecke"),
        ("Die „Brücke“ e.V.", "bruecke e.v."),
        ("The Hub", "hub"),
        ("Dermatologie", "dermatologie"),
        ("DER", "der"),
        ("Die ...", "die ..."),
        ("(M)eins", "m)eins"),
        ("École", "ecole"),
        ("!!!", "!!!"),
    ],
)
def test_sort_key_passes_over_article_and_quotes(name, key):
    assert text.sort_key(name) == key


@given(st.text())
def test_sort_key_is_never_empty(raw):
    assert text.sort_key(raw)


@pytest.mark.parametrize(
    ("name", "letter"), [("Ärztehaus", "A"), ("Die Zange", "Z"), ("3D", "#"), ("Ωmega", "#")]
)
def test_initial_is_a_letter_or_a_hash(name, letter):
    assert text.initial(text.sort_key(name)) == letter


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Tempelhof-Schöneberg", "tempelhof-schoeneberg"),
        ("Frankfurt (Oder)", "frankfurt-oder"),
        ("Spree-Neiße", "spree-neisse"),
        ("Brandenburg an der Havel", "brandenburg-an-der-havel"),
        ("Über-ÄRZTE & Söhne", "ueber-aerzte-soehne"),
        ("Kaiser’s „Café“ Nr. 5", "kaisers-cafe-nr-5"),
        ("a/b_c", "a-b-c"),
    ],
)
def test_slugify_german_writes_umlauts_out(name, slug):
    assert text.slugify_german(name) == slug


@pytest.mark.parametrize(
    ("max_length", "slug"),
    [
        (10, "spree"),
        (11, "spree-laser"),
        (12, "spree-laser"),
        (3, "spr"),
        (99, "spree-laser-berlin"),
    ],
)
def test_slugify_german_cuts_at_a_hyphen(max_length, slug):
    assert text.slugify_german("Spree Laser Berlin", max_length) == slug


@given(st.text(), st.integers(1, 50))
def test_slugify_german_is_always_a_fit_slug(raw, max_length):
    slug = text.slugify_german(raw, max_length, fallback="x")

    assert 0 < len(slug) <= max_length
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")
    assert not slug.endswith("-")


def test_slugify_german_falls_back_where_nothing_is_left():
    assert text.slugify_german("– ?", fallback="firma") == "firma"


def test_unique_slug_counts_up():
    assert text.unique_slug("laser", set()) == "laser"
    assert text.unique_slug("laser", {"laser", "laser-2"}) == "laser-3"
    assert text.unique_slug("laser", lambda slug: slug == "laser") == "laser-2"


def test_unique_slug_stays_within_its_length():
    assert text.unique_slug("spree-laser", {"spree-laser"}, max_length=11) == "spree-las-2"
    assert text.unique_slug("spree-laser", {"spree-laser"}, max_length=8) == "spree-2"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Spree Laser GmbH & Co. KG", ("Spree Laser", "GmbH & Co. KG")),
        ("Spree Laser GmbH&Co.KG", ("Spree Laser", "GmbH & Co. KG")),
        ("Spree Laser GmbH und Co KG.", ("Spree Laser", "GmbH & Co. KG")),
        ("Havel & Co. AG & Co. KG", ("Havel & Co.", "AG & Co. KG")),
        ("Havel & Co. KG", ("Havel & Co.", "KG")),
        ("Havel SE & Co. KGaA", ("Havel", "SE & Co. KGaA")),
        ("SPREE LASER GMBH", ("SPREE LASER", "GmbH")),
        ("Spree, Gesellschaft mit beschränkter Haftung", ("Spree", "GmbH")),
        ("Spree Laser Gesellschaft mbH", ("Spree Laser", "GmbH")),
        ("Havel Pflege gGmbH", ("Havel Pflege", "gGmbH")),
        ("Havel Pflege gemeinnützige GmbH", ("Havel Pflege", "gGmbH")),
        ("Spree UG (haftungsbeschränkt)", ("Spree", "UG (haftungsbeschränkt)")),
        ("Spree UG", ("Spree", "UG (haftungsbeschränkt)")),
        (
            "Spree UG haftungsbeschränkt & Co. KG",
            ("Spree", "UG (haftungsbeschränkt) & Co. KG"),
        ),
        ("Spree Verein e. V.", ("Spree Verein", "e.V.")),
        ("Spree Verein e.V.", ("Spree Verein", "e.V.")),
        ("Spree Verein eV", ("Spree Verein", "e.V.")),
        ("Wohnbau eG", ("Wohnbau", "eG")),
        ("Spree Offene Handelsgesellschaft", ("Spree", "OHG")),
        ("Spree und Havel GbR", ("Spree und Havel", "GbR")),
        ("Spree Anwälte PartGmbB", ("Spree Anwälte", "PartG mbB")),
        ("Stadtwerk AöR", ("Stadtwerk", "AöR")),
        ("Kammer Körperschaft des öffentlichen Rechts", ("Kammer", "KdöR")),
        ("Spree KGaA", ("Spree", "KGaA")),
        ("Spree Trading Limited", ("Spree Trading", "Ltd.")),
        ("Spree S.A.", ("Spree", "S.A.")),
        ("Spree B.V.", ("Spree", "B.V.")),
        ("„Spree Verein e.V.“", ("Spree Verein", "e.V.")),
        ("Spree Verein (e.V.)", ("Spree Verein", "e.V.")),
        # nothing to split
        ("Spree (Havel GmbH)", ("Spree (Havel GmbH)", "")),
        ("„Spree“ Verein „e.V.“", ("„Spree“ Verein „e.V.“", "")),
        ("Havel Betriebsgesellschaft mbH", ("Havel Betriebsgesellschaft mbH", "")),
        ("GmbH", ("GmbH", "")),
        ("Haus am See", ("Haus am See", "")),
        ("Bürgerstiftung", ("Bürgerstiftung", "")),
        ("Spree Laser-GmbH", ("Spree Laser-GmbH", "")),
        ("AG Stadtteil", ("AG Stadtteil", "")),
    ],
)
def test_legal_form_is_split_from_the_end_in_its_usual_spelling(name, parts):
    assert text.legal_form(name) == parts


@given(st.text(min_size=1).map(text.clean).filter(bool))
def test_legal_form_never_takes_the_whole_name(name):
    assert text.legal_form(name)[0]
    assert text.legal_form(f"{name} GmbH")[1] in {"GmbH", "gGmbH"}
    assert text.legal_form("Labor G GmbH") == ("Labor G", "GmbH")
