"""What the directory said of entries at a moment, as its history has it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from pghistory.core import event_models

from companies.models import Company, CompanySector, CompanyTag, Location

from .fields import Column, LocationColumn


class Past:
    """Four queries, whatever the number of entries."""

    def __init__(self, companies: Collection[UUID], moment: datetime) -> None:
        ids = list(companies)
        own = _states(Company, moment, pgh_obj_id__in=ids)
        self.companies = {state.pgh_obj_id: state for state in own}
        places = _states(Location, moment, "district", company_id__in=ids)
        self.places = {state.company_id: state for state in places if state.is_primary}
        self.links: dict[str, dict[UUID, list[Any]]] = {
            "sectors": defaultdict(list),
            "tags": defaultdict(list),
        }
        for state in _states(CompanySector, moment, "sector", company_id__in=ids):
            self.links["sectors"][state.company_id].append(state.sector)
        for state in _states(CompanyTag, moment, "tag", company_id__in=ids):
            if not state.tag.is_proposed:
                self.links["tags"][state.company_id].append(state.tag)

    def knows(self, company: UUID) -> bool:
        return company in self.companies

    def value(self, company: UUID, name: str, column: Column) -> Any:
        """What the cell of ``column`` was made of; of the operator, its id."""
        if name in self.links:
            return self.links[name][company]
        if isinstance(column, LocationColumn):
            place = self.places.get(company)
            return getattr(place, column.attribute) if place else None
        attribute = {"parent": "parent_id", "size_class": "size_class"}.get(name, column.attribute)
        return getattr(self.companies[company], attribute)


def _states(
    model: type[models.Model], moment: datetime, *related: str, **which: Any
) -> list[models.Model]:
    """The last event of each row until ``moment``, but of those that were deleted."""
    (events,) = event_models(tracks_model=model)
    until = events.objects.filter(pgh_created_at__lte=moment, **which)
    last = until.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id").select_related(*related)
    return [event for event in last if event.pgh_label != "delete"]
