import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_10, mod_97_10

from clusters import identifiers

pytestmark = pytest.mark.usefixtures("in_english")

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
ONE_VALUE = [
    identifiers.vat_id,
    identifiers.business_id,
    identifiers.lei,
    identifiers.postcode,
    identifiers.phone,
    identifiers.website,
    identifiers.email,
]
odd_input = st.text() | st.text(alphabet="DEATU0123456789-. :/@[]#aö\x00\n")


def refusal(function, *values):
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        function(*values)
    return caught.value.code, caught.value.messages[0]


@pytest.mark.parametrize("function", ONE_VALUE)
@given(value=odd_input)
@example(value="")
@example(value="9" * 400)
def test_identifier_is_either_refused_or_settled(function, value):
    try:
        canonical = function(value)
    except ValidationError:
        return
    assert function(canonical) == canonical


@pytest.mark.parametrize("function", ONE_VALUE)
def test_refusal_names_the_value_but_not_all_of_it(function):
    code, message = refusal(function, "kein\x00 Wert " + "z" * 5000)

    assert code
    assert "“kein Wert zzz" in message
    assert len(message) < 250


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("DE136695976", "DE136695976"),
        (" de 136 695 976\u00a0", "DE136695976"),
        ("DE 136.695.976", "DE136695976"),
        ("ATU 57194903", "ATU57194903"),
        ("FR 61 954 506 077", "FR61954506077"),
        ("BE697449992", "BE0697449992"),
    ],
)
def test_vat_id_of_a_member_state_is_taken(written, number):
    assert identifiers.vat_id(written) == number


@pytest.mark.parametrize(
    "written", ["DE136695978", "136695976", "US123456789", "EU372022452", "DE13669597", "DE"]
)
def test_vat_id_with_wrong_digits_or_country_is_refused(written):
    code, message = refusal(identifiers.vat_id, written)

    assert code == "vat_id"
    assert written in message
    assert "DE136695976" in message


@given(st.integers(10_000_000, 99_999_999), st.integers(1, 99_999))
def test_business_id_has_the_check_digit_of_the_vat_id(number, branch):
    digits = f"{number}{mod_11_10.calc_check_digit(str(number))}"
    wrong = f"{number}{(int(digits[-1]) + 1) % 10}"

    canonical = f"DE{digits}-{branch:05}"

    assert identifiers.business_id(canonical.lower().replace("-", " - ")) == canonical
    assert refusal(identifiers.business_id, f"DE{wrong}-{branch:05}")[0] == "business_id"


@pytest.mark.parametrize("written", ["DE136695976", "DE136695976-00000", "DE136695976-1"])
def test_business_id_needs_the_branch(written):
    assert refusal(identifiers.business_id, written)[0] == "business_id"


@given(st.text(alphabet=LETTERS, min_size=18, max_size=18))
def test_lei_is_checked_by_its_last_two_digits(body):
    number = body + mod_97_10.calc_check_digits(body)
    wrong = body + f"{(int(number[-2:]) + 1) % 100:02}"

    assert identifiers.lei(f" {number[:4].lower()} {number[4:]}") == number
    assert refusal(identifiers.lei, wrong)[0] == "lei_check_digits"


@pytest.mark.parametrize("written", ["213800KUD8LAJWSQ9D1", "213800KUD8LAJWSQ9DAB", "Ü" * 20])
def test_lei_of_another_shape_is_refused(written):
    assert refusal(identifiers.lei, written)[0] == "lei_format"


@pytest.mark.parametrize(
    ("written", "code"),
    [("10115", "10115"), (" 03046 ", "03046"), ("D-12099", "12099"), ("DE 47051", "47051")],
)
def test_postcode_of_five_digits_is_taken(written, code):
    assert identifiers.postcode(written) == code


@pytest.mark.parametrize(
    "written", ["00999", "99999", "01000", "1011", "101150", "10 115", "٠١٢٣٤"]
)
def test_postcode_that_cannot_be_is_refused(written):
    assert refusal(identifiers.postcode, written)[0].startswith("postcode")


