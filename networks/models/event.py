from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.dates import PartialDate, Precision
from clusters.history import tracked
from clusters.models import Area, Cluster, Organisation, Source
from clusters.models.partial_date import dated_if_known
from clusters.natural_keys import Keyed, KeyedQuerySet
from clusters.translated import InCurrentLanguage

from .network import Network


class EventQuerySet(KeyedQuerySet["Event"]):
    def for_cards(self) -> Self:
        return self.select_related("series", "network", "cluster", "organiser", "area", "source")

    def by_date(self) -> Self:
        """Latest first; those without a date last."""
        return self.order_by(F("starts_on").desc(nulls_last=True), "title")


@tracked()
class Event(Keyed):
    """A meeting, series, roadshow, seminar or call, dated as exactly as its source is."""

    class Kind(models.TextChoices):
        EVENT = "event", _("Event")
        SERIES = "series", _("Series")
        KICK_OFF = "kick_off", _("Kick-off")
        ROADSHOW = "roadshow", _("Roadshow")
        SEMINAR = "seminar", _("Seminar")
        CALL = "call", _("Call")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(
        _("title"), max_length=300, help_text=_("As announced; it is not translated.")
    )
    summary_de = models.TextField(_("summary (German)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    summary = InCurrentLanguage("summary")
    series = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        limit_choices_to={"kind": "series"},
        related_name="parts",
        verbose_name=_("series"),
    )
    starts_on = models.DateField(_("date or start"), null=True, blank=True)
    starts_precision = models.CharField(
        _("precision of the start"), max_length=10, choices=Precision, default=Precision.UNKNOWN
    )
    ends_on = models.DateField(
        _("end or deadline"), null=True, blank=True, help_text=_("For a call: the day it closes.")
    )
    ends_precision = models.CharField(
        _("precision of the end"), max_length=10, choices=Precision, default=Precision.UNKNOWN
    )
    took_place = models.BooleanField(
        _("has taken place"),
        null=True,
        blank=True,
        help_text=_("Only where the date does not tell."),
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    area = models.ForeignKey(
        Area,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("area"),
    )
    organiser = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("organiser"),
    )
    cluster = models.ForeignKey(
        Cluster,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("cluster"),
    )
    network = models.ForeignKey(
        Network,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("network"),
    )
    prize_eur = models.PositiveBigIntegerField(_("prizes in EUR"), null=True, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("source"),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("For curators; not shown."))

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "title"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(series=None) | ~Q(series=F("id")),
                name="%(app_label)s_%(class)s_not_own_series",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["event", "series", "kick_off", "roadshow", "seminar", "call"]
                ),
                name="%(app_label)s_%(class)s_kind_known",
            ),
            dated_if_known("starts", "%(app_label)s_%(class)s_starts_known"),
            dated_if_known("ends", "%(app_label)s_%(class)s_ends_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def starts(self) -> PartialDate:
        return PartialDate(self.starts_on, Precision(self.starts_precision))

    @property
    def ends(self) -> PartialDate:
        return PartialDate(self.ends_on, Precision(self.ends_precision))
