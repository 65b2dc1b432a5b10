import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from pghistory.models import Context

from clusters.models import Figure
from clusters.text import sort_key
from companies import demo
from companies.models import Company, CompanyCluster, Location, Membership, SlugHistory, Tag
from tests.factories import CompanyFactory, TagFactory

TODAY = date(2026, 5, 4)
VALUES = (
    "id", "slug", "name", "kind", "parent", "employees", "turnover_eur", "description_de",
    "verified_on", "created_at", "status", "tags__slug", "sectors__slug",
    "company_clusters__left_on", "memberships__role", "locations__street", "locations__latitude",
)  # fmt: skip


@pytest.fixture
def loaded(region):
    demo.load(companies=None, seed=1, today=TODAY)
    return region


def public(cluster: str):
    return Company.objects.published().in_cluster(cluster)


def snapshot() -> list[tuple]:
    return sorted(Company.objects.order_by().values_list(*VALUES), key=repr)


def test_each_cluster_has_as_many_companies_as_its_figure_says(loaded):
    assert public("gesundheit").count() == 90
    assert public("dual-use").count() == 30
    assert Company.objects.published().count() == 120


def test_employees_and_turnover_add_up_to_the_figures(loaded):
    sums = public("gesundheit").aggregate(Sum("employees"), Sum("turnover_eur"))

    assert sums == {"employees__sum": 1_500, "turnover_eur__sum": 100_000_000}


def test_employees_stay_unknown_where_no_figure_gives_them(loaded):
    assert not public("dual-use").exclude(employees=None, turnover_eur=None).exists()
    assert public("dual-use").exclude(stated_size_class="").exists()


def test_nobody_has_no_employees(loaded):
    assert not Company.objects.filter(employees=0).exists()
    assert not Company.objects.filter(turnover_eur=0).exists()


@pytest.mark.parametrize("companies", [2, 7, 61])
def test_a_smaller_demo_has_exactly_that_many_companies(region, companies):
    demo.load(companies=companies, seed=3, today=TODAY)

    assert Company.objects.published().count() == companies
    assert public("gesundheit").exists()
    assert public("dual-use").exists()


def test_the_same_seed_and_day_make_the_same_companies(region):
    first, again = (
        (demo.load(companies=40, seed=7, today=TODAY), snapshot(), demo.remove())[1]
        for _ in range(2)
    )

    assert first == again


@pytest.mark.parametrize("other", [{"seed": 8}, {"today": date(2026, 5, 5)}])
def test_another_seed_or_day_makes_others(region, other):
    arguments = {"companies": 40, "seed": 7, "today": TODAY}
    demo.load(**arguments)
    first = snapshot()
    demo.remove()

    demo.load(**(arguments | other))

    assert snapshot() != first


def test_every_district_of_the_region_has_some_and_no_other(loaded):
    slugs = set(Location.objects.values_list("district__slug", flat=True))

    assert slugs == {"lichtenberg", "mitte", "barnim"}


def test_postcode_and_place_are_those_of_the_district(loaded):
    places = set(Location.objects.values_list("district__slug", "postcode", "city", "locality"))

    assert places == {
        ("lichtenberg", "10367", "Berlin", "Lichtenberg"),
        ("mitte", "10115", "Berlin", "Wedding"),
        ("barnim", "16225", "Eberswalde", ""),
    }


def test_coordinates_are_near_their_district_or_unknown(loaded):
    known = Location.objects.exclude(latitude=None)

    assert not known.filter(district__slug="barnim").exists()
    assert (
        known.filter(latitude__range=(52.50, 52.56), longitude__range=(13.47, 13.53)).count()
        == known.count()
    )
    assert known.values("latitude").distinct().count() > 50


def test_every_entry_is_valid(loaded):
    for company in Company.objects.all()[::5]:
        company.full_clean()
    for location in Location.objects.all()[::5]:
        location.full_clean()


def test_entries_are_sorted_like_any_other(loaded):
    for company in Company.objects.all():
        assert company.name_sort == sort_key(company.name)


def test_every_entry_says_that_it_is_invented(loaded):
    assert not Company.objects.filter(is_demo=False).exists()
    assert not Tag.objects.filter(is_demo=False).exists()
    texts = Company.objects.exclude(description_de="").values_list(
        "description_de", "description_en"
    )
    assert all("erfunden" in german and "invented" in english for german, english in texts)


def test_contacts_lead_to_nobody(loaded):
    for company in Company.objects.all():
        assert re.fullmatch(r"(https://[a-z0-9-]+\.example\.(org|com))?", company.website)
        assert re.fullmatch(r"(kontakt@[a-z0-9-]+\.example\.(org|com))?", company.email)
        assert re.fullmatch(r"(\+493023125\d{3})?", company.phone)
        assert company.register_number == company.vat_id == company.lei == ""


