"""The way of an entry: draft → in review → published → archived, and who stands for each step.

Whether somebody may take a step at all is asked by the caller (``may_publish``); what is asked
here holds for everybody. Triggers in the database guard the second pair of eyes once more.
"""

from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from clusters.models import Cluster, ClusterRole, User
from companies.choices import Status
from companies.models import Company, CompanyCluster


def may_publish(user: User, company: Company) -> bool:
    """Whether ``user`` may stand for the entry in every cluster that it belongs to."""
    if not user.has_perm("companies.publish_company"):
        return False
    if user.has_perm("companies.curate_company"):
        return True
    clusters = Cluster.objects.filter(company_clusters__in=_current(company))
    return bool(clusters) and all(_stands_for(user, cluster) for cluster in clusters)


def may_approve(user: User, membership: CompanyCluster) -> bool:
    """Whether ``user`` may take a company into the membership's cluster."""
    if not user.has_perm("companies.publish_company"):
        return False
    curates = user.has_perm("companies.curate_company")
    return curates or _stands_for(user, membership.cluster)


@transaction.atomic
def submit(*, company: Company, by: User) -> None:
    """Hand a draft, or an archived entry, to those who publish.

    Raises ValidationError if the entry is in review or published already.
    """
    _lock(company, Status.DRAFT, Status.ARCHIVED)
    with pghistory.context(reason=gettext_noop("Submitted for review")):
        _save(company, status=Status.IN_REVIEW, submitted_by=by)


@transaction.atomic
def withdraw(*, company: Company, by: User) -> None:
    """Turn an entry in review into a draft again, because something is missing.

    Raises ValidationError if the entry is not in review.
    """
    _lock(company, Status.IN_REVIEW)
    with pghistory.context(reason=gettext_noop("Sent back as a draft")):
        _save(company, status=Status.DRAFT)


@transaction.atomic
def publish(*, company: Company, by: User) -> None:
    """Show a reviewed entry to the public, in the clusters that it was submitted for.

    Raises ValidationError if the entry is not in review, or if ``by`` submitted it and one of its
    clusters is sensitive.
    """
    _lock(company, Status.IN_REVIEW)
    if company.submitted_by_id == by.pk:
        _refuse_sensitive(_current(company), _("somebody else must publish it"))
    with pghistory.context(reason=gettext_noop("Published")):
        for membership in _current(company).filter(approved_at=None):
            approve(membership=membership, by=by)
        _save(company, status=Status.PUBLISHED, published_by=by, published_at=timezone.now())


@transaction.atomic
def archive(*, company: Company, by: User) -> None:
    """Take an entry out of the public directory; nothing of it is lost.

    Raises ValidationError if the entry is archived already.
    """
    _lock(company, Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED)
    with pghistory.context(reason=gettext_noop("Archived")):
        _save(company, status=Status.ARCHIVED)


@transaction.atomic
def verify(*, company: Company, by: User, on: date) -> None:
    """Record that ``by`` found the entry to be right on a day.

    Raises ValidationError if the day is still to come or the entry is archived.
    """
    _lock(company, Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED)
    if on > timezone.localdate():
        raise ValidationError(_("An entry cannot be verified on a day that is still to come."))
    with pghistory.context(reason=gettext_noop("Verified")):
        _save(company, verified_on=on, verified_by=by)


@transaction.atomic
def approve(*, membership: CompanyCluster, by: User) -> None:
    """Take a company into a cluster, as was proposed.

    Raises ValidationError if the membership has ended or is approved, or if ``by`` proposed it
    and the cluster is sensitive.
    """
    membership.refresh_from_db(from_queryset=CompanyCluster.objects.select_for_update())
    if membership.approved_at or membership.left_on:
        raise ValidationError(_("This membership has ended or is approved already."))
    if membership.submitted_by_id == by.pk:
        rows = CompanyCluster.objects.filter(pk=membership.pk)
        _refuse_sensitive(rows, _("somebody else must approve what was submitted"))
    with pghistory.context(reason=gettext_noop("Taken into the cluster")):
        membership.approved_by, membership.approved_at = by, timezone.now()
        membership.save(update_fields=["approved_by", "approved_at"])


def _current(company: Company):
    return CompanyCluster.objects.filter(company=company, left_on=None)


def _stands_for(user: User, cluster: Cluster) -> bool:
    roles = ClusterRole.objects.filter(user=user, cluster=cluster)
    if cluster.is_sensitive:
        roles = roles.filter(role=ClusterRole.Role.REVIEWER)
    return roles.exists()


def _lock(company: Company, *allowed: Status) -> None:
    """Read the row afresh and hold it, so that two people cannot take two steps at once."""
    company.refresh_from_db(from_queryset=Company.objects.select_for_update())
    if company.status not in allowed:
        raise ValidationError(
            _("The entry is “%(status)s”; this step starts from %(allowed)s.")
            % {
                "status": company.get_status_display(),
                "allowed": _(" or ").join(_("“%s”") % status.label for status in allowed),
            }
        )


def _refuse_sensitive(memberships, demand: str) -> None:
    names = [str(row.cluster) for row in memberships.filter(cluster__is_sensitive=True)]
    if names:
        raise ValidationError(
            _("%(clusters)s needs a second pair of eyes: %(demand)s.")
            % {"clusters": ", ".join(names), "demand": demand}
        )


def _save(company: Company, **changes: object) -> None:
    for field, value in changes.items():
        setattr(company, field, value)
    company.save(update_fields=[*changes, "updated_at"])
