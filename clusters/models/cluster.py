from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.history import tracked
from clusters.natural_keys import Keyed
from clusters.translated import InCurrentLanguage

from .organisation import Organisation


@tracked()
class Cluster(Keyed):
    """A field of the region's economy that is promoted as one."""

    class Accent(models.TextChoices):
        BLUE = "blue", _("Blue")
        VIOLET = "violet", _("Violet")
        TEAL = "teal", _("Teal")
        AMBER = "amber", _("Amber")
        ROSE = "rose", _("Rose")
        GREEN = "green", _("Green")

    slug = models.SlugField(_("slug"), unique=True)
    name_de = models.CharField(_("name (German)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    name = InCurrentLanguage("name")
    summary_de = models.TextField(_("summary (German)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    summary = InCurrentLanguage("summary")
    accent = models.CharField(
        _("accent colour"), max_length=10, choices=Accent, default=Accent.BLUE
    )
    is_sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        help_text=_("Entries need a second pair of eyes: whoever submits one cannot publish it."),
    )
    adds_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="additions",
        verbose_name=_("counts in addition to"),
        help_text=_("The cluster whose figure this one's companies are additional to."),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="clusters",
        verbose_name=_("cluster organisation"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name_de=""), name="%(app_label)s_%(class)s_has_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cluster_detail", args=[self.slug])
