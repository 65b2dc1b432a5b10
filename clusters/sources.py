"""The sources that a page leans on, each once, for the list at its foot."""

from collections.abc import Iterable
from typing import Any

from clusters.models import Source


def sources_of(records: Iterable[Any]) -> list[Source]:
    """Distinct sources of the records, in the order in which the page names them."""
    found = {record.source_id: record.source for record in records if record.source_id}
    return list(found.values())
