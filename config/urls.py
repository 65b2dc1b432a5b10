"""All addresses of the site: German at the root, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from config import health, views

clusters = [
    path("", views.cluster_list, name="cluster_list"),
    path("<slug:slug>/", views.cluster_detail, name="cluster_detail"),
]
districts = [
    path("", views.district_list, name="district_list"),
    path("<slug:slug>/", views.district_detail, name="district_detail"),
]
networks = [
    path("", views.network_list, name="network_list"),
    path("<slug:slug>/", views.network_detail, name="network_detail"),
]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path(
        "robots.txt",
        TemplateView.as_view(template_name="robots.txt", content_type="text/plain"),
        name="robots",
    ),
    path("admin/", admin.site.urls),
]

urlpatterns += i18n_patterns(
    path("", views.home, name="home"),
    path(_("companies/"), include("companies.urls")),
    path(_("clusters/"), include(clusters)),
    path(_("districts/"), include(districts)),
    path(_("networks/"), include(networks)),
    path(_("events/"), include("networks.urls")),
    path(_("imprint/"), views.legal_page, name="imprint"),
    path(_("privacy/"), views.legal_page, name="privacy"),
    path(_("accessibility/"), views.legal_page, name="accessibility"),
    path(_("easy-language/"), views.legal_page, name="easy_language"),
    prefix_default_language=False,
)
