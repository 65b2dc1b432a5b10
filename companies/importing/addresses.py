"""Whole addresses that stand in one cell: street, postcode and place taken apart."""

import re
from typing import NamedTuple

from clusters.text import clean

POSTCODE = re.compile(r"(?:^|[\s,;])(?:D(?:E)?[- ]?)?(?P<code>\d{5})(?=$|[\s,;.])")
CARE_OF = re.compile(r"^c/o\b[^,;]*[,;]?\s*", re.IGNORECASE)
# What registers write behind an address: "Berlin Rechtsform: Die Firma ist geändert."
AFTER_PLACE = re.compile(r"\s+\w+:|[,;|\d]|\s+-\s+")
COUNTRY = re.compile(r"(germany|deutschland|de)", re.IGNORECASE)


class Address(NamedTuple):
    street: str = ""
    postcode: str = ""
    city: str = ""


def split_address(text: str) -> Address:
    """Return the parts of "Musterallee 12, 10367 Berlin"; what is not there is empty.

    Without a postcode the text is a street, up to a comma. "c/o …" is nobody's street.
    """
    lines = ", ".join(filter(None, (clean(line).strip(" ,;") for line in text.splitlines())))
    codes = list(POSTCODE.finditer(lines))
    if not codes:
        return Address(street=_street(re.split(r"[,;]", CARE_OF.sub("", lines))[0]))
    code = codes[-1]  # the ones before are of a P.O. box or a house
    city = AFTER_PLACE.split(lines[code.end() :].lstrip(" ,;.-"), maxsplit=1)[0]
    street = _street(CARE_OF.sub("", lines[: code.start()]))
    return Address(street, code["code"], city.strip(" ."))


def _street(text: str) -> str:
    street = text.strip(" ,;")
    return "" if COUNTRY.fullmatch(street) else street
