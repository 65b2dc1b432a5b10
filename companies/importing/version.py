"""Which code this is: what other code has kept may mean something else."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import clusters


@cache
def code_version() -> str:
    """Of all that reads, cleans and compares."""
    digest = sha256()
    own = Path(__file__).parent
    folders = (own, own.parent, Path(clusters.__file__).parent)
    for file in sorted(file for folder in folders for file in folder.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
