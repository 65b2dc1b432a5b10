from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.dates import PartialDate, Precision
from clusters.history import tracked
from clusters.natural_keys import Keyed, KeyedQuerySet

from .area import Area
from .cluster import Cluster
from .partial_date import dated_if_known
from .source import Source


class FigureQuerySet(KeyedQuerySet["Figure"]):
    def current(self) -> Self:
        return self.filter(superseded_at=None)

    def for_pages(self) -> Self:
        return self.current().select_related("cluster", "area", "source", "source__publisher")


@tracked()
class Figure(Keyed):
    """One published number. A correction is a new row, so old reports stay true."""

    KEY = (
        "cluster_id",
        "area_id",
        "indicator",
        "reference_year",
        "source_id",
        "superseded_at",
    )

    class Indicator(models.TextChoices):
        COMPANIES = "companies", _("Companies")
        EMPLOYEES = "employees", _("Employees")
        TURNOVER = "turnover", _("Turnover per year")
        UNIVERSITIES = "universities", _("Universities")

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("stated")
        ABOUT = "about", _("about")
        MORE_THAN = "more_than", _("more than")

    class Unit(models.TextChoices):
        COUNT = "count", _("number")
        EUR = "eur", _("EUR")

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="figures", verbose_name=_("cluster")
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="figures", verbose_name=_("area"))
    indicator = models.CharField(_("indicator"), max_length=20, choices=Indicator)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=2)  # in ``unit``
    qualifier = models.CharField(
        _("qualifier"), max_length=10, choices=Qualifier, default=Qualifier.EXACT
    )
    unit = models.CharField(_("unit"), max_length=10, choices=Unit, default=Unit.COUNT)
    reference_year = models.PositiveSmallIntegerField(
        _("reference year"),
        null=True,
        blank=True,
        help_text=_("Empty where the source gives none."),
    )
    as_of_on = models.DateField(_("as of"), null=True, blank=True)
    as_of_precision = models.CharField(
        _("precision of the date"), max_length=10, choices=Precision, default=Precision.UNKNOWN
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="figures", verbose_name=_("source")
    )
    note = models.TextField(_("note"), blank=True)
    superseded_at = models.DateTimeField(_("superseded at"), null=True, blank=True, editable=False)

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["cluster", "area", "indicator", "-reference_year"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "area", "indicator", "reference_year", "source"],
                condition=Q(superseded_at=None),
                nulls_distinct=False,  # figures without a year collide too
                name="%(app_label)s_%(class)s_once_per_source",
                violation_error_message=_("This source already gives that figure."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0), name="%(app_label)s_%(class)s_not_negative"
            ),
            dated_if_known("as_of", "%(app_label)s_%(class)s_as_of_known"),
        ]

    def __str__(self) -> str:
        return f"{self.cluster} · {self.area} · {self.get_indicator_display()}"

    @property
    def as_of(self) -> PartialDate:
        return PartialDate(self.as_of_on, Precision(self.as_of_precision))


@transaction.atomic
def supersede(*, figure: Figure, **changes: Any) -> Figure:
    """Put a corrected figure in the place of ``figure``, which stays on record.

    ``changes`` are the fields that differ. Returns the new row.
    """
    Figure.objects.filter(pk=figure.pk).update(superseded_at=timezone.now())
    values = {f.name: getattr(figure, f.name) for f in Figure._meta.fields if not f.primary_key}
    return Figure.objects.create(**(values | {"superseded_at": None} | changes))
