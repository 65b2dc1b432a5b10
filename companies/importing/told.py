"""All that is to be said about the rows of a list, kept in files until its end."""

from collections.abc import Iterator
from pathlib import Path

from .missing import heading_of
from .options import CLOSE, KEEP, LEAVE
from .rest import rejected
from .spool import Spool
from .summary import Plan


class Told:
    """Takes the parts of a plan."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.begin()

    def begin(self) -> None:
        self.problems, self.notices, self.refused = Spool(), Spool(), Spool()
        self.missing = {action: Spool() for action in (KEEP, LEAVE, CLOSE)}

    def take(self, part: Plan) -> None:
        self.problems.add([(f"{self.path}:{problem}",) for problem in part.problems])
        self.notices.add([(f"{self.path}:{notice}",) for notice in part.notices])
        self.refused.add([rejected(draft) for draft in part.refused])
        for action, lines in self.missing.items():
            lines.add([(str(each),) for each in part.missing if each.action == action])

    def lines_about_missing(self) -> Iterator[str]:
        """What becomes of them, in words, each entry on a line below."""
        for action, lines in self.missing.items():
            if len(lines):
                yield heading_of(action, len(lines))
                yield from (f"  {line}" for (line,) in lines)
