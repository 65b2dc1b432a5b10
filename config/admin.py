"""Models of libraries in the admin: editable texts, and no sites."""

from django.contrib import admin
from django.contrib.flatpages.admin import FlatPageAdmin as DjangoFlatPageAdmin
from django.contrib.flatpages.models import FlatPage
from django.contrib.sites.admin import SiteAdmin  # noqa: F401  Site is registered by then
from django.contrib.sites.models import Site
from django.utils.translation import gettext_lazy as _
from django_tasks_db.admin import DBTaskResult, DBTaskResultAdmin  # noqa: F401  as above

admin.site.unregister(Site)  # one installation is one site
admin.site.unregister(DBTaskResult)  # lists on their way say how far they are
admin.site.unregister(FlatPage)


@admin.register(FlatPage)
class FlatPageAdmin(DjangoFlatPageAdmin):
    list_filter = []
    fieldsets = [
        (
            None,
            {
                "fields": ["url", "title", "content"],
                "description": _(
                    "Legal and other texts. HTML is allowed; the address cannot be chosen freely, "
                    "because the pages link to it."
                ),
            },
        ),
        (_("Where it is shown"), {"fields": ["sites"], "classes": ["collapse"]}),
    ]

    def get_changeform_initial_data(self, request):
        return {"sites": Site.objects.all(), **super().get_changeform_initial_data(request)}
