from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import DirectoryAdmin
from companies.models import CompanyTag, Tag

from .counts import CompanyCount


@admin.register(Tag)
class TagAdmin(CompanyCount, DirectoryAdmin):
    list_display = ["name", "name_en", "kind", "is_proposed"]
    list_filter = ["is_proposed", "kind"]
    search_fields = ["name_de", "name_en", "slug"]
    actions = ["accept"]
    fieldsets = [(None, {"fields": ["name_de", "name_en", "slug", "kind", "is_proposed"]})]

    company_parts = CompanyTag.objects.all()
    outer = "tag"

    def query(self, tag):
        return {"company_tags__tag": tag.pk}

    @admin.display(description=_("name"), ordering="name_de")
    def name(self, tag):
        return tag.name

    @admin.action(description=_("Accept proposals"), permissions=["change"])
    def accept(self, request, queryset):
        queryset.update(is_proposed=False)
