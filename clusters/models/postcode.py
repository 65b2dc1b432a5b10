from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.history import tracked
from clusters.natural_keys import Keyed

from .area import Area


@tracked()
class Postcode(Keyed):
    """One place that a postcode serves: a postcode is no key of a district.

    58 of Berlin's 193 postcodes lie in several Bezirke; ``weight`` says in which most of the
    addresses are.
    """

    KEY = ("code", "district_id", "place")

    code = models.CharField(_("postcode"), max_length=5, db_index=True)
    district = models.ForeignKey(
        Area, models.CASCADE, related_name="postcodes", verbose_name=_("district")
    )
    place = models.CharField(
        _("place"), max_length=120, help_text=_("Ortsteil or municipality, as in the source.")
    )
    weight = models.PositiveIntegerField(
        _("weight"), default=1, help_text=_("Number of addresses, 1 where it is not known.")
    )

    class Meta:
        ordering = ["code", "-weight", "place"]
        verbose_name = _("postcode")
        verbose_name_plural = _("postcodes")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "district", "place"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^(0[1-9]|[1-9]\d)\d{3}$"),
                name="%(app_label)s_%(class)s_form",
                violation_error_message=_("A postcode has five digits, e.g. 03046."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.place}"
