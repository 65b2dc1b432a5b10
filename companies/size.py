"""How large an enterprise is by the definition of the European Union."""

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _


class SizeClass(models.TextChoices):
    MICRO = "micro", _("Micro")
    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Medium")
    LARGE = "large", _("Large")


class SizeBasis(models.TextChoices):
    FULL = "full", _("by headcount and amounts")
    HEADCOUNT = "headcount", _("by headcount only")
    STATED = "stated", _("as stated")


# class, staff below, turnover up to, balance sheet up to (EUR); Article 2
CEILINGS = (
    (SizeClass.MICRO, 10, 2_000_000, 2_000_000),
    (SizeClass.SMALL, 50, 10_000_000, 10_000_000),
    (SizeClass.MEDIUM, 250, 50_000_000, 43_000_000),
)


def size_class(
    staff: float | None,
    turnover_eur: int | None = None,
    balance_sheet_eur: int | None = None,
    stated: str = "",
) -> SizeClass | None:
    """Return the EU size class of an enterprise, None if nothing tells it.

    ``staff`` is in annual work units; the amounts are EUR, not thousands, of the last
    closed year. Staff must be below its ceiling, and one of the two amounts at or below its own.
    Of the amounts a single known one decides; without both, headcount alone does. A ``stated``
    class counts only where staff is unknown.

    Raises ValueError if a number is negative.
    Source: Commission Recommendation 2003/361/EC, Annex, Articles 2, 4 and 5.
    """
    if any(
        number is not None and number < 0 for number in (staff, turnover_eur, balance_sheet_eur)
    ):
        raise ValueError("staff, turnover and balance sheet are not negative")
    if staff is None:
        return SizeClass(stated) if stated else None
    for size, staff_ceiling, turnover_ceiling, balance_sheet_ceiling in CEILINGS:
        fits = [
            amount <= ceiling
            for amount, ceiling in (
                (turnover_eur, turnover_ceiling),
                (balance_sheet_eur, balance_sheet_ceiling),
            )
            if amount is not None
        ]
        if staff < staff_ceiling and (any(fits) or not fits):
            return size
    return SizeClass.LARGE


def size_basis(
    staff: float | None,
    turnover_eur: int | None = None,
    balance_sheet_eur: int | None = None,
    stated: str = "",
) -> SizeBasis | None:
    """Return what the answer of ``size_class`` to the same question rests on."""
    if staff is None:
        return SizeBasis.STATED if stated else None
    amounts_unknown = turnover_eur is None and balance_sheet_eur is None
    return SizeBasis.HEADCOUNT if amounts_unknown else SizeBasis.FULL


def size_class_expression() -> Case:
    """Return ``size_class`` in SQL, for a generated column.

    Over the fields employees, turnover_eur, balance_sheet_eur and stated_size_class; where
    nothing tells the class it is stated_size_class as it stands, empty or null.
    """
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
        default=Value(SizeClass.LARGE.value),
        output_field=models.CharField(max_length=10),
    )
