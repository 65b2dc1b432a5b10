"""Numbers as a reader sees them, and as a program reads them."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

register = template.Library()


@register.filter
def plain(value: int) -> str:
    """Digits only, for attributes: 21400."""
    return str(int(value))


@register.filter
def grouped(value: int | Decimal) -> str:
    """A whole number with the reader's thousands separator: 21.400."""
    return number_format(int(value), use_l10n=True, force_grouping=True)


@register.filter
def money(value: int | Decimal | None) -> str:
    """Whole euros, in words from a million on: 8 Mrd. €."""
    if value is None:
        return ""
    for size, unit in ((10**9, pgettext("amount", "€%s bn")), (10**6, pgettext("amount", "€%s m"))):
        if value >= size:
            return unit % number_format(_short(Decimal(value) / size), use_l10n=True)
    return gettext("€%s") % grouped(value)


def _short(value: Decimal) -> Decimal:
    """At most one decimal place, and none that says nothing."""
    rounded = value.quantize(Decimal("0.1"))
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral() else rounded


@register.simple_tag
def count(value: int, url: str, css: str = "count") -> SafeString:
    """A number that stands for a list, as the link to exactly that list."""
    return format_html(
        '<a class="{}" href="{}" data-count="{}">{}</a>', css, url, int(value), grouped(value)
    )
