from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.history import tracked
from clusters.models import Cluster, Sector
from networks.models import Network

from .company import Company, by_user
from .triggers import FOUR_EYES_IN_CLUSTER

LEFT_AFTER_JOINING = Q(joined_on=None) | Q(left_on=None) | Q(left_on__gte=F("joined_on"))


class CompanyClusterQuerySet(models.QuerySet["CompanyCluster"]):
    def public(self) -> Self:
        """Approved memberships that have not ended."""
        return self.filter(approved_at__isnull=False, left_on=None)


@tracked(looked_for_by="company")
class CompanyCluster(models.Model):
    """A company's place in a cluster. Only approved ones are public."""

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="company_clusters", verbose_name=_("company")
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="company_clusters", verbose_name=_("cluster")
    )
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    submitted_by = by_user(_("submitted by"))
    approved_by = by_user(_("approved by"))
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)

    objects = CompanyClusterQuerySet.as_manager()

    class Meta:
        ordering = ["company", "cluster"]
        verbose_name = _("cluster membership")
        verbose_name_plural = _("cluster memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "cluster"],
                condition=Q(left_on=None),
                name="%(app_label)s_%(class)s_once_at_a_time",
                violation_error_message=_("The company already belongs to that cluster."),
            ),
            models.CheckConstraint(
                condition=LEFT_AFTER_JOINING, name="%(app_label)s_%(class)s_left_after_joining"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(approved_at__isnull=False),
                name="%(app_label)s_%(class)s_approval_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["cluster", "company"],
                condition=Q(left_on=None, approved_at__isnull=False),
                name="companies_companycluster_pub",
            ),
        ]
        triggers = FOUR_EYES_IN_CLUSTER

    def __str__(self) -> str:
        return f"{self.company} · {self.cluster}"

    def clean(self) -> None:
        own = self.approved_by_id and self.approved_by_id == self.submitted_by_id
        if own and self.cluster_id and self.cluster.is_sensitive:
            raise ValidationError(
                {"approved_by": _("In this cluster somebody else must approve what was submitted.")}
            )


@tracked(looked_for_by="company")
class CompanySector(models.Model):
    """A company's branch; one of them is the main one."""

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="company_sectors", verbose_name=_("company")
    )
    sector = models.ForeignKey(
        Sector, models.PROTECT, related_name="company_sectors", verbose_name=_("sector")
    )
    is_primary = models.BooleanField(_("main sector"), default=False)

    class Meta:
        ordering = ["company", "-is_primary", "id"]
        verbose_name = _("sector of the company")
        verbose_name_plural = _("sectors of the company")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "sector"], name="%(app_label)s_%(class)s_once"
            ),
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(is_primary=True),
                name="%(app_label)s_%(class)s_one_primary",
                violation_error_message=_("A company has one main sector."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} · {self.sector}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(left_on=None)


@tracked(looked_for_by="company")
class Membership(models.Model):
    """A company's part in a network."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        BOARD = "board", _("Board")
        PARTNER = "partner", _("Partner")
        SPONSOR = "sponsor", _("Sponsor")

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="memberships", verbose_name=_("company")
    )
    network = models.ForeignKey(
        Network, models.CASCADE, related_name="memberships", verbose_name=_("network")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["network", "company"]
        verbose_name = _("network membership")
        verbose_name_plural = _("network memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "network"],
                condition=Q(left_on=None),
                name="%(app_label)s_%(class)s_once_at_a_time",
                violation_error_message=_("The company already belongs to that network."),
            ),
            models.CheckConstraint(
                condition=LEFT_AFTER_JOINING, name="%(app_label)s_%(class)s_left_after_joining"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} · {self.network}"
