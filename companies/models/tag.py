from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.history import tracked
from clusters.translated import InCurrentLanguage


class TagQuerySet(models.QuerySet["Tag"]):
    def accepted(self) -> Self:
        return self.filter(is_proposed=False)


@tracked()
class Tag(models.Model):
    """A technology, service or certificate that users of a cluster filter by."""

    class Kind(models.TextChoices):
        TECHNOLOGY = "technology", _("Technology")
        SERVICE = "service", _("Service")
        CERTIFICATE = "certificate", _("Certificate")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.TECHNOLOGY)
    name_de = models.CharField(_("name (German)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    name = InCurrentLanguage("name")
    is_proposed = models.BooleanField(
        _("proposed"),
        default=False,
        help_text=_("New words from imported lists wait here; the public does not see them."),
    )
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "slug"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["technology", "service", "certificate"]),
                name="%(app_label)s_%(class)s_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked(looked_for_by="company")
class CompanyTag(models.Model):
    company = models.ForeignKey(  # its index is that of the constraint
        "companies.Company",
        models.CASCADE,
        related_name="company_tags",
        db_index=False,
        verbose_name=_("company"),
    )
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="company_tags", verbose_name=_("tag"))

    class Meta:
        verbose_name = _("tag of the company")
        verbose_name_plural = _("tags of the company")
        constraints = [
            models.UniqueConstraint(fields=["company", "tag"], name="%(app_label)s_%(class)s_once"),
        ]

    def __str__(self) -> str:
        return f"{self.company} · {self.tag}"
