from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CompaniesConfig(AppConfig):
    name = "companies"

    def ready(self) -> None:
        from clusters.roles import sync_groups

        # the top of the house is one sender, so this runs once for each migration
        post_migrate.connect(sync_groups, sender=self, dispatch_uid="clusters.roles")
