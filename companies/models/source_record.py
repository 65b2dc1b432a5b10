from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.history import tracked
from clusters.models import Source

from .company import Company


@tracked(looked_for_by="company", moves=True)
class SourceRecord(models.Model):
    """Where an entry came from: its row in a list, and when that list last contained it."""

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="source_records", verbose_name=_("company")
    )
    source = models.ForeignKey(  # its index is that of the constraint
        Source, models.PROTECT, related_name="records", db_index=False, verbose_name=_("list")
    )
    key = models.CharField(_("key in the list"), max_length=200)
    first_seen_on = models.DateField(_("first seen on"))
    last_seen_on = models.DateField(_("last seen on"))
    missing_since = models.DateField(
        _("missing since"),
        null=True,
        blank=True,
        help_text=_("Day of the first version of the list that no longer contains it."),
    )
    row_hash = models.CharField(_("hash of the row"), max_length=64, blank=True)

    class Meta:
        ordering = ["source", "key"]
        verbose_name = _("source record")
        verbose_name_plural = _("source records")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"],
                name="%(app_label)s_%(class)s_key_once_per_list",
                violation_error_message=_("The list already has an entry with that key."),
            ),
            models.CheckConstraint(
                condition=models.Q(last_seen_on__gte=models.F("first_seen_on")),
                name="%(app_label)s_%(class)s_seen_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} · {self.key}"
