"""A new base without a slow request: made by another process, one at a time."""

import subprocess
import sys
from time import monotonic
from typing import Any

from django.conf import settings
from django.dispatch import receiver

from companies.facets.store import worn

PAUSE = 60  # seconds between two tries of one worker
LAST = ("nice", "-n", "10")  # whoever waits for a page comes first

_last = -float(PAUSE)


@receiver(worn)
def rebuild_in_background(**kwargs: Any) -> None:
    """Start ``rebuild_search``; where one is at work already, it ends at once."""
    global _last
    if not settings.REBUILD_IN_BACKGROUND or monotonic() - _last < PAUSE:
        return
    _last = monotonic()
    subprocess.Popen(
        [*LAST, sys.executable, settings.BASE_DIR / "manage.py", "rebuild_search", "--base-only"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
