"""The history page of every form, and the list of what was deleted."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .changes import Change, changes, event_model
from .put_back import PutBackMixin, may_undelete

LIMIT = 200  # changes on one page


class HistoryMixin(PutBackMixin):
    """A ModelAdmin whose history page shows the inlines' rows as well, and the way back."""

    @property
    def is_tracked(self) -> bool:
        return event_model(self.model) is not None

    def get_urls(self):
        if not self.is_tracked:
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("deleted/", wrap(self.deleted_view), name=f"{name}_deleted"),
            path(
                "<path:object_id>/history/<str:part>/<int:event_id>/",
                wrap(require_POST(self.put_back_view)),
                name=f"{name}_put_back",
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        context = {"may_see_deleted": self.has_delete_permission(request)}
        return super().changelist_view(request, context | (extra_context or {}))

    def history_view(self, request, object_id, extra_context=None):
        if not self.is_tracked:
            raise Http404
        pk, obj = self.find_or_deleted(request, object_id)
        sources = [rows.select_related("pgh_context") for _inline, rows in self.events(request, pk)]
        found = changes(sources, limit=LIMIT, skip=self._keys_to_self(request))
        if obj is None and not found:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %s") % (obj or found[0].name),
            "opts": self.opts,
            "object": obj,
            "object_id": object_id,
            "changes": self._offer(request, obj, found),
            "limit": LIMIT if len(found) == LIMIT else None,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/history.html", context)

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_delete_permission(request):
            raise PermissionDenied
        there = self.model._base_manager.filter(pk=OuterRef("pgh_obj_id"))
        gone = event_model(self.model).objects.filter(~Exists(there), pgh_label="delete")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Deleted: %s") % self.opts.verbose_name_plural,
            "opts": self.opts,
            "changes": changes([gone.select_related("pgh_context")], limit=LIMIT),
        }
        return TemplateResponse(request, "admin/deleted.html", context)

    def events(
        self, request: HttpRequest, pk: Any
    ) -> Iterable[tuple[InlineModelAdmin | None, QuerySet]]:
        """The events of the row ``pk`` and of the rows that its form has inline."""
        yield None, event_model(self.model).objects.filter(pgh_obj_id=pk)
        for inline, key in self.tracked_inlines(request):
            yield inline, event_model(inline.model).objects.filter(**{f"{key}_id": pk})

    def tracked_inlines(self, request: HttpRequest) -> Iterable[tuple[InlineModelAdmin, str]]:
        """Each inline, with the key of its rows that leads here."""
        for inline in self.get_inline_instances(request):
            keys = [
                field.name
                for field in inline.model._meta.fields
                if field.many_to_one and field.related_model is self.model
            ]
            if event_model(inline.model):
                yield inline, inline.fk_name or keys[0]

    def find_or_deleted(
        self, request: HttpRequest, object_id: str
    ) -> tuple[Any, models.Model | None]:
        """The key and its row; None where the row was deleted and ``request`` may know of it."""
        try:
            pk = self.opts.pk.to_python(unquote(object_id))
        except ValidationError as error:
            raise Http404 from error
        obj = self.get_object(request, unquote(object_id))
        if obj and not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        hidden = obj is None and self.model._base_manager.filter(pk=pk).exists()
        if hidden or (obj is None and not self.has_delete_permission(request)):
            raise Http404
        return pk, obj

    def _keys_to_self(self, request: HttpRequest) -> set[tuple[type[models.Model], str]]:
        return {(inline.model, key) for inline, key in self.tracked_inlines(request)}

    def _offer(
        self, request: HttpRequest, obj: models.Model | None, found: Sequence[Change]
    ) -> Sequence[Change]:
        """Mark what can be put back: the earlier states of each row, and its deletion."""
        may_change = obj is not None and self.has_change_permission(request, obj)
        newest: dict[tuple, str] = {}
        for change in found:
            row, label = (change.model, change.event.pgh_obj_id), change.event.pgh_label
            if row not in newest:
                change.can_be_put_back = label == "delete" and may_undelete(
                    request.user, change.model, may_change or obj is None
                )
            else:
                change.can_be_put_back = may_change and "delete" not in (label, newest[row])
            newest.setdefault(row, label)
        return found
