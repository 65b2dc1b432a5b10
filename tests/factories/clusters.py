from django.contrib.auth.hashers import make_password
from factory import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from clusters.models import (
    Area,
    Cluster,
    ClusterRole,
    Document,
    Figure,
    Organisation,
    Postcode,
    Sector,
    SectorActivity,
    Source,
    User,
)
from clusters.text import slugify_german


class AreaFactory(DjangoModelFactory):
    """A region; see LandFactory and DistrictFactory for the levels below."""

    class Meta:
        model = Area
        django_get_or_create = ("slug",)

    level = Area.Level.REGION
    kind = Area.Kind.REGION
    name = "Berlin-Brandenburg"
    slug = LazyAttribute(lambda area: slugify_german(area.name))


class LandFactory(AreaFactory):
    parent = SubFactory(AreaFactory)
    level = Area.Level.STATE
    kind = Area.Kind.STATE
    name = "Berlin"


class DistrictFactory(AreaFactory):
    parent = SubFactory(LandFactory)
    level = Area.Level.DISTRICT
    kind = Area.Kind.BEZIRK
    slug = "lichtenberg"
    name = LazyAttribute(lambda area: area.slug.replace("-", " ").title())


class PostcodeFactory(DjangoModelFactory):
    class Meta:
        model = Postcode

    code = "10367"
    district = SubFactory(DistrictFactory)
    place = "Lichtenberg"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = Sequence(lambda n: f"Wirtschaftsförderung {n}")
    slug = LazyAttribute(lambda organisation: slugify_german(organisation.name))


class ClusterFactory(DjangoModelFactory):
    class Meta:
        model = Cluster
        django_get_or_create = ("slug",)

    slug = "gesundheit"
    name_de = LazyAttribute(lambda cluster: cluster.slug.replace("-", " ").title())


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = Sector
        django_get_or_create = ("slug",)

    cluster = SubFactory(ClusterFactory)
    slug = "medizintechnik"
    name_de = LazyAttribute(lambda sector: sector.slug.replace("-", " ").title())


class SectorActivityFactory(DjangoModelFactory):
    class Meta:
        model = SectorActivity

    sector = SubFactory(SectorFactory)
    code = "32.50"
    edition = "2025"


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source
        django_get_or_create = ("slug",)

    slug = Sequence(lambda n: f"quelle-{n}")
    title = LazyAttribute(lambda source: source.slug.replace("-", " ").title())


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    cluster = SubFactory(ClusterFactory)
    kind = Document.Kind.STRATEGY
    title = Sequence(lambda n: f"Masterplan {n}")
    slug = LazyAttribute(lambda document: slugify_german(document.title))
    source = SubFactory(SourceFactory)


class FigureFactory(DjangoModelFactory):
    class Meta:
        model = Figure

    cluster = SubFactory(ClusterFactory)
    area = SubFactory(AreaFactory)
    indicator = Figure.Indicator.COMPANIES
    value = 130
    source = SubFactory(SourceFactory)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = Sequence(lambda n: f"user-{n}")
    password = LazyFunction(lambda: make_password(None))  # tests log in without; hashing is slow
    is_staff = True


class ClusterRoleFactory(DjangoModelFactory):
    class Meta:
        model = ClusterRole

    user = SubFactory(UserFactory)
    cluster = SubFactory(ClusterFactory)
