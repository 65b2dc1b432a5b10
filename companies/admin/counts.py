"""How many companies the rows of the lower floors have.

Those floors do not know companies, so their lists get this column from above.
"""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import count_of, link_to
from clusters.admin.clusters import ClusterAdmin, SectorAdmin
from clusters.admin.places import AreaAdmin
from clusters.models import Area, Cluster, Sector
from companies.models import Company, CompanyCluster, CompanySector, Location, Membership
from networks.admin import NetworkAdmin
from networks.models import Network


class CompanyCount:
    """A column for those who see all entries; ``company_parts`` are rows with a company.

    Counting only the entries of some clusters would take seconds.
    """

    company_parts = None
    outer = ""  # the lookup from a part to the row of the list

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        return [*columns, "companies_"] if _sees_all(request) else columns

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if not _sees_all(request):
            return rows
        return rows.annotate(company_count=count_of(self.company_parts, self.outer, "company"))

    @admin.display(description=_("companies"), ordering="company_count")
    def companies_(self, row):
        return link_to(Company, row.company_count, **self.query(row))


def _sees_all(request: HttpRequest) -> bool:
    return request.user.has_perm("companies.curate_company")


class ClusterWithCompanies(CompanyCount, ClusterAdmin):
    company_parts = CompanyCluster.objects.filter(left_on=None)
    outer = "cluster"

    def query(self, cluster):
        return {"cluster": cluster.slug}


class SectorWithCompanies(CompanyCount, SectorAdmin):
    company_parts = CompanySector.objects.all()
    outer = "sector"

    def query(self, sector):
        return {"company_sectors__sector": sector.pk}


class AreaWithCompanies(CompanyCount, AreaAdmin):
    company_parts = Location.objects.all()
    outer = "district"

    def query(self, area):
        return {"district": area.slug}

    @admin.display(description=_("companies"), ordering="company_count")
    def companies_(self, area):
        return super().companies_(area) if area.level == Area.Level.DISTRICT else None


class NetworkWithCompanies(CompanyCount, NetworkAdmin):
    company_parts = Membership.objects.filter(left_on=None)
    outer = "network"

    def query(self, network):
        return {"memberships__network": network.pk, "memberships__left_on__isnull": True}


for model, model_admin in {
    Area: AreaWithCompanies,
    Cluster: ClusterWithCompanies,
    Network: NetworkWithCompanies,
    Sector: SectorWithCompanies,
}.items():
    admin.site.unregister(model)
    admin.site.register(model, model_admin)
