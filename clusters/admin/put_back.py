"""Putting an earlier state back, as a new change that the history notes like any other.

What a form only shows, such as who published an entry, does not come back with an earlier state:
that would be a way around the rules of those fields. A deleted row comes back as it was, through
somebody who may delete.
"""

from typing import Any

import pghistory
from django.contrib import messages
from django.contrib.admin.options import InlineModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from clusters.models import User

from .changes import event_model, tracked_fields


class PutBackMixin:
    def put_back_view(
        self, request: HttpRequest, object_id: str, part: str, event_id: int
    ) -> HttpResponse:
        pk, obj = self.find_or_deleted(request, object_id)
        inline, events = self._source(request, pk, part)
        event = get_object_or_404(events, pk=event_id)
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_history"
        try:
            with transaction.atomic(), pghistory.context(**_why(event)):
                target = self._put_back(request, obj, inline, event)
        except ValidationError as error:
            self._refuse(request, " ".join(error.messages))
        except DatabaseError:
            self._refuse(request, _("the earlier state no longer fits the other data."))
        else:
            object_id = object_id if inline else target.pk
            messages.success(request, _("The earlier state is back, as a new change."))
        return redirect(name, object_id)

    def save_put_back(self, target: models.Model) -> models.Model:
        """Save a row of this form; returns the row that now counts."""
        target.save()
        return target

    def _put_back(
        self,
        request: HttpRequest,
        obj: models.Model | None,
        inline: InlineModelAdmin | None,
        event: models.Model,
    ) -> models.Model:
        if event.pgh_label == "delete":
            return self._undelete(request, obj, event)
        place = inline or self
        if obj is None or not self.has_change_permission(request, obj):
            raise PermissionDenied
        if not place.has_change_permission(request, obj):
            raise PermissionDenied
        target = obj
        if inline:
            target = inline.get_queryset(request).filter(pk=event.pgh_obj_id).first()
        if target is None:
            raise ValidationError(_("This row was deleted, or is not yours."))
        shown = place.get_readonly_fields(request, obj)
        for field in tracked_fields(event):
            if field.editable and not field.primary_key and field.name not in shown:
                setattr(target, field.attname, getattr(event, field.attname))
        target.full_clean()
        if inline is None:
            return self.save_put_back(target)
        target.save()
        return target

    def _undelete(
        self, request: HttpRequest, obj: models.Model | None, event: models.Model
    ) -> models.Model:
        model = event.pgh_tracked_model
        may_change = obj is None or self.has_change_permission(request, obj)
        if not may_undelete(request.user, model, may_change):
            raise PermissionDenied
        if model._base_manager.filter(pk=event.pgh_obj_id).exists():
            raise ValidationError(_("It is there again already."))
        target = restored(event)
        target.full_clean()
        target.save(force_insert=True)
        if model is self.model:
            self._undelete_parts(request, event)
        return target

    def _undelete_parts(self, request: HttpRequest, event: models.Model) -> None:
        """What was deleted together with a row comes back with it."""
        for inline, key in self.tracked_inlines(request):
            parts = event_model(inline.model).objects.filter(
                pgh_label="delete",
                pgh_context_id=event.pgh_context_id,
                **{f"{key}_id": event.pgh_obj_id},
            )
            for part in parts:
                restored(part).save(force_insert=True)

    def _source(
        self, request: HttpRequest, pk: Any, part: str
    ) -> tuple[InlineModelAdmin | None, models.QuerySet]:
        for inline, rows in self.events(request, pk):
            if rows.model._meta.label_lower == part:
                return inline, rows
        raise Http404

    def _refuse(self, request: HttpRequest, why: str) -> None:
        messages.error(request, _("Not put back: %s") % why)


def may_undelete(user: User, model: type[models.Model], may_change: bool) -> bool:
    """Whoever may add and delete rows may undo a deletion, if the form is theirs to change."""
    names = [
        f"{model._meta.app_label}.{verb}_{model._meta.model_name}" for verb in ("add", "delete")
    ]
    return may_change and user.has_perms(names)


def restored(event: models.Model) -> models.Model:
    """The row as the event knows it, not saved."""
    values = {field.attname: getattr(event, field.attname) for field in tracked_fields(event)}
    return event.pgh_tracked_model(**values)


def _why(event: models.Model) -> dict[str, str]:
    when = timezone.localtime(event.pgh_created_at)
    return {
        "reason": gettext_noop("Put back"),
        "put_back": formats.date_format(when, "SHORT_DATETIME_FORMAT"),
    }
