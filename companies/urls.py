"""Addresses of the directory."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from companies import views

app_name = "companies"
urlpatterns = [
    path(_("companies/"), views.company_list, name="company_list"),
    path(_("companies/preview/<slug:slug>/"), views.company_preview, name="company_preview"),
    path(_("companies/<slug:slug>/"), views.company_detail, name="company_detail"),
]
