"""New records, many of one model: a copy takes a fraction of the time of ``Company()``."""

from typing import Generic, TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


class Fresh(Generic[M]):
    """``fresh()`` is an unsaved object with all its defaults; lists are its own."""

    def __init__(self, model: type[M]) -> None:
        blank = model()
        self.model = model
        self.state = type(blank._state)
        self.lists = [name for name, value in vars(blank).items() if isinstance(value, list)]
        self.values = {name: value for name, value in vars(blank).items() if name != "_state"}

    def __call__(self) -> M:
        one = self.model.__new__(self.model)
        attributes = one.__dict__
        attributes.update(self.values)
        attributes["_state"] = self.state()
        for name in self.lists:
            attributes[name] = []
        return one
