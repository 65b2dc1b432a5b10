from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.history import tracked
from clusters.natural_keys import Keyed
from clusters.translated import InCurrentLanguage


@tracked()
class Organisation(Keyed):
    """A public or intermediary body: publisher, cluster organisation, founder, manager, funder.

    It is not a company of the directory and is not counted as one.
    """

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    role_de = models.TextField(_("role (German)"), blank=True)
    role_en = models.TextField(_("role (English)"), blank=True)
    role = InCurrentLanguage("role")
    area = models.ForeignKey(
        "clusters.Area",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("area"),
    )
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    city = models.CharField(_("place"), max_length=120, blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    fax = models.CharField(_("fax"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    source = models.ForeignKey(
        "clusters.Source",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="named_organisations",
        verbose_name=_("source"),
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("For curators, e.g. what was inferred and not stated.")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.short_name or self.name
