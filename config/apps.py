from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class ConfigAppConfig(AppConfig):
    default = True
    name = "config"
    verbose_name = "Clusteratlas"

    def ready(self) -> None:
        from config import checks  # noqa: F401  registers them


class AdminConfig(admin_apps.AdminConfig):
    default = False  # settings name it; "config" alone means the one above
    default_site = "config.admin_site.DirectoryAdminSite"
