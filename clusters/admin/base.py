"""What all forms of the admin share: a reason for each change, its history, the page it makes."""

from contextlib import AbstractContextManager, nullcontext

import pghistory
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import formats
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clusters.text import slugify_german, unique_slug

from .history import HistoryMixin

REASON = "change_reason"


class DirectoryForm(forms.ModelForm):
    """A form that asks why, and makes the address of a new page from its name."""

    change_reason = forms.CharField(
        label=_("reason"),
        max_length=200,
        required=False,
        help_text=_("Stands in the history, for example “telephone call of 3 March”."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields and self.instance._state.adding:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty, it is made from the name.")

    def clean(self):
        data = super().clean()
        if "slug" in self.fields and not data.get("slug") and "slug" not in self.errors:
            data["slug"] = self._free_slug(data)
        return data

    def _free_slug(self, data: dict) -> str:
        named = next((data[key] for key in ("name", "name_de", "title") if data.get(key)), "")
        rows = self._meta.model._default_manager.exclude(pk=self.instance.pk)
        length = self._meta.model._meta.get_field("slug").max_length
        wanted = slugify_german(named, length)
        return unique_slug(wanted, lambda slug: rows.filter(slug=slug).exists(), length)


class DirectoryAdmin(HistoryMixin, admin.ModelAdmin):
    form = DirectoryForm
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # counts beside every filter take a second and more
    formfield_overrides = {
        ArrayField: {"widget": AdminTextInputWidget},
        models.URLField: {"assume_scheme": "https"},
    }

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        with because(request):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request, extra_context=None):
        context = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, context | (extra_context or {}))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if REASON in flatten_fieldsets(fieldsets):
            fieldsets = [
                (name, options | {"fields": [f for f in options["fields"] if f != REASON]})
                for name, options in fieldsets
            ]
        if not self._may_save(request, obj):
            return fieldsets
        return [*fieldsets, (_("Reason for the change"), {"fields": [REASON]})]

    def _may_save(self, request: HttpRequest, obj: models.Model | None) -> bool:
        if obj is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, obj)

    def view_on_site(self, obj):
        """The public page, or None where there is none (yet)."""
        try:
            return obj.get_absolute_url()
        except (AttributeError, NoReverseMatch):
            return None


class ReadOnlyAdmin(DirectoryAdmin):
    """What programmes write and people only look at."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, *(field.name for field in self.opts.fields)]


def because(request: HttpRequest) -> AbstractContextManager:
    """While it lasts, the history notes the reason that the form gives."""
    reason = request.POST.get(REASON, "").strip()[:200]
    return pghistory.context(reason=reason) if reason else nullcontext()


def count_of(rows: models.QuerySet, outer: str, what: str = "pk") -> Coalesce:
    """How many of ``rows`` belong to each row of a list, as a subquery: joins would multiply.

    ``outer`` is the lookup of ``rows`` that leads to the row of the list; ``what`` is counted,
    each once.
    """
    counted = rows.filter(**{outer: OuterRef("pk")}).order_by().values(outer)
    number = models.Count(what, distinct=what != "pk")
    return Coalesce(Subquery(counted.annotate(n=number).values("n")), 0)


def link_to(rows: type[models.Model], count: int, **query: object) -> str:
    """A count that leads to exactly the list behind it."""
    url = reverse(f"admin:{rows._meta.app_label}_{rows._meta.model_name}_changelist", query=query)
    return format_html('<a href="{}">{}</a>', url, formats.localize(count))
