from uuid import UUID

import pytest
from django.utils import timezone

from companies.choices import Precision
from companies.models import Company
from companies.visibility import ALWAYS, UNLESS_OBJECTED, Shown
from tests.companies.exports.files import FILES, text_of
from tests.factories import CompanyFactory, CompanyTagFactory

pytestmark = pytest.mark.django_db

SECRETS = {
    "kind": "hospital",
    "legal_form": "Geheimform",
    "former_names": ["Geheimer Name"],
    "email": "geheim@example.org",
    "phone": "+49301234567",
    "description_de": "Geheime Beschreibung",
    "description_en": "Geheime Beschreibung",
    "employees": 4711,
    "turnover_eur": 98_765_432,
    "founded_year": 1899,
    "vat_id": "DE136695976",
    "register_court": "Geheimstadt",
    "register_type": "HRB",
    "register_number": "424242",
    "wz_codes": ["26.51"],
    "wz_edition": "2008",
}
TRACES = ["Krankenhaus", "Geheim", "geheim", "1234567", "4711", "98.", "1899", "424242", "26.51"]


def shown(**values) -> Shown:
    company = CompanyFactory(**values)
    return Shown(Company.objects.for_detail().get(pk=company.pk))


def test_an_objection_leaves_name_address_branch_and_website():
    entry = shown(
        **SECRETS, objection_on=timezone.localdate(), name="Stille Optik",
        website="https://example.org", sectors=["optik"], clusters=["dual-use"],
    )  # fmt: skip

    assert (entry.name, entry.website) == ("Stille Optik", "https://example.org")
    assert [sector.slug for sector in entry.sectors] == ["optik"]
    assert [cluster.slug for cluster in entry.clusters] == ["dual-use"]
    assert entry.location.street
    assert {name: getattr(entry, name) for name in UNLESS_OBJECTED} == dict.fromkeys(
        UNLESS_OBJECTED
    )
    assert entry.freshness is None


def test_every_field_is_decided_about():
    never = {
        "id", "slug", "status", "submitted_by", "published_by", "verified_by", "note",
        "objection_on", "created_at", "name_sort", "is_demo", "stated_size_class",
    }  # fmt: skip
    through_their_own = {
        "parent", "clusters", "sectors", "tags", "networks", "register_court", "register_type",
        "register_number", "vat_id", "lei", "business_id", "description_de", "description_en",
    }  # fmt: skip
    fields = {field.name for field in Company._meta.get_fields() if not field.auto_created}

    undecided = fields - ALWAYS - UNLESS_OBJECTED - never - through_their_own

    assert {name for name in undecided if not name.startswith("pgh")} == set()


def test_a_field_that_nobody_decided_about_is_not_there():
    with pytest.raises(AttributeError):
        _ = shown().note


@pytest.mark.parametrize("place", ["detail", "list", "table"])
def test_no_page_betrays_what_an_objection_hides(client, place):
    company = CompanyFactory(**SECRETS, objection_on=timezone.localdate(), networks=["defense"])
    CompanyTagFactory(company=company, tag__slug="geheimtag", tag__name_de="Geheimtag")
    site = CompanyFactory(name="Tochter", parent=company)
    address = {
        "detail": company.get_absolute_url(),
        "list": "/unternehmen/?letter=m",
        "table": "/unternehmen/?letter=m&view=table",
    }[place]

    html = client.get(address).content.decode()
    entry = html.partition(f'data-company="{company.slug}"')[2].partition("</li>\n<li")[0]

    if place == "detail":
        entry = html.partition("<article")[2].partition("</article>")[0]
        assert site.name not in entry
    else:
        entry = entry.partition("data-company=")[0].partition("</ul>")[0].partition("</tbody>")[0]
    assert entry
    assert [trace for trace in [*TRACES, "Geheimtag"] if trace in entry] == []


@pytest.mark.parametrize("file", FILES)
def test_no_file_betrays_what_an_objection_hides(client, file):
    today = timezone.localdate()  # ids without digits that might be taken for a trace
    company = CompanyFactory(**SECRETS, id=UUID(int=1), objection_on=today, name="Stille Optik")
    CompanyTagFactory(company=company, tag__slug="geheimtag")
    CompanyFactory(id=UUID(int=2), name="Offene Optik", parent=company)

    text = text_of(client.get(f"/unternehmen/{file}"))

    assert "Stille Optik" in text
    assert [trace for trace in [*TRACES, "hospital", company.slug] if trace in text] == []


@pytest.mark.parametrize(
    ("precision", "street", "place"),
    [
        (Precision.EXACT, "Musterallee 12", "10367 Berlin"),
        (Precision.POSTCODE, "", "10367 Berlin"),
        (Precision.DISTRICT, "", ""),
    ],
)
def test_a_location_is_shown_as_exactly_as_its_precision_allows(precision, street, place):
    entry = shown(
        location__precision=precision, location__latitude="52.5", location__longitude="13.4"
    )

    assert (entry.location.street, entry.location.place) == (street, place)
    assert (entry.location.latitude is None) == (precision != Precision.EXACT)
    assert entry.location.district


def test_operators_and_sites_appear_only_if_both_may_be_seen():
    operator = CompanyFactory(name="Träger")
    site = CompanyFactory(name="Haus", parent=operator)
    CompanyFactory(name="Entwurf", parent=operator, status="draft")
    CompanyFactory(name="Still", parent=operator, objection_on=timezone.localdate())

    assert [str(found) for found in shown_again(operator).sites] == ["Haus"]
    assert str(shown_again(site).parent) == "Träger"
    Company.objects.filter(pk=operator.pk).update(status="draft")
    assert shown_again(site).parent is None


def shown_again(company: Company) -> Shown:
    return Shown(Company.objects.for_detail().get(pk=company.pk))
