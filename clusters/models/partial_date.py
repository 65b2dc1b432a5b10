from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.dates import Precision


def dated_if_known(prefix: str, name: str) -> models.CheckConstraint:
    """``<prefix>_on`` is empty exactly where ``<prefix>_precision`` says unknown."""
    unknown = Q(**{f"{prefix}_precision": Precision.UNKNOWN})
    empty = Q(**{f"{prefix}_on": None})
    known = Q(
        **{f"{prefix}_precision__in": [p for p in Precision.values if p != Precision.UNKNOWN]}
    )
    return models.CheckConstraint(
        condition=(unknown & empty) | (known & Q(**{f"{prefix}_on__isnull": False})),
        name=name,
        violation_error_message=_(
            "Give a date with its precision, or leave the date empty and choose “unknown”."
        ),
    )
