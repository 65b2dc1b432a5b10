from dataclasses import dataclass
from datetime import date as Date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    BEFORE = "before", _("before this month")
    UNKNOWN = "unknown", _("unknown")


@dataclass(frozen=True)
class PartialDate:
    date: Date | None
    precision: Precision
