"""Dates as exactly as they are known."""

from django import template
from django.utils.formats import date_format
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
    """12 March 2026, March 2026, 2026, before March 2026 – or that it is not known."""
    if when.date is None or when.precision == Precision.UNKNOWN:
        return unknown()
    if when.precision == Precision.DAY:
        return date_format(when.date, "DATE_FORMAT")
    if when.precision == Precision.YEAR:
        return str(when.date.year)
    month = date_format(when.date, "YEAR_MONTH_FORMAT")
    return gettext("before %s") % month if when.precision == Precision.BEFORE else month
