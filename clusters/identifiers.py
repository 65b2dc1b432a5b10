"""Official numbers and addresses: each function returns the canonical form of what was written,
or raises ValidationError, saying what is wrong and what a right one looks like.

All but ``register_number`` and the WZ functions take one value, so they serve as validators of
model and form fields as they are.
"""

import difflib
import re
from functools import cache
from typing import NamedTuple, NoReturn
from urllib.parse import urlsplit

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum import lei as stdnum_lei
from stdnum.de import vat as german_vat
from stdnum.de.handelsregisternummer import GERMAN_COURTS
from stdnum.eu import vat as european_vat
from stdnum.exceptions import ValidationError as StdnumError
from wz_code import WZ, WZCode

from clusters.text import clean, fold

REGISTER_TYPES = ("HRA", "HRB", "GnR", "PR", "VR")
VALID_ADDRESS = URLValidator(schemes=["http", "https"])
# Nearly all addresses: right as they are, and to ask the validator takes a while.
PLAIN_ADDRESS = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?\.){1,4}[a-z]{2,6}(?:/[A-Za-z0-9_./-]{0,200})?"
)
WZ_EDITIONS = ("2008", "2025")
POSTCODE_PREFIX = re.compile(r"^DE?[- ]+", re.IGNORECASE)


class RegisterNumber(NamedTuple):
    court: str
    type: str
    number: str


def vat_id(value: str) -> str:
    """Return a VAT id of a member state (or Northern Ireland) with its country code.

    Source: Directive 2006/112/EC, Article 215; check digits per state as python-stdnum has them.
    """
    try:
        number = european_vat.validate(clean(value))
    except StdnumError:
        number = ""
    if not number or number[:2] in ("EU", "IM"):  # numbers of the one stop shop name no company
        _refuse(
            "vat_id",
            _("“%(value)s” is not a VAT id; a right one looks like DE136695976."),
            value,
        )
    return number


def business_id(value: str) -> str:
    """Return a German business id (Wirtschafts-Identifikationsnummer), as DE123456788-00001.

    Source: § 139c AO. Nine digits with the check digit of the VAT id (ISO 7064 mod 11,10),
    then the number of the branch of activity, counted from 00001.
    """
    match = re.fullmatch(r"DE ?(\d{9}) ?- ?(\d{5})", clean(value).upper(), re.ASCII)
    if not match or match[2] == "00000" or not german_vat.is_valid(match[1]):
        _refuse(
            "business_id",
            _("“%(value)s” is not a business id (W-IdNr.); a right one is DE136695976-00001."),
            value,
        )
    return f"DE{match[1]}-{match[2]}"


def lei(value: str) -> str:
    """Return a Legal Entity Identifier: 18 letters or digits and two check digits (mod 97).

    Source: ISO 17442-1.
    """
    number = stdnum_lei.compact(clean(value))
    if not re.fullmatch(r"[A-Z0-9]{18}[0-9]{2}", number):
        _refuse(
            "lei_format",
            _("“%(value)s” is not an LEI: it has 20 characters, like 213800KUD8LAJWSQ9D15."),
            value,
        )
    if not stdnum_lei.is_valid(number):
        _refuse(
            "lei_check_digits",
            _("“%(value)s” is not an LEI: its last two digits do not fit the others."),
            value,
        )
    return number


def postcode(value: str) -> str:
    """Return a German postcode (01001 to 99998) as text of five digits.

    Raises with code ``postcode_four_digits`` where a spreadsheet may have eaten the zero in
    front: whether it may be put back depends on the place, which is not known here.
    """
    code = POSTCODE_PREFIX.sub("", clean(value))
    if re.fullmatch(r"[1-9][0-9]{3}", code):
        _refuse(
            "postcode_four_digits",
            _("“%(value)s” has four digits; a postcode has five, like 0%(value)s."),
            code,
        )
    if not re.fullmatch(r"[0-9]{5}", code) or not "01001" <= code <= "99998":
        _refuse(
            "postcode",
            _("“%(value)s” is not a German postcode; a right one has five digits, like 03046."),
            value,
        )
    return code


