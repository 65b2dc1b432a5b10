import pytest

from companies.importing.entries import load_entries
from companies.importing.fields import accepted_tags, primary_location, sectors
from companies.models import Company, CompanyTag, Tag
from companies.resources import for_columns
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db


def tied(company: Company) -> list:
    clusters = [
        (part.pk, part.cluster, part.approved_at) for part in company.company_clusters.all()
    ]
    place = primary_location(company)
    district = place and place.district
    return [
        sectors(company),
        accepted_tags(company),
        sorted(clusters, key=str),
        place,
        district,
        company.parent,
    ]


def test_entries_come_with_what_the_orm_would_load():
    parent = CompanyFactory(name="Havel Holding")
    tag = Tag.objects.create(slug="laser", name_de="Laser")
    companies = [CompanyFactory(parent=parent), CompanyFactory(location=None), parent]
    CompanyTag.objects.create(company=companies[0], tag=tag)
    ids = [company.pk for company in companies]

    loaded = load_entries(ids)

    assert set(loaded) == set(ids)
    for company in for_columns(Company.objects.filter(pk__in=ids)):
        assert tied(loaded[company.pk]) == tied(company)


def test_more_entries_take_no_more_queries(django_assert_max_num_queries):
    def work(ids):
        for company in load_entries(ids).values():
            tied(company)

    few = [company.pk for company in CompanyFactory.create_batch(2, parent=CompanyFactory())]
    many = [company.pk for company in CompanyFactory.create_batch(9, parent=CompanyFactory())]

    with django_assert_max_num_queries(10):  # entries, four kinds of ties, what they lead to
        work(few)
    with django_assert_max_num_queries(10):
        work(many)


def test_no_entries_take_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert load_entries([]) == {}
