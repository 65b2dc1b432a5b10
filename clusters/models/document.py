from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.dates import PartialDate, Precision
from clusters.history import tracked
from clusters.natural_keys import Keyed
from clusters.translated import InCurrentLanguage

from .cluster import Cluster
from .organisation import Organisation
from .partial_date import dated_if_known
from .source import Source


@tracked()
class Document(Keyed):
    """A strategy paper or decision that shapes a cluster."""

    class Kind(models.TextChoices):
        STRATEGY = "strategy", _("Strategy paper")
        DECISION = "decision", _("Decision")
        PLAN = "plan", _("Plan")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="documents", verbose_name=_("cluster")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    summary_de = models.TextField(_("summary (German)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    summary = InCurrentLanguage("summary")
    author = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("author"),
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issued_precision = models.CharField(
        _("precision of the date"), max_length=10, choices=Precision, default=Precision.UNKNOWN
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="documents", verbose_name=_("source")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["cluster", "position", "title"]
        verbose_name = _("strategy document")
        verbose_name_plural = _("strategy documents")
        constraints = [dated_if_known("issued", "%(app_label)s_%(class)s_issued_known")]

    def __str__(self) -> str:
        return self.title

    @property
    def issued(self) -> PartialDate:
        return PartialDate(self.issued_on, Precision(self.issued_precision))
