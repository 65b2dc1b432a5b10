from typing import Any

from django.utils import timezone
from factory import LazyAttribute, RelatedFactory, Sequence, SubFactory, post_generation
from factory.django import DjangoModelFactory

from clusters.text import slugify_german
from companies.choices import DistrictOrigin, Status
from companies.models import (
    Company,
    CompanyCluster,
    CompanySector,
    CompanyTag,
    Import,
    ImportMapping,
    Location,
    Membership,
    SlugHistory,
    SourceRecord,
    Tag,
    Upload,
)

from .clusters import ClusterFactory, DistrictFactory, SectorFactory, SourceFactory, UserFactory
from .networks import NetworkFactory


class LocationFactory(DjangoModelFactory):
    class Meta:
        model = Location

    company = SubFactory("tests.factories.CompanyFactory", location=None)
    street = "Musterallee 12"
    postcode = "10367"
    city = "Berlin"
    district = SubFactory(DistrictFactory)
    district_origin = LazyAttribute(
        lambda place: DistrictOrigin.MANUAL if place.district else DistrictOrigin.UNKNOWN
    )


class CompanyFactory(DjangoModelFactory):
    """A published company with one location, in no cluster.

    ``CompanyFactory(location__district__slug="mitte", clusters=["gesundheit"],
    sectors=["pflege"], networks=["defense"], tags=["lidar"])``; ``location=None`` for none.
    """

    class Meta:
        model = Company
        skip_postgeneration_save = True

    name = Sequence(lambda n: f"Muster Optik {n}")
    slug = LazyAttribute(lambda company: slugify_german(company.name))
    status = Status.PUBLISHED
    location = RelatedFactory(LocationFactory, factory_related_name="company")

    @post_generation
    def clusters(self, create: bool, slugs: Any, **kwargs: Any) -> None:
        for slug in slugs or ():
            CompanyClusterFactory(company=self, cluster__slug=slug)

    @post_generation
    def sectors(self, create: bool, slugs: Any, **kwargs: Any) -> None:
        for position, slug in enumerate(slugs or ()):
            CompanySectorFactory(company=self, sector__slug=slug, is_primary=position == 0)

    @post_generation
    def networks(self, create: bool, slugs: Any, **kwargs: Any) -> None:
        for slug in slugs or ():
            MembershipFactory(company=self, network__slug=slug)

    @post_generation
    def tags(self, create: bool, slugs: Any, **kwargs: Any) -> None:
        for slug in slugs or ():
            CompanyTagFactory(company=self, tag__slug=slug)


class CompanyClusterFactory(DjangoModelFactory):
    class Meta:
        model = CompanyCluster

    company = SubFactory(CompanyFactory)
    cluster = SubFactory(ClusterFactory)
    approved_at = LazyAttribute(lambda _: timezone.now())


class CompanySectorFactory(DjangoModelFactory):
    class Meta:
        model = CompanySector

    company = SubFactory(CompanyFactory)
    sector = SubFactory(SectorFactory)


class TagFactory(DjangoModelFactory):
    class Meta:
        model = Tag
        django_get_or_create = ("slug",)

    slug = Sequence(lambda n: f"technik-{n}")
    name_de = LazyAttribute(lambda tag: tag.slug.replace("-", " ").title())


class CompanyTagFactory(DjangoModelFactory):
    class Meta:
        model = CompanyTag

    company = SubFactory(CompanyFactory)
    tag = SubFactory(TagFactory)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    company = SubFactory(CompanyFactory)
    network = SubFactory(NetworkFactory)


class SlugHistoryFactory(DjangoModelFactory):
    class Meta:
        model = SlugHistory

    company = SubFactory(CompanyFactory)
    slug = Sequence(lambda n: f"frueher-{n}")


class SourceRecordFactory(DjangoModelFactory):
    class Meta:
        model = SourceRecord

    company = SubFactory(CompanyFactory)
    source = SubFactory(SourceFactory)
    key = Sequence(lambda n: f"K{n}")
    first_seen_on = LazyAttribute(lambda _: timezone.localdate())
    last_seen_on = LazyAttribute(lambda record: record.first_seen_on)


class ImportMappingFactory(DjangoModelFactory):
    class Meta:
        model = ImportMapping

    name = Sequence(lambda n: f"liste-{n}")


class ImportFactory(DjangoModelFactory):
    class Meta:
        model = Import

    file_name = "liste.csv"
    file_hash = "0" * 64
    cluster = SubFactory(ClusterFactory)


class UploadFactory(DjangoModelFactory):
    class Meta:
        model = Upload

    file_name = "liste.csv"
    file_hash = "0" * 64
    cluster = SubFactory(ClusterFactory)
    user = SubFactory(UserFactory)