def register_number(court: str, register_type: str, number: str) -> RegisterNumber:
    """Return court, type and number as the register courts write them.

    A suffix stays part of the number ("12345 B", "353 NM"): it tells apart registers that were
    merged into one court. The type may also stand in front of the number.
    Source: § 3 HRV, § 1 GenRegV, § 1 PRV, § 55 BGB; courts from python-stdnum.
    """
    written = clean(number)
    types = {kind.lower(): kind for kind in REGISTER_TYPES}
    prefix = re.match(rf"(?i:{'|'.join(types)})\b|(?i:{'|'.join(types)})(?=\d)", written)
    named = re.sub(r"[\s.]", "", register_type or (prefix[0] if prefix else "")).lower()
    if named not in types:
        _refuse(
            "register_type",
            _("“%(value)s” is not a register type; it is HRA, HRB, GnR, PR or VR."),
            register_type,
        )
    if prefix and prefix[0].lower() == named:
        written = written[prefix.end() :].strip()
    match = re.fullmatch(r"0*([1-9][0-9]{0,6}) ?([A-ZÖ]{0,3})", written.upper())
    if not match:
        _refuse(
            "register_number",
            _("“%(value)s” is not a register number; a right one is 12345, 12345 B or 353 NM."),
            number,
        )
    return RegisterNumber(register_court(court), types[named], f"{match[1]} {match[2]}".strip())


def register_court(value: str) -> str:
    """Return the register court's name as python-stdnum lists it, from any usual spelling."""
    written = clean(value)
    bare = re.sub(r"^(?:Amtsgericht|Registergericht|AG)\b", "", written, flags=re.IGNORECASE)
    courts = _courts()
    key = _court_key(bare)
    if key in courts:
        return courts[key]
    near = difflib.get_close_matches(key[:80], courts, n=2, cutoff=0.7)
    if not near:
        _refuse(
            "register_court",
            _("“%(value)s” is not a German register court; one is Berlin (Charlottenburg)."),
            value,
        )
    raise ValidationError(
        _("“%(value)s” is not a German register court. Did you mean %(near)s?"),
        code="register_court",
        params={"value": written, "near": ", ".join(dict.fromkeys(courts[key] for key in near))},
    )


def wz_code(code: str, edition: str) -> str:
    """Return a code of that edition of the Klassifikation der Wirtschaftszweige: "86.10", "Q".

    Dots and the section's letter in front may be missing or there (8610, Q86.10); the level
    stays as given, so 86.1 is the group and 86.10 the class.
    Source: Statistisches Bundesamt, WZ 2008 and WZ 2025.
    """
    return _wz_entry(code, edition).code


def wz_title(code: str, edition: str) -> str:
    """Return the German title of a code that ``wz_code`` takes."""
    return _wz_entry(code, edition).title


