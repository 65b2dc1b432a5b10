"""Rows in a form: every control has a name, also where the column's heading is all one sees."""

from collections.abc import Hashable, Iterable

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, ModelForm
from django.utils.text import capfirst
from django.utils.translation import gettext as _


class NamedFormSet(BaseInlineFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        if deletion := form.fields.get("DELETE"):
            row = form.instance if form.instance.pk else self.model._meta.verbose_name
            deletion.widget.attrs["aria-label"] = _("Delete %s") % row

    @property
    def rows(self) -> list[ModelForm]:
        """The filled rows that stay, where no row has an error of its own."""
        if any(self.errors):
            return []
        filled = [form for form in self.forms if form.instance.pk or form.has_changed()]
        return [form for form in filled if form not in self.deleted_forms]

    def refuse_twice(self, keys: Iterable[Hashable]) -> None:
        """Constraints with a condition compare a row with the database, not with its neighbours.

        Raises ValidationError if two of ``keys`` are the same.
        """
        keys = list(keys)
        if len(set(keys)) < len(keys):
            raise ValidationError(_("The same entry stands here twice."))


class StackedInline(admin.StackedInline):
    extra = 0


class TabularInline(admin.TabularInline):
    formset = NamedFormSet
    extra = 0

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        field.widget.attrs["aria-label"] = capfirst(db_field.verbose_name)
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            wrapper = field.widget
            wrapper.widget.attrs["aria-label"] = capfirst(db_field.verbose_name)
            # a row has no room for four buttons
            wrapper.can_add_related = wrapper.can_change_related = False
            wrapper.can_delete_related = wrapper.can_view_related = False
        return field


class ReadOnlyInline(TabularInline):
    can_delete = False

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False
