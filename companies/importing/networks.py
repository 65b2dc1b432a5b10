"""The companies of a list as members of a network, beside the cluster that they join."""

from django.utils.translation import gettext as _

from companies.models import Membership
from networks.models import Network

from .change import Change
from .errors import WrongOptionError
from .options import did_you_mean

COLUMN = "network"  # of a plan; no column of the contract


def network_of(slug: str) -> Network | None:
    """The network of this slug, None for none. Raises WrongOptionError."""
    if not slug:
        return None
    network = Network.objects.filter(slug=slug).first()
    if network is None:
        slugs = list(Network.objects.values_list("slug", flat=True))
        message = _("There is no network “%(slug)s”%(hint)s. Networks: %(slugs)s")
        hint = did_you_mean(slug, slugs)
        raise WrongOptionError(message % {"slug": slug, "hint": hint, "slugs": ", ".join(slugs)})
    return network


def join(changes: list[Change], network: Network) -> None:
    """Note for each entry that is no member yet that it becomes one."""
    current = Membership.objects.current().filter(network=network)
    known = current.filter(company__in=[change.company.pk for change in changes])
    members = set(known.values_list("company"))
    for change in changes:
        if (change.company.pk,) not in members:
            change.network = network
            change.note(COLUMN, None, network)
