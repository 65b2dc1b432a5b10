"""Where a column's value lives: on the entry, at its primary location, or in rows beside it."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from import_export.fields import Field

from companies.models import Company, Location


class Column(Field):
    """A column of the contract. ``read`` takes it from a saved entry, None if there is none."""

    def __init__(self, attribute: str, widget: Any, read: Callable[[Company], Any] | None = None):
        super().__init__(attribute=attribute, widget=widget)
        self._read = read

    def get_value(self, instance: Company) -> Any:
        if self._read:
            return self._read(instance) if is_saved(instance) else None
        return getattr(instance, self.attribute)

    def export(self, instance: Company, **kwargs: Any) -> str:
        value = self.get_value(instance)
        return "" if value in (None, "", []) else self.widget.render(value)


class LocationColumn(Column):
    """A column of the primary location."""

    def get_value(self, instance: Company) -> Any:
        location = primary_location(instance)
        return getattr(location, self.attribute) if location else None


class LinkColumn(Column):
    """A list of rows that tie the entry to something."""


def is_saved(company: Company) -> bool:
    return not company._state.adding


def primary_location(company: Company) -> Location | None:
    return company.primary_location if is_saved(company) else None


def relate(one: Model, name: str, other: Model | None) -> None:
    """Let its foreign key ``name`` lead to ``other``; ``setattr`` asks for databases each time."""
    vars(one)[f"{name}_id"] = other and other.pk
    one._state.fields_cache[name] = other


def public_clusters(company: Company) -> list[Any]:
    """Approved current ones, as every output shows them."""
    return [
        part.cluster
        for part in company.company_clusters.all()
        if part.approved_at and not part.left_on
    ]


def sectors(company: Company) -> list[Any]:
    """The main one first."""
    return [part.sector for part in company.company_sectors.all()]


def accepted_tags(company: Company) -> list[Any]:
    return [part.tag for part in company.company_tags.all() if not part.tag.is_proposed]
