"""A list on its way in: the file, what was decided about it, what it would change, how far it is.

The file is kept in the database, so that every web process and every worker has it.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, User

from .errors import UnreadableFileError
from .models import Import

PART = 1 << 20  # bytes
IN_MEMORY = 4 << 20  # bytes; a longer file is read from a temporary one


class UploadManager(models.Manager["Upload"]):
    @transaction.atomic
    def of_file(self, file: BinaryIO, name: str, **fields: Any) -> "Upload":
        upload = self.create(file_name=name[-255:], **fields)
        digest, size, number = sha256(), 0, 0
        while part := file.read(PART):
            digest.update(part)
            size += len(part)
            UploadPart.objects.create(upload=upload, number=number, data=part)
            number += 1
        upload.file_hash, upload.size = digest.hexdigest(), size
        upload.save(update_fields=["file_hash", "size"])
        return upload


class Upload(models.Model):
    class State(models.TextChoices):
        COLUMNS = "columns", _("columns to be assigned")
        PLANNING = "planning", _("being compared")
        PLANNED = "planned", _("to be checked")
        SAVING = "saving", _("being brought in")
        SAVED = "saved", _("brought in")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="uploads", verbose_name=_("user")
    )
    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="uploads", verbose_name=_("cluster")
    )
    file_name = models.CharField(_("file"), max_length=255)
    file_hash = models.CharField(_("SHA-256 of the file"), max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    file_gone_at = models.DateTimeField(_("file deleted at"), null=True, blank=True)

    layout = models.JSONField(default=dict)  # of Layout, as far as somebody said it
    options = models.JSONField(default=dict)  # of Options
    good_rows = models.BooleanField(default=False)  # leave out the rows with a fault

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.COLUMNS)
    phase = models.CharField(max_length=10, blank=True)  # of progress.Phase, while at work
    done = models.PositiveIntegerField(default=0)  # rows of the phase
    total = models.PositiveIntegerField(default=0)  # 0: not known
    begun_at = models.DateTimeField(null=True, blank=True)
    is_cancelled = models.BooleanField(default=False)
    message = models.TextField(blank=True)  # why the last piece of work came to nothing

    headings = models.JSONField(default=list)
    totals = models.JSONField(default=dict)  # of the plan
    notes = models.JSONField(default=list)  # of the plan as a whole, in words
    changes_something = models.BooleanField(default=False)
    # Field → word of the file that stands for nothing → in how many rows, and the nearest values.
    unknown = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, blank=True)  # of the plan
    census = models.JSONField(default=dict)  # of the cluster, before and after
    record = models.OneToOneField(
        Import, models.SET_NULL, null=True, blank=True, related_name="upload"
    )

    objects = UploadManager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("list")
        verbose_name_plural = _("lists on their way")

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        return self.state in (self.State.PLANNING, self.State.SAVING)

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The file as it was uploaded. Raises UnreadableFileError once it was deleted."""
        if self.file_gone_at:
            raise UnreadableFileError(_("The file was deleted some time after its import."))
        with SpooledTemporaryFile(IN_MEMORY) as file:
            for data in self.parts.values_list("data", flat=True).iterator(chunk_size=1):
                file.write(data)
            file.seek(0)
            yield file

    def begin(self, state: "Upload.State", message: str = "") -> None:
        """Before a piece of work is handed to a worker."""
        self.state, self.phase, self.done, self.total = state, "", 0, 0
        self.begun_at, self.is_cancelled, self.message = timezone.now(), False, message
        self.save()

    def end(self, state: "Upload.State", message: str = "") -> None:
        self.state, self.phase, self.message = state, "", message
        self.save()

    @classmethod
    def visible_to(cls, user: User) -> models.QuerySet[Self]:
        """Curators see all lists, everybody else their own."""
        every = cls.objects.select_related("cluster", "user", "record")
        return every if user.has_perm("companies.curate_company") else every.filter(user=user)


class UploadPart(models.Model):
    upload = models.ForeignKey(Upload, models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["number"]
        verbose_name = _("part of a file")
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "number"], name="%(app_label)s_%(class)s_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.number}"


class PlannedRow(models.Model):
    """What an import would do with one row of the list."""

    class Outcome(models.TextChoices):
        INVALID = "invalid", _("with a fault")
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        LEFT_OUT = "left_out", _("left out")
        CONFLICT = "conflict", _("changed here as well")
        MISSING = "missing", _("not in the list any more")

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="rows", db_index=False)
    row = models.PositiveIntegerField()  # as in the spreadsheet; 0 where it is none of the file
    outcome = models.CharField(max_length=10, choices=Outcome)
    name = models.CharField(max_length=300)
    company = models.UUIDField(null=True)  # the entry that is there already
    cells = models.JSONField(default=list)  # [column, now, from the file]; conflicts: [, exported]
    candidates = models.JSONField(default=list)  # what the row may be about
    faults = models.JSONField(default=list)  # [column, value, reason]
    mended = models.JSONField(default=list)  # [column, in the file, as it is taken]
    notes = models.JSONField(default=list)  # [column, what else the import did by itself]
    raw = models.JSONField(default=list)  # the row as it stands in the file, where it has faults
    is_mended = models.BooleanField(default=False)
    is_open = models.BooleanField(default=False)  # has candidates of which none was chosen

    class Meta:
        ordering = ["row", "id"]
        verbose_name = _("row of a plan")
        indexes = [
            models.Index(fields=["upload", "outcome", "row"]),
            models.Index(
                fields=["upload", "row"],
                condition=models.Q(is_mended=True),
                name="companies_plannedrow_mended",
            ),
            models.Index(
                fields=["upload", "row"],
                condition=models.Q(is_open=True),
                name="companies_plannedrow_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.name}"
