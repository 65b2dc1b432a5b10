"""The steps of publishing as actions of the list and buttons of the form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clusters.models import User
from companies import publishing
from companies.choices import Status
from companies.models import Company

SHOWN = 10  # refusals that are named one by one


@dataclass(frozen=True)
class Step:
    name: str
    label: str
    take: Callable[[Company, User], None]
    may_take: Callable[[User, Company], bool]
    starts_from: tuple[Status, ...]


def _may_change(user: User, company: Company) -> bool:
    return user.has_perm("companies.change_company")


def _verify(company: Company, by: User) -> None:
    publishing.verify(company=company, by=by, on=timezone.localdate())


def _approve(company: Company, by: User) -> None:
    waiting = company.company_clusters.filter(approved_at=None, left_on=None)
    if not waiting:
        raise ValidationError(_("No cluster membership awaits approval."))
    for membership in waiting.select_related("cluster"):
        if not publishing.may_approve(by, membership):
            raise ValidationError(
                _("You may not approve for %(cluster)s.") % {"cluster": membership.cluster}
            )
        publishing.approve(membership=membership, by=by)


STEPS = (
    Step(
        "submit",
        gettext_lazy("Submit for review"),
        lambda company, by: publishing.submit(company=company, by=by),
        _may_change,
        (Status.DRAFT, Status.ARCHIVED),
    ),
    Step(
        "publish",
        gettext_lazy("Publish"),
        lambda company, by: publishing.publish(company=company, by=by),
        publishing.may_publish,
        (Status.IN_REVIEW,),
    ),
    Step(
        "withdraw",
        gettext_lazy("Send back as a draft"),
        lambda company, by: publishing.withdraw(company=company, by=by),
        _may_change,
        (Status.IN_REVIEW,),
    ),
    Step(
        "verify",
        gettext_lazy("Verified today"),
        _verify,
        lambda user, company: user.has_perm("companies.verify_company"),
        (Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED),
    ),
    Step(
        "approve",
        gettext_lazy("Approve cluster memberships"),
        _approve,
        lambda user, company: user.has_perm("companies.publish_company"),
        (Status.PUBLISHED,),
    ),
    Step(
        "archive",
        gettext_lazy("Archive"),
        lambda company, by: publishing.archive(company=company, by=by),
        publishing.may_publish,
        (Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED),
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def offered(user: User, company: Company) -> list[Step]:
    """The steps that the form of ``company`` has buttons for."""
    steps = [step for step in STEPS if company.status in step.starts_from]
    if not company.company_clusters.filter(approved_at=None, left_on=None).exists():
        steps = [step for step in steps if step.name != "approve"]
    return [step for step in steps if step.may_take(user, company)]


def take(request: HttpRequest, step: Step, companies: Iterable[Company]) -> None:
    """Take a step with each entry; say how many took it, and which did not and why."""
    done, refused = 0, []
    for company in companies:
        try:
            if not step.may_take(request.user, company):
                raise ValidationError(_("You may not take this step here."))
            step.take(company, request.user)
        except ValidationError as error:
            refused.append(f"{company}: {' '.join(error.messages)}")
        else:
            done += 1
    if done:
        text = ngettext("%(step)s: %(n)d entry", "%(step)s: %(n)d entries", done)
        messages.success(request, text % {"step": step.label, "n": done})
    for line in refused[:SHOWN]:
        messages.error(request, line)
    if rest := len(refused[SHOWN:]):
        text = ngettext("and %d more entry was refused", "and %d more entries were refused", rest)
        messages.error(request, text % rest)


def _action(step: Step) -> Callable:
    @admin.action(description=step.label, permissions=["change"])
    def action(modeladmin, request, queryset):
        take(request, step, queryset)

    action.__name__ = step.name
    return action


ACTIONS = [_action(step) for step in STEPS]
