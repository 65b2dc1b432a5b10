"""Every published list is mapped by what is proposed for it; a part of each is brought in."""

from dataclasses import replace
from itertools import islice

import pytest

from clusters.models import Cluster
from clusters.place_names import place_key
from clusters.places import Gazetteer
from companies.importing.actor import Actor
from companies.importing.columns import Columns
from companies.importing.layout import Layout
from companies.importing.proposals import options_from, propose
from companies.importing.reader import open_table
from companies.importing.run import Job, run
from companies.importing.undo import undo
from companies.models import Location

from .test_real_files import FILES, OFFICE
from .test_real_lists import facts  # noqa: F401
from .test_undo import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts", "in_english")]

PART = 150  # rows of each list
REGION = ["Berlin", "Brandenburg"]
BANDS = {"size_class": {"200 - 499 Beschäftigte": "large", "0": "micro"}}
IHK = {"ihk_branch_desc": "name"}  # for want of a name
# File, columns mapped otherwise than proposed, fixed values, rows wanted, key column.
LISTS = [
    ("berlin-health/apotheken_berlin_2023.csv", {}, {"city": "Berlin"}, {}, "gc_id"),
    ("berlin-health/pflegeeinrichtungen_berlin_2023.csv", {}, {"city": "Berlin"}, {}, "ik_nummer"),
    ("ihk-gewerbedaten/ihk_added_apr_jun_jul_2023.csv", IHK, {"wz_edition": "2008"}, {},
     "opendata_id"),
    ("ihk-gewerbedaten/ihk_deleted_apr_jun_jul_2023.csv", IHK, {"wz_edition": "2008"}, {},
     "opendata_id"),
    ("ihk-gewerbedaten/raw_06_june_added_CR_only.csv", IHK, {"wz_edition": "2008"}, {},
     "opendata_id"),
    ("krankenhausverzeichnis-de/krankenhaeuser_de.csv",
     {"adresse_name": "", "adresse_name_standort": "name"}, {}, {"bundesland": REGION}, "id"),
    (OFFICE + "Kraftwerksliste_2025_cp1252.csv", {}, {}, {"Bundesland der Einheit": REGION},
     "MaStR-Nr. der Stromerzeugungseinheit"),
    (OFFICE + "Ladesaeulenregister_Koeln_utf8bom.csv",
     {"Betreiber": "name", "Kreis/kreisfreie Stadt": ""}, {}, {}, ""),
    ("offeneregister/bb_companies_no_address_active.csv", {"current_status": ""}, {}, {},
     "company_number"),
    ("offeneregister/bb_companies_with_address.csv", {"current_status": ""}, {}, {},
     "company_number"),
    ("offeneregister/de_companies_with_address.csv", {}, {}, {}, "company_number"),
    ("ror-de/ror_germany.csv", {"status": ""}, {}, {"state": REGION}, "ror_id"),
]  # fmt: skip


def mapped(table, fields, constants):
    proposals = propose(table.headings, table.rows, taken=constants)
    options = options_from(
        [replace(each, field=fields.get(each.column, each.field)) for each in proposals]
    )
    return replace(options, constants=constants, values=BANDS)


@pytest.mark.parametrize(("path", "sheet"), [(path, sheet) for path, sheet, *_rest in FILES])
def test_every_column_of_a_published_file_is_mapped_or_left_out(shared_data, path, sheet):
    with shared_data(path).open("rb") as file:
        table = open_table(file, Layout(sheet=sheet))
        proposals = propose(table.headings, table.rows)

    assert [each.column for each in proposals] == table.headings
    assert Columns(table.headings, options_from(proposals)).ignored == []


@pytest.fixture
def bring_part(shared_data):
    def run_part(path, fields, constants, only, key):
        with shared_data(path).open("rb") as file:
            options = mapped(open_table(file), fields, constants)
        options = replace(options, only=only, key_column=key, source="liste" if key else "")
        with shared_data(path).open("rb") as file:
            table = open_table(file)
            columns = Columns(table.headings, options)
            rows = list(islice(filter(columns.is_wanted, table.rows), PART))
        cluster = Cluster.objects.get(slug="gesundheit")
        part = replace(table, rows=rows)
        job = Job(path, "", part, cluster, options, Actor.command_line(None))
        return run(job, save=True, good_rows=True)

    return run_part


def share_with_district():
    """Of the places in the region whose postcode or name is known, a Land's not counted."""
    gazetteer = Gazetteer.load()
    known = [
        place.district_id is not None
        for place in Location.objects.all()
        if gazetteer.has_postcode(place.postcode)
        or (not place.postcode and place_key(place.city) not in gazetteer.lands
            and gazetteer.has_place(place.city))
    ]  # fmt: skip
    return sum(known) / len(known) if known else 1


@pytest.mark.parametrize(
    "given", [pytest.param(each, id=each[0].rpartition("/")[2]) for each in LISTS]
)
def test_a_part_of_each_list_comes_in_finds_its_districts_and_goes_again(bring_part, given):
    before = everything()
    outcome = bring_part(*given)
    new = len(outcome.plan.new)

    assert new >= PART / 3
    assert share_with_district() >= 0.95
    again = bring_part(*given)
    assert (again.record, len(again.plan.new), len(again.plan.changed)) == (None, 0, 0)
    assert undo(outcome.record).kept == []
    assert everything() == before
