"""A row meets its entry: what would change, with rules that span several columns."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters import identifiers
from clusters.models import Cluster
from clusters.places import REMEMBERED, Gazetteer
from clusters.text import legal_form
from companies.choices import DistrictOrigin
from companies.models import Company, Location

from .actor import Actor
from .change import Change
from .cleaning import REGISTER
from .fields import (
    Column,
    LinkColumn,
    LocationColumn,
    accepted_tags,
    is_saved,
    primary_location,
    relate,
)
from .fresh import Fresh
from .joining import Joining

NOTHING = (None, "", [])
NUMBERED = {*REGISTER, "wz_codes", "wz_edition"}
MADE_OF_ADDRESS = ("postcode", "city", "locality", "latitude", "longitude")


class Settler:
    """Compares rows with their entries; runs no query but those that loading entries took."""

    def __init__(
        self, columns: dict[str, Column], cluster: Cluster, actor: Actor, gazetteer: Gazetteer
    ) -> None:
        self.actor = actor
        self.gazetteer = gazetteer
        special = {"id", "status", "verified_on", "size_class"}
        self.own = {
            name: column
            for name, column in columns.items()
            if not isinstance(column, LinkColumn | LocationColumn) and name not in special
        }
        self.place = {n: c for n, c in columns.items() if isinstance(c, LocationColumn)}
        self.fresh = Fresh(Location)
        self.joining = Joining(cluster, actor)
        self._found = lru_cache(REMEMBERED)(self._find)

    def _find(self, postcode: str, locality: str, city: str, *point: Any) -> tuple[Any, Any]:
        latitude, longitude = point
        finding = self.gazetteer.find_district(
            postcode=postcode, locality=locality, city=city, latitude=latitude, longitude=longitude
        )
        return finding.district, DistrictOrigin(finding.origin)

    def settle(self, change: Change) -> None:
        """Set on the change's entry what its row says; faults go to the row."""
        self.joining.settle(change)
        self._own_columns(change)
        self._size_class(change)
        self._place(change)
        self._sectors(change)
        self._tags(change)
        self._verified(change)

    def _own_columns(self, change: Change) -> None:
        own, company = self.own, change.company
        wanted = {name: value for name, value in change.draft.values.items() if name in own}
        if change.is_new and "legal_form" not in wanted:
            wanted["legal_form"] = legal_form(wanted.get("name", ""))[1]
        if not wanted.keys().isdisjoint(NUMBERED) and not self._complete(change, wanted):
            return
        if wanted.get("employees", company.employees) is None:
            _leave_out(change, wanted, ["employees_year"])
        for name, value in wanted.items():
            attribute = own[name].attribute
            before = getattr(company, attribute)
            if before == value or (
                before not in NOTHING and comes_back_as(own[name], before, value)
            ):
                continue
            setattr(company, attribute, value)
            change.company_fields.add(attribute)
            change.note(name, None if change.is_new else before, value)

    def _complete(self, change: Change, wanted: dict[str, Any]) -> bool:
        """Codes and numbers of several cells; False where they do not make one."""
        company = change.company
        if not wanted.get("register_number", company.register_number):
            _leave_out(change, wanted, REGISTER)
        try:
            _complete_register(wanted, company)
        except ValidationError as error:
            change.draft.refuse(_first_said(change, reversed(REGISTER)), error)
            return False
        try:
            _complete_wz(wanted, company)
        except ValidationError as error:
            change.draft.refuse(_first_said(change, ("wz_codes", "wz_edition")), error)
            return False
        return True

    def _set(self, change: Change, column: str, attribute: str, value: Any) -> None:
        before = getattr(change.company, attribute)
        if before == value:
            return
        setattr(change.company, attribute, value)
        change.company_fields.add(attribute)
        change.note(column, None if change.is_new else before, value)

    def _size_class(self, change: Change) -> None:
        """An exported size class is the computed one: the same again is no statement."""
        value = change.draft.values.get("size_class")
        if not value:
            return
        computed = change.company.size_class if is_saved(change.company) else None
        if value != computed:
            self._set(change, "size_class", "stated_size_class", value)

    def _verified(self, change: Change) -> None:
        value = change.draft.values.get("verified_on")
        if value and value > timezone.localdate():
            change.draft.refuse("verified_on", _("lies in the future"))
        elif value and self.actor.sets_verified and change.company.verified_on != value:
            self._set(change, "verified_on", "verified_on", value)
            change.company.verified_by = self.actor.approved_by or self.actor.submitted_by
            change.company_fields.add("verified_by")

    def _place(self, change: Change) -> None:
        place = self.place
        values = {name: value for name, value in change.draft.values.items() if name in place}
        location = primary_location(change.company)
        if location is None:
            if values.keys() <= {"location_precision"}:
                return
            location = self.fresh()
            location.company_id = change.company.id
            location._state.fields_cache["company"] = change.company
        moved = location._state.adding
        tells_district = made_of(location)
        for name, value in values.items():
            attribute = place[name].attribute
            before = getattr(location, attribute)
            if name == "district" or before == value:
                continue
            if before not in NOTHING and comes_back_as(place[name], before, value):
                continue
            setattr(location, attribute, value)
            change.location_fields.add(attribute)
            change.note(name, None if change.is_new else before, value)
            moved = moved or name in tells_district
        if (location.latitude is None) != (location.longitude is None):
            given = "longitude" if location.latitude is None else "latitude"
            change.draft.refuse(given, _("latitude and longitude go together"))
        elif values:
            self._district(change, location, values.get("district"), moved)
        change.location = location

    def _district(self, change: Change, location: Location, stated: Any, moved: bool) -> None:
        """A stated district counts; without one, an address that is new or has none asks."""
        before = location.district_id and location.district
        if not moved and (stated or before) and stated in (None, before):
            return
        point = (None, None)
        if self.gazetteer.has_boundaries:
            point = location.latitude, location.longitude
        address = location.postcode, location.locality, location.city
        district, origin = self._found(*address, *point)
        if stated and stated != district:
            district, origin = stated, DistrictOrigin.MANUAL
        if origin == location.district_origin and district == before:
            return
        relate(location, "district", district)
        location.district_origin = origin
        change.location_fields |= {"district", "district_origin"}
        if district != before:
            change.note("district", None if change.is_new else before, district)

    def locate(self, change: Change) -> None:
        """Find the district anew, as part of the address went."""
        self._district(change, change.location, None, True)

    def _sectors(self, change: Change) -> None:
        wanted = change.draft.values.get("sectors")
        if wanted is None:
            return
        rows = change.company.company_sectors.all() if is_saved(change.company) else ()
        current = [row.sector for row in rows]
        change.add_sectors = [sector for sector in wanted if sector not in current]
        if not change.draft.adds("sectors"):
            change.remove_sectors = [sector for sector in current if sector not in wanted]
        if change.add_sectors or change.remove_sectors:
            kept = [sector for sector in current if sector not in change.remove_sectors]
            change.note("sectors", current, [*kept, *change.add_sectors])

    def _tags(self, change: Change) -> None:
        """Proposed tags that the entry has are not in exports, so no file takes them away."""
        wanted = change.draft.values.get("tags")
        if wanted is None:
            return
        saved = is_saved(change.company)
        accepted = accepted_tags(change.company) if saved else []
        rows = change.company.company_tags.all() if saved else []
        current = {row.tag.slug for row in rows}
        slugs = {tag.slug for tag in wanted}
        change.add_tags = [tag for tag in wanted if tag.slug not in current]
        if not change.draft.adds("tags"):
            change.remove_tags = [tag for tag in accepted if tag.slug not in slugs]
        if change.add_tags or change.remove_tags:
            kept = [tag for tag in accepted if tag not in change.remove_tags]
            change.note("tags", accepted, [*kept, *change.add_tags])


