from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.dates import PartialDate, Precision
from clusters.history import tracked
from clusters.models import Area, Cluster, Organisation, Source
from clusters.models.partial_date import dated_if_known
from clusters.natural_keys import Keyed, KeyedQuerySet
from clusters.translated import InCurrentLanguage


class NetworkQuerySet(KeyedQuerySet["Network"]):
    def in_cluster(self, cluster: Cluster) -> Self:
        return self.filter(network_clusters__cluster=cluster)

    def for_cards(self) -> Self:
        return self.select_related("founder", "manager").prefetch_related("clusters", "areas")


@tracked()
class Network(Keyed):
    """Companies and bodies that work together under one name."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    summary_de = models.TextField(_("summary (German)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    summary = InCurrentLanguage("summary")
    goals_de = models.TextField(_("goals (German)"), blank=True, help_text=_("One per line."))
    goals_en = models.TextField(_("goals (English)"), blank=True, help_text=_("One per line."))
    goals = InCurrentLanguage("goals")
    questions_de = models.TextField(
        _("questions it works on (German)"), blank=True, help_text=_("One per line.")
    )
    questions_en = models.TextField(
        _("questions it works on (English)"), blank=True, help_text=_("One per line.")
    )
    questions = InCurrentLanguage("questions")
    programme_de = models.CharField(_("part of the project (German)"), max_length=300, blank=True)
    programme_en = models.CharField(_("part of the project (English)"), max_length=300, blank=True)
    programme = InCurrentLanguage("programme")
    funding_de = models.TextField(_("funding (German)"), blank=True)
    funding_en = models.TextField(_("funding (English)"), blank=True)
    funding = InCurrentLanguage("funding")
    founder = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="founded_networks",
        verbose_name=_("founder"),
    )
    manager = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="managed_networks",
        verbose_name=_("network management"),
    )
    contact = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contact_for_networks",
        verbose_name=_("contact"),
    )
    clusters = models.ManyToManyField(
        Cluster,
        through="NetworkCluster",
        related_name="networks",
        verbose_name=_("clusters"),
    )
    areas = models.ManyToManyField(
        Area, through="NetworkArea", related_name="networks", verbose_name=_("areas")
    )
    started_on = models.DateField(_("started on"), null=True, blank=True)
    started_precision = models.CharField(
        _("precision of the start"), max_length=10, choices=Precision, default=Precision.UNKNOWN
    )
    started_note_de = models.CharField(
        _("note on the start (German)"),
        max_length=80,
        blank=True,
        help_text=_("What the source says beyond the date, e.g. “summer”."),
    )
    started_note_en = models.CharField(_("note on the start (English)"), max_length=80, blank=True)
    started_note = InCurrentLanguage("started_note")
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_precision = models.CharField(
        _("precision of the end"), max_length=10, choices=Precision, default=Precision.UNKNOWN
    )
    website = models.URLField(_("website"), blank=True)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="networks",
        verbose_name=_("source"),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("For curators; not shown."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name=""), name="%(app_label)s_%(class)s_has_name"
            ),
            dated_if_known("started", "%(app_label)s_%(class)s_started_known"),
            dated_if_known("ended", "%(app_label)s_%(class)s_ended_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network_detail", args=[self.slug])

    @property
    def started(self) -> PartialDate:
        return PartialDate(self.started_on, Precision(self.started_precision))

    @property
    def ended(self) -> PartialDate:
        return PartialDate(self.ended_on, Precision(self.ended_precision))


@tracked()
class NetworkCluster(Keyed):
    KEY = ("network_id", "cluster_id")

    network = models.ForeignKey(
        Network, models.CASCADE, related_name="network_clusters", verbose_name=_("network")
    )
    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="network_clusters", verbose_name=_("cluster")
    )

    class Meta:
        verbose_name = _("cluster of the network")
        verbose_name_plural = _("clusters of the network")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "cluster"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network} · {self.cluster}"


@tracked()
class NetworkArea(Keyed):
    KEY = ("network_id", "area_id")

    network = models.ForeignKey(
        Network, models.CASCADE, related_name="network_areas", verbose_name=_("network")
    )
    area = models.ForeignKey(
        Area, models.CASCADE, related_name="network_areas", verbose_name=_("area")
    )

    class Meta:
        verbose_name = _("area of the network")
        verbose_name_plural = _("areas of the network")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "area"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network} · {self.area}"
