from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.history import tracked

from .cluster import Cluster
from .organisation import Organisation


@tracked(exclude=["password", "last_login"], public=False)
class User(AbstractUser):
    """Somebody who curates entries: staff of a cluster organisation or chamber, or a manager."""

    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="users",
        verbose_name=_("organisation"),
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")


@tracked(public=False)
class ClusterRole(models.Model):
    """Who manages which cluster."""

    class Role(models.TextChoices):
        MANAGER = "manager", _("Cluster manager")
        REVIEWER = "reviewer", _("Reviewer")

    user = models.ForeignKey(
        User, models.CASCADE, related_name="cluster_roles", verbose_name=_("user")
    )
    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="roles", verbose_name=_("cluster")
    )
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=Role,
        default=Role.MANAGER,
        help_text=_(
            "A manager imports and edits the cluster's entries; a reviewer publishes them."
        ),
    )

    class Meta:
        verbose_name = _("cluster role")
        verbose_name_plural = _("cluster roles")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "cluster", "role"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This person already has that role in the cluster."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["manager", "reviewer"]),
                name="%(app_label)s_%(class)s_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.cluster} · {self.get_role_display()}"
