"""Numbers as a reader sees them, and as a program reads them."""

from decimal import Decimal

from django import template
from django.utils.formats import get_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from clusters.numbers import format_amount

register = template.Library()


@register.filter
def plain(value: int) -> str:
    """Digits only, for attributes: 21400."""
    return str(int(value))


@register.filter
def grouped(value: int | Decimal) -> str:
    """A whole number with the reader's thousands separator: 21.400."""
    return f"{int(value):,}".replace(",", get_format("THOUSAND_SEPARATOR"))


@register.filter
def money(value: int | Decimal) -> str:
    """Euros, in words from a million on if those say all of it: 8 Mrd. €."""
    return format_amount(value, "eur")


@register.simple_tag
def count(value: int, url: str, css: str = "count") -> SafeString:
    """A number that stands for a list, as the link to exactly that list."""
    return format_html(
        '<a class="{}" href="{}" data-count="{}">{}</a>', css, url, int(value), grouped(value)
    )
