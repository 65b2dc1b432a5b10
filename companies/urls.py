"""Addresses of the directory, below its translated first part."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from companies import views

app_name = "companies"
urlpatterns = [
    path("", views.company_list, name="company_list"),
    path(_("suggestions/"), views.suggestions, name="suggestions"),
    path(_("preview/<slug:slug>/"), views.company_preview, name="company_preview"),
    path("<slug:slug>/", views.company_detail, name="company_detail"),
]
