from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.dates import PartialDate, Precision
from clusters.history import tracked
from clusters.natural_keys import Keyed

from .organisation import Organisation
from .partial_date import dated_if_known


@tracked()
class Source(Keyed):
    """A document or list that facts were taken from."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("Document")
        LIST = "list", _("List")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.DOCUMENT)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name=_("publisher"),
        help_text=_("Empty where the publisher is unknown."),
    )
    publisher_note = models.CharField(_("note on the publisher"), max_length=200, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_precision = models.CharField(
        _("precision of the date"), max_length=10, choices=Precision, default=Precision.UNKNOWN
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    credit = models.CharField(
        _("credit line"), max_length=300, blank=True, help_text=_("As the licence asks for it.")
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["title"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            dated_if_known("published", "%(app_label)s_%(class)s_published_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def published(self) -> PartialDate:
        return PartialDate(self.published_on, Precision(self.published_precision))
