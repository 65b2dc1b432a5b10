from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.history import tracked
from clusters.models import Cluster, Source


@tracked(public=False)
class ImportMapping(models.Model):
    """Which column of a list is which field, kept for the next version of the list."""

    name = models.SlugField(_("name"), max_length=80, unique=True)
    source = models.ForeignKey(
        Source,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="import_mappings",
        verbose_name=_("source"),
    )
    columns = models.JSONField(
        _("columns"),
        default=dict,
        blank=True,
        help_text=_('Column of the file → field, e.g. {"strasse+hausnr": "street"}.'),
    )
    constants = models.JSONField(_("fixed values"), default=dict, blank=True)
    only = models.JSONField(
        _("only rows with"), default=dict, blank=True, help_text=_("Column → accepted values.")
    )
    key_column = models.CharField(_("key column"), max_length=120, blank=True)
    values = models.JSONField(
        _("translated values"),
        default=dict,
        blank=True,
        help_text=_('Field → text in the file → value, e.g. {"kind": {"Klinik": "hospital"}}.'),
    )
    headings = models.JSONField(
        _("headings"),
        default=list,
        blank=True,
        help_text=_("Of the file it was made for: by them it is offered again."),
    )
    rules = models.JSONField(
        _("rules"),
        default=dict,
        blank=True,
        help_text=_("What to do with uncertain rows, missing entries and empty cells."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("import mapping")
        verbose_name_plural = _("import mappings")

    def __str__(self) -> str:
        return self.name


@tracked(public=False)
class Import(models.Model):
    """One list that was brought in: which file, by whom, with what outcome."""

    file_name = models.CharField(_("file"), max_length=255)
    file_hash = models.CharField(_("SHA-256 of the file"), max_length=64)
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="imports", verbose_name=_("cluster")
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("source"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("user"),
        help_text=_("Empty for an import on the command line."),
    )
    options = models.JSONField(_("options"), default=dict, blank=True)
    totals = models.JSONField(_("totals"), default=dict, blank=True)
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.pk} · {self.file_name}"


class NamePage(models.Model):
    """What tells some entries of a large directory at first sight; see ``shelf``."""

    code = models.CharField(max_length=64)  # version of what made it
    shelf = models.PositiveIntegerField()  # number of those, all pages of which were made together
    # The first of its entries, in order of their ids; none on the page that has the words.
    first = models.UUIDField(null=True)
    hash = models.BigIntegerField(default=0)  # of all that was read
    marks = models.BinaryField()  # the ids, each with a hash of its own
    data = models.BinaryField()

    class Meta:
        verbose_name = "page of names"

    def __str__(self) -> str:
        return f"{self.shelf}, {self.first}"
