from django.db.models import Case, CharField, F, Q, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _


class SizeClass(TextChoices):
    MICRO = "micro", _("Micro")
    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Medium")
    LARGE = "large", _("Large")


CEILINGS = (
    (SizeClass.MICRO, 10, 2_000_000, 2_000_000),
    (SizeClass.SMALL, 50, 10_000_000, 10_000_000),
    (SizeClass.MEDIUM, 250, 50_000_000, 43_000_000),
)


def size_class_expression() -> Case:
    no_amount = Q(turnover_eur=None, balance_sheet_eur=None)
    whens = [
        When(
            Q(employees__lt=staff)
            & (no_amount | Q(turnover_eur__lte=turnover) | Q(balance_sheet_eur__lte=balance)),
            then=Value(size.value),
        )
        for size, staff, turnover, balance in CEILINGS
    ]
    return Case(
        When(employees=None, then=F("stated_size_class")),
        *whens,
        default=Value("large"),
        output_field=CharField(max_length=10),
    )