def test_postcode_without_its_zero_has_a_refusal_of_its_own():
    code, message = refusal(identifiers.postcode, "3046")

    assert code == "postcode_four_digits"
    assert "03046" in message


@pytest.mark.parametrize(
    ("written", "court"),
    [
        ("Berlin (Charlottenburg)", "Berlin (Charlottenburg)"),
        ("AG Charlottenburg", "Berlin (Charlottenburg)"),
        ("Amtsgericht Berlin (Charlottenburg)", "Berlin (Charlottenburg)"),
        ("Berlin-Charlottenburg", "Berlin (Charlottenburg)"),
        ("Charlottenburg (Berlin)", "Berlin (Charlottenburg)"),
        ("berlin", "Berlin (Charlottenburg)"),
        ("Frankfurt/Oder", "Frankfurt/Oder"),
        ("Amtsgericht Frankfurt (Oder)", "Frankfurt/Oder"),
        ("Frankfurt an der Oder", "Frankfurt/Oder"),
        ("Frankfurt a. M.", "Frankfurt am Main"),
        ("Muenchen", "München"),
        ("Giessen", "Gießen"),
        ("Kempten", "Kempten (Allgäu)"),
        ("Ludwigshafen", "Ludwigshafen a.Rhein (Ludwigshafen)"),
        ("Oldenburg", "Oldenburg (Oldenburg)"),
        ("St. Wendel", "St. Wendel (St Wendel)"),
    ],
)
def test_register_court_is_found_in_any_usual_spelling(written, court):
    assert identifiers.register_court(written) == court


def test_register_court_keeps_every_listed_name():
    for court in identifiers.GERMAN_COURTS:
        assert identifiers.register_court(court) == court


@pytest.mark.parametrize(
    ("written", "near"),
    [("Potsdma", "Potsdam"), ("Neurupin", "Neuruppin"), ("Frankfurt", "Frankfurt/Oder")],
)
def test_register_court_suggests_the_nearest_name(written, near):
    code, message = refusal(identifiers.register_court, written)

    assert code == "register_court"
    assert near in message.partition("Did you mean")[2]


@pytest.mark.parametrize("written", ["", "Atlantis", "AG", "\x00", "x" * 10_000])
def test_register_court_far_from_all_is_refused(written):
    assert refusal(identifiers.register_court, written)[0] == "register_court"


@pytest.mark.parametrize(
    ("register_type", "number", "canonical"),
    [
        ("HRB", "12345", ("HRB", "12345")),
        ("hrb", "012345", ("HRB", "12345")),
        ("HRB", "HRB 12345", ("HRB", "12345")),
        ("HR B", "HRB12345", ("HRB", "12345")),
        ("", "VR 77", ("VR", "77")),
        ("HRA", "353NM", ("HRA", "353 NM")),
        ("HRB", "12345 B", ("HRB", "12345 B")),
        ("gnr", "106", ("GnR", "106")),
        ("PR", "1 b", ("PR", "1 B")),
    ],
)
def test_register_number_has_one_form(register_type, number, canonical):
    triple = identifiers.register_number("AG Potsdam", register_type, number)

    assert triple == ("Potsdam", *canonical)
    assert identifiers.register_number(*triple) == triple


@pytest.mark.parametrize(
    ("register_type", "number", "code"),
    [
        ("HRC", "1", "register_type"),
        ("", "12345", "register_type"),
        ("HRB", "", "register_number"),
        ("HRB", "0", "register_number"),
        ("HRB", "HRA 5", "register_number"),
        ("HRB", "12-34", "register_number"),
        ("HRB", "123456789", "register_number"),
    ],
)
def test_register_number_of_another_shape_is_refused(register_type, number, code):
    assert refusal(identifiers.register_number, "Potsdam", register_type, number)[0] == code


@given(st.text(), st.text(), st.text())
def test_register_number_takes_no_odd_input(court, register_type, number):
    with pytest.raises(ValidationError):
        identifiers.register_number(court + "§", register_type, number)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("86.10", "86.10"),
        ("8610", "86.10"),
        ("86.1", "86.1"),
        ("861", "86.1"),
        ("Q86.10", "86.10"),
        ("Q 86.10.1", "86.10.1"),
        ("86101", "86.10.1"),
        ("86", "86"),
        ("q", "Q"),
        ("25.40", "25.40"),
        ("01.11.0", "01.11.0"),
    ],
)
def test_wz_code_gets_its_dots(written, code):
    assert identifiers.wz_code(written, "2008") == code


