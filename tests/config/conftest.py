import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.conftest import ROOT

PRODUCTION = {
    "DEBUG": "false",
    "DATABASE_URL": "postgres://nobody@localhost:1/nowhere",
    "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
}


@pytest.fixture
def run_python() -> Callable[..., subprocess.CompletedProcess[str]]:
    """``run_python("-c", code, DEBUG="false")`` in the project, with these variables alone."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=kept | variables,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run
