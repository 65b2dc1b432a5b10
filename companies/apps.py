from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CompaniesConfig(AppConfig):
    name = "companies"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from clusters.roles import sync_groups
        from companies.search import background  # noqa: F401  listens

        # the top of the house is one sender, so this runs once for each migration
        post_migrate.connect(sync_groups, sender=self, dispatch_uid="clusters.roles")
