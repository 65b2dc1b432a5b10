from typing import ClassVar

from django.db import models


class KeyedQuerySet(models.QuerySet):
    def get_by_natural_key(self, *values: str | int | None) -> models.Model:
        return self.get(**dict(zip(self.model.KEY, values, strict=True)))


class Keyed(models.Model):
    """A row that fixtures name by ``KEY``, the fields of a unique constraint.

    Numbers would do as well until somebody else's row has the same one.
    """

    KEY: ClassVar[tuple[str, ...]] = ("slug",)

    objects = KeyedQuerySet.as_manager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[str | int | None, ...]:
        return tuple(getattr(self, field) for field in self.KEY)
