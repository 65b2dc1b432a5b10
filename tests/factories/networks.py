from factory import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from clusters.text import slugify_german
from networks.models import Cooperation, Event, Network, NetworkArea, NetworkCluster

from .clusters import AreaFactory, ClusterFactory, OrganisationFactory


class NetworkFactory(DjangoModelFactory):
    class Meta:
        model = Network
        django_get_or_create = ("slug",)

    slug = Sequence(lambda n: f"netzwerk-{n}")
    name = LazyAttribute(lambda network: network.slug.replace("-", " ").title())


class NetworkClusterFactory(DjangoModelFactory):
    class Meta:
        model = NetworkCluster

    network = SubFactory(NetworkFactory)
    cluster = SubFactory(ClusterFactory)


class NetworkAreaFactory(DjangoModelFactory):
    class Meta:
        model = NetworkArea

    network = SubFactory(NetworkFactory)
    area = SubFactory(AreaFactory)


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    kind = Event.Kind.EVENT
    title = Sequence(lambda n: f"Fachdialog {n}")
    slug = LazyAttribute(lambda event: slugify_german(event.title))


class CooperationFactory(DjangoModelFactory):
    class Meta:
        model = Cooperation

    organisation = SubFactory(OrganisationFactory)
    partner = SubFactory(OrganisationFactory)
