"""Reads the hooks of the public contract out of a page."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Hooks:
    """``data-*`` attributes of a page, each with all attributes of its element."""

    counts: list[dict[str, str]] = field(default_factory=list)
    figures: list[dict[str, str]] = field(default_factory=list)
    facets: list[dict[str, str]] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    companies: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hooks = Hooks()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs} | {"tag": tag}
        if "data-facet" in found:
            self.hooks.facets.append(found)
        elif "data-count" in found:
            self.hooks.counts.append(found)
        if "data-figure" in found:
            self.hooks.figures.append(found)
        if "data-total" in found:
            self.hooks.totals.append(int(found["data-total"]))
        if "data-company" in found:
            self.hooks.companies.append(found["data-company"])


def hooks(response) -> Hooks:
    assert response.status_code == 200
    reader = _Reader()
    reader.feed(response.content.decode())
    return reader.hooks
