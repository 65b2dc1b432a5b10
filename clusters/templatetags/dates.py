"""Dates as exactly as they are known."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from clusters.dates import PartialDate, Precision

register = template.Library()


@register.simple_tag
def unknown() -> SafeString:
    """What stands where a fact is not known: never a nought, never a blank."""
    return format_html('<abbr title="{}">{}</abbr>', gettext("not stated"), gettext("n/a"))


@register.filter
def partial_date(when: PartialDate) -> str:
    """The date in words, as exact as it is known: October 2025."""
    return unknown() if when.precision == Precision.UNKNOWN else str(when)
