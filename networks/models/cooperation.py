from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.history import tracked
from clusters.models import Cluster, Organisation, Source
from clusters.natural_keys import Keyed
from clusters.translated import InCurrentLanguage

from .network import Network


@tracked()
class Cooperation(Keyed):
    """Two bodies that work together on a cluster or in a network, as a source says."""

    KEY = ("organisation_id", "partner_id", "cluster_id", "network_id")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="cooperations", verbose_name=_("organisation")
    )
    partner = models.ForeignKey(
        Organisation, models.CASCADE, related_name="partnerships", verbose_name=_("partner")
    )
    cluster = models.ForeignKey(
        Cluster,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cooperations",
        verbose_name=_("cluster"),
    )
    network = models.ForeignKey(
        Network,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cooperations",
        verbose_name=_("network"),
    )
    summary_de = models.TextField(_("what they do together (German)"), blank=True)
    summary_en = models.TextField(_("what they do together (English)"), blank=True)
    summary = InCurrentLanguage("summary")
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cooperations",
        verbose_name=_("source"),
    )

    class Meta:
        ordering = ["organisation", "partner"]
        verbose_name = _("cooperation")
        verbose_name_plural = _("cooperations")
        constraints = [
            models.CheckConstraint(
                condition=~Q(organisation=F("partner")),
                name="%(app_label)s_%(class)s_two_parties",
                violation_error_message=_("A cooperation needs two different organisations."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "partner", "cluster", "network"],
                nulls_distinct=False,
                name="%(app_label)s_%(class)s_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.partner}"
