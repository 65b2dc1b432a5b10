"""Whose entries somebody may see and choose in forms; the actions are Django's permissions."""

from django.db.models import QuerySet
from django.http import HttpRequest

from clusters.models import Cluster, User
from companies.models import Company


def clusters_of(user: User) -> QuerySet[Cluster]:
    """The clusters that ``user`` may put entries into."""
    if user.has_perm("companies.curate_company"):
        return Cluster.objects.all()
    return Cluster.objects.filter(roles__user=user).distinct()


class ScopedChoices:
    """Form fields that offer only the entries and clusters of the user."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is Company:
            kwargs["queryset"] = Company.objects.visible_to(request.user)
        elif db_field.related_model is Cluster:
            kwargs["queryset"] = clusters_of(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ScopedRows(ScopedChoices):
    """A list of parts of companies: those of the entries that the user sees."""

    def get_queryset(self, request: HttpRequest):
        rows = super().get_queryset(request)
        if request.user.has_perm("companies.curate_company"):
            return rows
        return rows.filter(company__in=Company.objects.visible_to(request.user))


class OwnClusters(ScopedChoices):
    """A list of rows that belong to a cluster: managers see those of their own."""

    def get_queryset(self, request: HttpRequest):
        rows = super().get_queryset(request)
        if request.user.has_perm("companies.curate_company"):
            return rows
        return rows.filter(cluster__in=clusters_of(request.user))
