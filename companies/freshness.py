"""How long ago somebody checked an entry; the public sees it."""

from datetime import date, datetime, timedelta

from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

STALE_AFTER = timedelta(days=365)


class Freshness(TextChoices):
    FRESH = "fresh", _("Verified within a year")
    STALE = "stale", _("Verified longer ago")
    UNVERIFIED = "unverified", _("Not verified yet")


def limit() -> date:
    """The first day on which a verification still counts as fresh."""
    zone = timezone.get_default_timezone()  # every list asks: another zone is never activated
    return datetime.now(zone).date() - STALE_AFTER


def freshness(verified_on: date | None) -> Freshness:
    if verified_on is None:
        return Freshness.UNVERIFIED
    return Freshness.FRESH if verified_on >= limit() else Freshness.STALE


def condition(value: str) -> Q:
    """The rows that ``freshness`` gives ``value`` for."""
    return {
        Freshness.FRESH: Q(verified_on__gte=limit()),
        Freshness.STALE: Q(verified_on__lt=limit()),
        Freshness.UNVERIFIED: Q(verified_on=None),
    }[Freshness(value)]
