"""For the pages of a list on its way."""

from django import template
from django.utils.formats import number_format

from companies.importing.labels import LABELS

register = template.Library()


@register.filter
def field_label(name: str) -> str:
    """What a column of the contract is called."""
    return str(LABELS.get(name, name))


@register.filter
def signed(number: int) -> str:
    """A difference with its sign: “+1.234”, “−5”, “±0”."""
    sign = "+" if number > 0 else "−" if number < 0 else "±"
    return sign + number_format(abs(number), use_l10n=True, force_grouping=True)
