from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _

from clusters.models import ClusterRole, User

from .history import HistoryMixin
from .inlines import TabularInline


class ClusterRoleInline(TabularInline):
    model = ClusterRole


@admin.register(User)
class UserAdmin(HistoryMixin, DjangoUserAdmin):
    list_display = ["username", "full_name", "organisation", "groups_", "clusters_", "last_login"]
    list_select_related = ["organisation"]
    list_filter = ["is_active", "groups", "cluster_roles__cluster", "is_superuser"]
    list_per_page = 50
    show_full_result_count = False
    autocomplete_fields = ["organisation"]
    inlines = [ClusterRoleInline]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email", "organisation"]}),
        (
            _("Rights"),
            {
                "fields": ["is_active", "is_staff", "is_superuser", "groups"],
                "description": _(
                    "A group says what somebody may do, the cluster roles below say where. Only "
                    "active accounts with staff status can log in here."
                ),
            },
        ),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.prefetch_related("groups", "cluster_roles__cluster")

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user):
        return user.get_full_name()

    @admin.display(description=_("groups"))
    def groups_(self, user):
        return ", ".join(group.name for group in user.groups.all())

    @admin.display(description=_("clusters"))
    def clusters_(self, user):
        return ", ".join(str(role.cluster) for role in user.cluster_roles.all())
