from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.history import tracked
from clusters.identifiers import wz_code
from clusters.natural_keys import Keyed, KeyedQuerySet
from clusters.translated import InCurrentLanguage

from .cluster import Cluster


class SectorQuerySet(KeyedQuerySet["Sector"]):
    def top_level(self) -> Self:
        return self.filter(parent=None)

    def within(self, slug: str) -> Self:
        """The sector with this slug and the ones below it."""
        return self.filter(Q(slug=slug) | Q(parent__slug=slug))


@tracked()
class Sector(Keyed):
    """A branch of a cluster, in two levels, tied to WZ/NACE activities."""

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="sectors", verbose_name=_("cluster")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name_de = models.CharField(_("name (German)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    name = InCurrentLanguage("name")
    synonyms = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("synonyms"),
        default=list,
        blank=True,
        help_text=_("Other words people use, German and English, separated by commas."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = SectorQuerySet.as_manager()

    class Meta:
        ordering = ["cluster", "position", "slug"]
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=models.F("id")),
                name="%(app_label)s_%(class)s_not_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.parent and self.parent.parent_id:
            raise ValidationError(
                {"parent": _("Sectors have two levels: choose a top-level sector.")}
            )
        if self.parent and self.parent.cluster_id != self.cluster_id:
            raise ValidationError({"parent": _("Choose a sector of the same cluster.")})


@tracked()
class SectorActivity(Keyed):
    """An economic activity of a sector: the code means nothing without its edition."""

    KEY = ("sector_id", "code", "edition")

    class Edition(models.TextChoices):
        WZ_2008 = "2008", "WZ 2008"
        WZ_2025 = "2025", "WZ 2025"

    sector = models.ForeignKey(
        Sector, models.CASCADE, related_name="activities", verbose_name=_("sector")
    )
    code = models.CharField(_("WZ code"), max_length=8)
    edition = models.CharField(_("edition"), max_length=4, choices=Edition)

    class Meta:
        ordering = ["sector", "edition", "code"]
        verbose_name = _("economic activity")
        verbose_name_plural = _("economic activities")
        constraints = [
            models.UniqueConstraint(
                fields=["sector", "code", "edition"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=Q(edition__in=["2008", "2025"]),
                name="%(app_label)s_%(class)s_edition_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} (WZ {self.edition})"

    def clean(self) -> None:
        self.code = wz_code(self.code, self.edition)