@pytest.mark.parametrize("edition", identifiers.WZ_EDITIONS)
def test_wz_code_takes_every_code_with_and_without_dots(edition):
    for code in identifiers._wz(edition).get_all_codes():
        assert identifiers.wz_code(code, edition) == code
        assert identifiers.wz_code(code.replace(".", ""), edition) == code


def test_wz_title_depends_on_the_edition():
    assert identifiers.wz_title("2540", "2008") == "Herstellung von Waffen und Munition"
    assert "Schmiede" in identifiers.wz_title("25.40", "2025")


@pytest.mark.parametrize(
    ("written", "edition", "refused_as", "hint"),
    [
        ("30.31", "2008", "wz_other_edition", "one of WZ 2025"),
        ("25.40.0", "2025", "wz_other_edition", "Herstellung von Waffen und Munition"),
        ("26.10", "2008", "wz_unknown", "no code 26.10"),
        ("A86.10", "2008", "wz_section", "section Q"),
        ("1.11", "2008", "wz_format", "two digits"),
        ("", "2008", "wz_format", "86.10"),
        ("86.10", "2003", "wz_edition", "2008 or 2025"),
    ],
)
def test_wz_code_refusal_shows_the_way_out(written, edition, refused_as, hint):
    code, message = refusal(identifiers.wz_code, written, edition)

    assert code == refused_as
    assert hint in message


@given(st.text(), st.sampled_from(identifiers.WZ_EDITIONS))
def test_wz_code_is_either_refused_or_settled(written, edition):
    try:
        code = identifiers.wz_code(written, edition)
    except ValidationError:
        return
    assert identifiers.wz_code(code, edition) == code


@pytest.mark.parametrize(
    "written",
    ["030 23125000", "030/23125-000", "+49 (0)30 23125000", "0049 30 23125000", "(030) 231 25 000"],
)
def test_phone_has_one_form(written):
    assert identifiers.phone(written) == "+493023125000"


def test_phone_is_shown_in_groups():
    assert identifiers.phone_display("+493023125000") == "+49 30 23125000"
    assert identifiers.phone_display("auf Anfrage") == "auf Anfrage"


@pytest.mark.parametrize("written", ["110", "030", "auf Anfrage", "", "+49"])
def test_phone_that_cannot_be_is_refused(written):
    assert refusal(identifiers.phone, written)[0] == "phone"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("www.Example.org", "https://www.example.org"),
        ("HTTP://Example.org/Pfad?Q=A", "http://example.org/Pfad?Q=A"),
        ("//example.org/", "https://example.org"),
        ("example.org:8080/x", "https://example.org:8080/x"),
        ("Bäckerei-Müller.example", "https://bäckerei-müller.example"),
    ],
)
def test_website_gets_scheme_and_lower_case_host(written, address):
    assert identifiers.website(written) == address


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)", "javascript://example.org/%0aalert(1)", "data:text/html,x.y",
        "mailto:info@example.org", "ftp://example.org", "https://user:pw@example.org",
        "localhost", "exa mple.org", "https://", "http://[::1", "example.org:port", "k. A.",
    ],
)  # fmt: skip
def test_website_that_is_none_is_refused(written):
    assert refusal(identifiers.website, written)[0] == "website"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (" Info@Example.ORG ", "Info@example.org"),
        ("mailto:info@example.org", "info@example.org"),
        ("info@BÄCKEREI.example", "info@bäckerei.example"),
    ],
)
def test_email_gets_a_lower_case_domain(written, address):
    assert identifiers.email(written) == address


@pytest.mark.parametrize("written", ["info", "info@", "@example.org", "a b@example.org", "a@b"])
def test_email_that_is_none_is_refused(written):
    assert refusal(identifiers.email, written)[0] == "email"