def test_some_entries_are_not_for_the_public(loaded):
    unseen = Company.objects.exclude(status="published")
    waiting = CompanyCluster.objects.filter(company__status="published", approved_at=None)

    assert set(unseen.values_list("status", flat=True)) == {"draft", "in_review", "archived"}
    assert unseen.count() == 6
    assert waiting.exists()


def test_numbers_never_rest_on_an_entry_that_objected(region):
    Figure.objects.filter(indicator="companies", value=90).update(value=400)
    demo.load(companies=None, seed=1, today=TODAY)

    objections = Company.objects.exclude(objection_on=None)

    assert objections.exists()
    assert not objections.exclude(employees=None, turnover_eur=None).exists()


def test_dates_lie_in_the_past_and_in_order(loaded):
    for company in Company.objects.published():
        assert company.created_at <= company.published_at
        assert company.created_at < company.updated_at
        assert company.updated_at.date() < TODAY
        assert company.verified_on is None or company.verified_on < TODAY
        assert company.founded_year is None or company.founded_year < TODAY.year


def test_some_entries_are_stale_and_some_never_verified(loaded):
    published = Company.objects.published()

    assert published.filter(verified_on=None).exists()
    assert published.filter(verified_on__lt=TODAY.replace(year=TODAY.year - 1)).exists()
    assert published.filter(verified_on__gt=TODAY.replace(year=TODAY.year - 1)).count() > 50


def test_universities_are_as_many_as_the_figure_says(loaded):
    universities = Company.objects.filter(kind="university")

    assert universities.filter(locations__is_primary=True).in_district("lichtenberg").count() == 2


def test_every_network_has_members_even_if_its_area_has_none(loaded):
    members = Membership.objects.current().filter(network__slug="defense")

    assert members.count() >= 3
    assert not members.exclude(company__clusters__slug="dual-use").exists()


def test_a_renamed_entry_keeps_its_old_address(region):
    Figure.objects.filter(indicator="companies", value=90).update(value=400)
    demo.load(companies=None, seed=1, today=TODAY)

    renamed = Company.objects.exclude(former_names=[])

    assert renamed.exists()
    assert renamed.count() == SlugHistory.objects.count()


def test_addresses_of_real_entries_are_left_alone(region):
    demo.load(companies=20, seed=1, today=TODAY)
    slug = Company.objects.published().first().slug
    demo.remove()
    CompanyFactory(slug=slug)

    demo.load(companies=20, seed=1, today=TODAY)

    assert Company.objects.filter(slug=f"{slug}-2", is_demo=True).exists()


def test_a_real_tag_is_used_instead_of_a_second_one(region):
    TagFactory(slug="telemedizin", name_de="Telemedizin (echt)")

    demo.load(companies=None, seed=1, today=TODAY)

    assert Tag.objects.get(slug="telemedizin").is_demo is False
    assert Company.objects.filter(tags__slug="telemedizin").exists()


def test_the_history_knows_where_the_entries_come_from(loaded):
    context = Context.objects.get(metadata__command="load_demo")

    assert Company.history.rel.related_model.objects.filter(pgh_context=context).count() == 126


def test_the_command_tells_the_totals(region):
    out = StringIO()

    call_command("load_demo", companies=12, stdout=out)

    assert "gesundheit: 9 companies, 150 employees, EUR 10,000,000 turnover" in out.getvalue()
    assert "dual-use: 3 companies\n" in out.getvalue()
    assert "12 demo companies loaded" in out.getvalue()


def test_a_second_load_changes_nothing(region):
    call_command("load_demo", companies=12, verbosity=0)
    before, out = snapshot(), StringIO()

    call_command("load_demo", companies=20, stdout=out)

    assert snapshot() == before
    assert "already there" in out.getvalue()


def test_replacing_makes_new_companies(region):
    call_command("load_demo", companies=12, verbosity=0)

    call_command("load_demo", companies=20, replace=True, verbosity=0)

    assert Company.objects.published().count() == 20


def test_a_failed_replacement_leaves_what_was_there(region):
    call_command("load_demo", companies=12, verbosity=0)
    before = snapshot()

    with pytest.raises(CommandError, match="at least 2"):
        call_command("load_demo", companies=1, replace=True, verbosity=0)

    assert snapshot() == before


def test_without_fixtures_the_command_says_what_to_do(db):
    with pytest.raises(CommandError, match="load the fixtures first"):
        call_command("load_demo", verbosity=0)
