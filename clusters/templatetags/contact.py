"""Telephone numbers and addresses of websites as people read them."""

import phonenumbers
from django import template

register = template.Library()


@register.filter
def phone(number: str) -> str:
    """In groups, as dialled from abroad: +49 203 28210. What is no number stays as it is."""
    try:
        parsed = phonenumbers.parse(number, "DE")
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@register.filter
def bare(url: str) -> str:
    """A web address without what every address has: example.org/kontakt."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or url