def made_of(location: Location) -> tuple[str, ...]:
    """What its district depends on; one set by hand gives way to another postcode only."""
    is_by_hand = location.district_origin == DistrictOrigin.MANUAL
    return ("postcode",) if is_by_hand else MADE_OF_ADDRESS


def comes_back_as(column: Column, before: Any, value: Any) -> bool:
    """Whether an exported ``before`` reads as ``value``: then the list says nothing new.

    What was entered by hand need not be as tidy as what is read: a name with two spaces.
    """
    if before == value:
        return True
    if before in NOTHING:  # of a new entry, say
        return False
    try:
        return column.widget.clean(column.widget.render(before)) == value
    except ValidationError:
        return False


def _leave_out(change: Change, wanted: dict[str, Any], columns: Iterable[str]) -> None:
    for name in columns:
        if wanted.pop(name, None) is not None:
            change.draft.tell(name, _("left out: there is no number"))


def _first_said(change: Change, columns: Iterable[str]) -> str:
    columns = list(columns)
    return next((name for name in columns if change.draft.said(name)), columns[0])


def _complete_register(wanted: dict[str, Any], company: Company) -> None:
    """Court, type and number make sense together: those missing come from the entry."""
    if not any(name in wanted for name in REGISTER):
        return
    parts = [wanted.get(name, getattr(company, name)) for name in REGISTER]
    wanted.update(zip(REGISTER, identifiers.register_number(*parts), strict=True))


def _complete_wz(wanted: dict[str, Any], company: Company) -> None:
    codes = wanted.get("wz_codes", company.wz_codes)
    edition = wanted.get("wz_edition", company.wz_edition)
    if not codes:
        wanted.pop("wz_edition", None)
    elif "wz_codes" in wanted or "wz_edition" in wanted:
        if not edition:
            raise ValidationError(
                _("the codes need their edition: a column wz_edition, or --set wz_edition=2025")
            )
        wanted["wz_codes"] = [identifiers.wz_code(code, edition) for code in codes]
