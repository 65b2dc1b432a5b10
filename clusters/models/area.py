from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.boundaries import checked_geometry
from clusters.history import tracked
from clusters.natural_keys import Keyed, KeyedQuerySet
from clusters.translated import InCurrentLanguage


class AreaQuerySet(KeyedQuerySet["Area"]):
    def get_by_natural_key(self, slug: str, parent: str | None = None) -> "Area":
        """A locality is known by its own slug and its district's, all above by theirs."""
        if parent:
            return self.get(level=Area.Level.LOCALITY, slug=slug, parent__slug=parent)
        return self.get(level__lt=Area.Level.LOCALITY, slug=slug)

    def districts(self) -> Self:
        """Bezirke, Kreise and kreisfreie Städte: the third level."""
        return self.filter(level=Area.Level.DISTRICT)

    def states(self) -> Self:
        return self.filter(level=Area.Level.STATE)

    def districts_of(self, slug: str) -> Self:
        """The district with this slug, or all districts of the Land with this slug."""
        return self.districts().filter(Q(slug=slug) | Q(parent__slug=slug))


@tracked(exclude=["outline"])  # which can be drawn again
class Area(Keyed):
    """A place in the tree region → Land → district → locality.

    "District" means an area of the third level: a Bezirk, Kreis or kreisfreie Stadt.
    """

    class Level(models.IntegerChoices):
        REGION = 1, _("Region")
        STATE = 2, _("Land")
        DISTRICT = 3, _("District")
        LOCALITY = 4, _("Locality")

    class Kind(models.TextChoices):
        REGION = "region", _("Region")
        STATE = "land", _("Land")
        BEZIRK = "bezirk", _("Bezirk")
        KREIS = "kreis", _("Kreis")
        CITY = "kreisfreie_stadt", _("Independent city")
        ORTSTEIL = "ortsteil", _("Ortsteil")
        GEMEINDE = "gemeinde", _("Municipality")

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    official_name = models.CharField(
        _("official name"),
        max_length=160,
        blank=True,
        help_text=_("Where it differs, e.g. with the Sorbian name."),
    )
    slug = models.SlugField(_("slug"), max_length=80)
    ags = models.CharField(
        _("AGS"),
        max_length=8,
        blank=True,
        help_text=_("Amtlicher Gemeindeschlüssel: 2 digits for a Land, 5 for a Kreis, 8 below."),
    )
    nuts = models.CharField(
        _("NUTS"),
        max_length=5,
        blank=True,
        help_text=_("Not unique: all Bezirke of Berlin are DE300."),
    )
    tile_row = models.PositiveSmallIntegerField(_("tile row"), null=True, blank=True)
    tile_column = models.PositiveSmallIntegerField(_("tile column"), null=True, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    boundary = models.JSONField(
        _("boundary"),
        null=True,
        blank=True,
        help_text=_("GeoJSON geometry in WGS 84, loaded with load_boundaries."),
    )
    outline = models.JSONField(
        _("outline"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Drawn from the boundary when that was loaded."),
    )
    description_de = models.TextField(_("description (German)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    description = InCurrentLanguage("description")
    source = models.ForeignKey(
        "clusters.Source",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source of the description"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["level", "position", "slug"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=Q(level__lte=3), name="%(app_label)s_%(class)s_slug"
            ),
            models.UniqueConstraint(
                fields=["parent", "slug"], name="%(app_label)s_%(class)s_slug_in_parent"
            ),
            models.UniqueConstraint(
                fields=["ags"], condition=~Q(ags=""), name="%(app_label)s_%(class)s_ags"
            ),
            models.CheckConstraint(
                condition=Q(level=1, parent=None) | Q(level__in=[2, 3, 4], parent__isnull=False),
                name="%(app_label)s_%(class)s_level_has_parent",
                violation_error_message=_(
                    "Only a region stands alone; all else is part of an area."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ags="") | Q(ags__regex=r"^(\d{2}|\d{5}|\d{8})$"),
                name="%(app_label)s_%(class)s_ags_form",
                violation_error_message=_("An AGS has 2, 5 or 8 digits."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.boundary is not None:
            try:
                checked_geometry(self.boundary)
            except ValidationError as error:
                raise ValidationError({"boundary": error.messages}) from error

    def natural_key(self) -> tuple[str, ...]:
        if self.level == self.Level.LOCALITY:
            return self.slug, self.parent.slug
        return (self.slug,)

    def get_absolute_url(self) -> str:
        return reverse("district_detail", args=[self.slug])
