from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

APPS = ["companies", "networks", "clusters", "flatpages", "auth"]  # as daily work needs them
# Django has no German word for these; ours is found because it stands in our catalogue.
DJANGO_WORDS = [
    gettext_noop("Flat Pages"),
    gettext_noop("flat page"),
    gettext_noop("flat pages"),
    gettext_noop("Authentication and Authorization"),
]


class DirectoryAdminSite(admin.AdminSite):
    """The stock admin under our name, with what is to do on its first page."""

    site_header = _("Clusteratlas – editing")
    site_title = _("Clusteratlas – editing")
    index_title = _("What is to do")
    enable_nav_sidebar = False  # the menu in the header leaves the tables their width

    def index(self, request, extra_context=None):
        from companies.admin import dashboard  # registers with the site, so the site comes first

        context = {"dashboard": dashboard.for_user(request.user)}
        return super().index(request, context | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        places = {label: place for place, label in enumerate(APPS)}
        return sorted(apps, key=lambda app: places.get(app["app_label"], len(places)))
