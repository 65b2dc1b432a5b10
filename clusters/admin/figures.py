"""Official figures: whoever corrects one leaves the old one on record."""

from django.contrib import admin
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Figure
from clusters.models.figure import supersede

from .base import REASON, DirectoryAdmin
from .changes import event_model
from .inlines import NamedFormSet, TabularInline


class IsCurrent(admin.SimpleListFilter):
    title = gettext_lazy("validity")
    parameter_name = "superseded"

    def lookups(self, request, model_admin):
        return [("yes", _("Superseded")), ("all", _("All"))]

    def choices(self, changelist):
        everything, *rest = super().choices(changelist)
        return [everything | {"display": _("Current")}, *rest]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        return queryset.filter(superseded_at__isnull=self.value() != "yes")


@admin.register(Figure)
class FigureAdmin(DirectoryAdmin):
    list_display = ["cluster", "area", "indicator", "amount", "year", "source"]
    list_display_links = ["indicator"]
    list_select_related = ["cluster", "area", "source"]
    list_filter = [IsCurrent, "cluster", "indicator", "area__level"]
    search_fields = ["cluster__name_de", "area__name", "source__title", "note"]
    autocomplete_fields = ["cluster", "area", "source"]
    readonly_fields = ["superseded_at", "earlier"]
    fieldsets = [
        (
            None,
            {
                "fields": [("cluster", "area"), ("indicator", "qualifier"), ("value", "unit")],
                "description": gettext_lazy(
                    "A figure is never overwritten: saving a correction puts a new one in its "
                    "place, and the old one stays on record."
                ),
            },
        ),
        (
            gettext_lazy("Source and date"),
            {"fields": ["source", "reference_year", ("as_of_on", "as_of_precision"), "note"]},
        ),
        (gettext_lazy("Earlier values"), {"fields": ["superseded_at", "earlier"]}),
    ]

    @admin.display(description=gettext_lazy("value"), ordering="value")
    def amount(self, figure):
        return written(figure)

    @admin.display(description=gettext_lazy("reference year"), ordering="reference_year")
    def year(self, figure):
        return str(figure.reference_year) if figure.reference_year else None

    @admin.display(description=gettext_lazy("earlier values"))
    def earlier(self, figure):
        rows = family(figure).exclude(superseded_at=None).order_by("-superseded_at")
        lines = (
            (written(row), _("until"), formats.localize(timezone.localdate(row.superseded_at)))
            for row in rows
        )
        return format_html_join("\n", "<p>{} ({} {})</p>", lines) or "–"

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.superseded_at)

    def save_model(self, request, obj, form, change):
        if not change:
            super().save_model(request, obj, form, change)
        elif set(form.changed_data) - {REASON}:
            obj.pk = supersede(figure=obj).pk

    def save_put_back(self, target):
        return supersede(figure=target)

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        if "_continue" in request.POST:
            response["Location"] = reverse("admin:clusters_figure_change", args=[obj.pk])
        return response

    def events(self, request, pk):
        """A figure's history is that of all its versions."""
        figure = Figure.objects.filter(pk=pk).first()
        rows = event_model(Figure).objects.filter(pgh_obj_id=pk)
        if figure:
            rows = event_model(Figure).objects.filter(**_identity(figure))
        yield None, rows


class FigureFormSet(NamedFormSet):
    def clean(self):
        super().clean()
        keys = ("cluster", "area", "indicator", "reference_year", "source")
        self.refuse_twice(tuple(row.cleaned_data.get(key) for key in keys) for row in self.rows)

    def save_existing(self, form, obj, commit=True):
        return supersede(figure=obj)


class FigureInline(TabularInline):
    model = Figure
    formset = FigureFormSet
    can_delete = False
    show_change_link = True
    fields = ["indicator", "qualifier", "value", "unit", "reference_year", "source"]
    autocomplete_fields = ["source"]
    verbose_name_plural = gettext_lazy("figures with their sources")

    def get_queryset(self, request):
        return super().get_queryset(request).current().select_related("cluster", "area", "source")


class FigureOfClusterInline(FigureInline):
    fields = ["area", *FigureInline.fields]
    autocomplete_fields = ["area", "source"]


class FigureOfAreaInline(FigureInline):
    fields = ["cluster", *FigureInline.fields]


def written(figure: Figure) -> str:
    """The figure in words, e.g. “more than 130” or “about 2.5 EUR”."""
    qualifier = "" if figure.qualifier == Figure.Qualifier.EXACT else figure.get_qualifier_display()
    value = figure.value.normalize()
    value = formats.localize(value.quantize(1) if value == value.to_integral() else value)
    unit = "" if figure.unit == Figure.Unit.COUNT else figure.get_unit_display()
    return " ".join(part for part in (qualifier, value, unit) if part)


def family(figure: Figure):
    """All versions of a figure."""
    return Figure.objects.filter(**_identity(figure))


def _identity(figure: Figure) -> dict[str, object]:
    keys = ("cluster_id", "area_id", "indicator", "source_id")
    return {key: getattr(figure, key) for key in keys}
