from django.apps import AppConfig


class ConfigAppConfig(AppConfig):
    name = "config"
    verbose_name = "Clusteratlas"

    def ready(self) -> None:
        from config import checks  # noqa: F401  registers them