def phone(value: str, region: str = "DE") -> str:
    """Return a telephone number in E.164: +493023125000. ``region`` tells what 030 means.

    Source: ITU-T E.164, numbering plans as the phonenumbers library has them.
    """
    try:
        number = phonenumbers.parse(clean(value), region)
    except phonenumbers.NumberParseException:
        number = None
    if not number or not phonenumbers.is_valid_number(number):
        _refuse(
            "phone",
            _("“%(value)s” is not a telephone number; a right one is +49 30 23125000."),
            value,
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_display(e164: str) -> str:
    """Return a stored number as people read it: +49 30 23125000."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def website(value: str) -> str:
    """Return a web address with scheme (https unless http is given) and host in lower case."""
    address = clean(value)
    if "://" not in address:
        address = f"https://{address.removeprefix('//')}"
    if PLAIN_ADDRESS.fullmatch(address):
        return address.removesuffix("/") if address.count("/") == 3 else address
    try:
        parts = urlsplit(address)
        host = parts.netloc.lower()
        VALID_ADDRESS(parts._replace(netloc=host).geturl())
    except ValueError:  # a broken port or bracket
        host = ""
    except ValidationError:
        host = ""
    if "." not in host or "@" in host:
        _refuse(
            "website",
            _("“%(value)s” is not a web address; a right one is https://www.example.org."),
            value,
        )
    path = "" if parts.path == "/" and not parts.query else parts.path
    return parts._replace(netloc=host, path=path).geturl()


def email(value: str) -> str:
    """Return an e-mail address with its domain in lower case; the part before @ stays."""
    address = re.sub(r"^mailto:", "", clean(value), flags=re.IGNORECASE)
    user, _at, domain = address.rpartition("@")
    address = f"{user}@{domain.lower()}"
    try:
        validate_email(address)
    except ValidationError:
        _refuse(
            "email",
            _("“%(value)s” is not an e-mail address; a right one is info@example.org."),
            value,
        )
    return address


def _refuse(code: str, message: str | Promise, value: str) -> NoReturn:
    shown = clean(value)
    shown = shown if len(shown) <= 80 else f"{shown[:79]}…"
    raise ValidationError(message, code=code, params={"value": shown})


def _court_key(name: str) -> str:
    return re.sub(r"[^a-z]", "", fold(name))


@cache
def _courts() -> dict[str, str]:
    """Map every spelling of a court, folded to letters, to its name."""
    courts = {}
    for name in GERMAN_COURTS:
        town, _bracket, other = name.rstrip(")").partition(" (")
        # "Berlin (Charlottenburg)" is also Berlin, Charlottenburg and Charlottenburg (Berlin)
        for spelling in (other + town, other, town):
            courts.setdefault(_court_key(spelling), name)
    courts |= {_court_key(name): name for name in GERMAN_COURTS}
    courts |= {_court_key(spelling): name for spelling, name in COURT_SPELLINGS.items()}
    return {key: name for key, name in courts.items() if key}


COURT_SPELLINGS = {
    "Bad Homburg": "Bad Homburg v.d.H.",
    "Bad Homburg vor der Höhe": "Bad Homburg v.d.H.",
    "Frankfurt an der Oder": "Frankfurt/Oder",
    "Frankfurt a.d. Oder": "Frankfurt/Oder",
    "Frankfurt a.d.O.": "Frankfurt/Oder",
    "Frankfurt (O.)": "Frankfurt/Oder",
    "Frankfurt a.M.": "Frankfurt am Main",
    "Frankfurt (Main)": "Frankfurt am Main",
    "Freiburg im Breisgau": "Freiburg",
    "Königstein im Taunus": "Königstein",
    "Landau in der Pfalz": "Landau",
    "Limburg an der Lahn": "Limburg",
    "Ludwigshafen am Rhein": "Ludwigshafen a.Rhein (Ludwigshafen)",
    "Offenbach": "Offenbach am Main",
    "Paderborn früher Höxter": "Paderborn",
    "Weiden": "Weiden i. d. OPf.",
    "Weiden in der Oberpfalz": "Weiden i. d. OPf.",
}


@cache
def _wz(edition: str) -> WZ:
    return WZ(edition)


def _wz_entry(code: str, edition: str) -> WZCode:
    edition = str(edition)
    if edition not in WZ_EDITIONS:
        _refuse("wz_edition", _("“%(value)s” is not an edition of the WZ: 2008 or 2025."), edition)
    section, dotted = _wz_parts(code)
    wz = _wz(edition)
    key = dotted or section
    if not wz.exists(key):
        _refuse_wz(key, edition)
    entry = wz.get(key)
    if dotted and section and entry.ancestors[-1].code != section:
        raise ValidationError(
            _("WZ %(edition)s has %(code)s in section %(right)s, not %(section)s."),
            code="wz_section",
            params={
                "edition": edition,
                "code": dotted,
                "right": entry.ancestors[-1].code,
                "section": section,
            },
        )
    return entry


def _wz_parts(code: str) -> tuple[str, str]:
    """Return the section's letter and the dotted digits of a code, either of them empty."""
    pattern = r"([A-V]?) ?(?:([0-9]{2})(?:\.?([0-9]{1,2})(?:\.?([0-9]))?)?)?"
    match = re.fullmatch(pattern, clean(code).upper())
    if not match or not any(match.groups()):
        _refuse(
            "wz_format",
            _("“%(value)s” is not a WZ code; a right one is 86.10, with two digits in front."),
            code,
        )
    section, *numbers = match.groups()
    return section, ".".join(number for number in numbers if number)


def _refuse_wz(code: str, edition: str) -> NoReturn:
    (other,) = set(WZ_EDITIONS) - {edition}
    params = {"code": code, "edition": edition, "other": other}
    if _wz(other).exists(code):
        params["title"] = _wz(other).get(code).title
        raise ValidationError(
            _("WZ %(edition)s has no code %(code)s; it is one of WZ %(other)s (%(title)s)."),
            code="wz_other_edition",
            params=params,
        )
    raise ValidationError(
        _("WZ %(edition)s has no code %(code)s; a right one is 86.10."),
        code="wz_unknown",
        params=params,
    )
