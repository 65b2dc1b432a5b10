"""Addresses of the directory, below its translated first part."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from companies import views
from companies.exports import views as exports

app_name = "companies"
urlpatterns = [
    path("", views.company_list, name="company_list"),
    path("export.csv", exports.export_csv, name="export_csv"),
    path("export-excel.csv", exports.export_excel_csv, name="export_excel_csv"),
    path("export.xlsx", exports.export_xlsx, name="export_xlsx"),
    path(_("suggestions/"), views.suggestions, name="suggestions"),
    path(_("preview/<slug:slug>/"), views.company_preview, name="company_preview"),
    path("<slug:slug>/", views.company_detail, name="company_detail"),
]
