"""Compile the translations without gettext, so that a fresh checkout speaks German.

Addresses are translated too: without the compiled catalogue they would be missing.
"""

import os
import tempfile
from pathlib import Path


def compile_outdated(folder: Path) -> None:
    """Write ``*.mo`` beside each ``*.po`` under ``folder`` that changed since it was compiled."""
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        changed_at = source.stat().st_mtime_ns
        if target.exists() and target.stat().st_mtime_ns == changed_at:
            continue
        if target.exists() and not os.access(target.parent, os.W_OK):
            continue  # an image is built complete, and read only
        _compile(source, target)
        os.utime(target, ns=(changed_at, changed_at))


def _compile(source: Path, target: Path) -> None:
    from babel.messages import mofile, pofile

    with source.open("rb") as lines:
        catalogue = pofile.read_po(lines, locale=source.parent.parent.name)
    # Other processes read the file meanwhile: it appears whole or not at all.
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as draft:
        mofile.write_mo(draft, catalogue)
    Path(draft.name).chmod(0o644)
    Path(draft.name).replace(target)
