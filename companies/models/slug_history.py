from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.history import tracked

from .company import Company


@tracked(looked_for_by="company", moves=True)
class SlugHistory(models.Model):
    """An address that an entry had before; it answers with a permanent redirect."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    company = models.ForeignKey(
        Company, models.CASCADE, related_name="slug_history", verbose_name=_("company")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self) -> str:
        return self.slug
