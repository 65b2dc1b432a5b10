from datetime import date
from io import StringIO

import pghistory
import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from companies import demo
from companies.models import Company, CompanyTag, Location, Tag
from tests.factories import CompanyFactory, CompanyTagFactory, UserFactory

TODAY = date(2026, 5, 4)


@pytest.fixture
def real(region):
    """A real entry of one of the demo's clusters, with everything that an entry can have."""
    with pghistory.context(command="import"):
        company = CompanyFactory(
            name="Spree Laser", clusters=["gesundheit"], sectors=["apotheken"], tags=["lidar"]
        )
    Company.objects.filter(pk=company.pk).update(slug="spree-laser-berlin")
    company.refresh_from_db()
    return company


@pytest.fixture
def loaded(real):
    demo.load(companies=40, seed=1, today=TODAY)
    return real


# The search index forgets when it is rebuilt, not at once: a worker may be reading it.
FORGETTING = {"companies_searchentry", "companies_vocabulary", "clusters_dataversion"}


def tables() -> dict[str, str]:
    """A digest of the rows of each table, whatever their order."""
    digests = {}
    with connection.cursor() as cursor:
        for name in set(connection.introspection.table_names(cursor)) - FORGETTING:
            query = "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} AS t"
            cursor.execute(query.format(connection.ops.quote_name(name)))
            (digests[name],) = cursor.fetchone()
    return digests


def test_removing_leaves_every_table_as_it_was(real):
    before = tables()
    demo.load(companies=60, seed=1, today=TODAY)
    assert tables() != before

    demo.remove()

    assert tables() == before


def test_removing_takes_along_what_happened_to_the_demo_since(real):
    user = UserFactory()
    before = tables()
    demo.load(companies=60, seed=1, today=TODAY)
    first, second = Company.objects.filter(is_demo=True, parent=None, sites=None)[:2]
    with pghistory.context(user=user.pk):
        Company.objects.filter(pk=first.pk).update(slug="umbenannt", note="geprüft")
        Location.objects.filter(company=first).update(street="Beispielweg 1")
        Location.objects.create(company=first, is_primary=False, city="Berlin")
        LogEntry.objects.create(
            user=user,
            content_type=ContentType.objects.get_for_model(Company),
            object_id=str(second.pk),
            action_flag=CHANGE,
        )
        second.delete()

    demo.remove()

    assert tables() == before


def test_a_context_shared_with_real_entries_stays(loaded):
    with pghistory.context(command="tidy"):
        Company.objects.filter(status="published").update(note="gesehen")

    demo.remove()

    events = Company.history.rel.related_model.objects.filter(pgh_context__metadata__command="tidy")
    assert [event.pgh_obj_id for event in events] == [loaded.pk]


def test_a_real_site_of_a_demo_operator_stays_without_it(loaded):
    operator = Company.objects.filter(is_demo=True).first()
    Company.objects.filter(pk=loaded.pk).update(parent=operator)

    removal = demo.remove()

    loaded.refresh_from_db()
    assert removal.lost_parent == ["Spree Laser"]
    assert loaded.parent is None
    last = loaded.history.order_by("-pgh_id").first()
    assert last.pgh_context.metadata == {"command": "remove_demo"}


def test_a_real_entry_with_a_demo_tag_stays_without_it(loaded):
    tag = Tag.objects.filter(is_demo=True).first()
    CompanyTagFactory(company=loaded, tag=tag)

    removal = demo.remove()

    assert removal.lost_tag == ["Spree Laser"]
    assert list(CompanyTag.objects.values_list("company", "tag__slug")) == [(loaded.pk, "lidar")]
    assert not Tag.objects.filter(pk=tag.pk).exists()


def test_removing_nothing_changes_nothing(real):
    before = tables()

    assert demo.remove() == demo.Removal(0, [], [])
    assert tables() == before


def test_the_command_names_entries_that_lost_a_link(loaded):
    out = StringIO()
    operator = Company.objects.filter(is_demo=True).first()
    Company.objects.filter(pk=loaded.pk).update(parent=operator)

    call_command("remove_demo", stdout=out)

    assert "Spree Laser: stays, without its operator" in out.getvalue()
    assert "46 demo companies removed" in out.getvalue()
