"""An admin site that knows companies alone, in the language that the browser asks for."""

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.urls import path

from companies.importing.admin import CompanyImportExportMixin
from companies.models import Company


class CompanyAdmin(CompanyImportExportMixin, ModelAdmin):
    pass


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=403)


site = AdminSite(name="admin")
site.register(Company, CompanyAdmin)
urlpatterns = [path("admin/", site.urls)]
