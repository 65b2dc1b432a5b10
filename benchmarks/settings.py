"""Settings as in production, with a database of the bench's own: BENCH_SIZE companies in it."""

import os

os.environ |= {
    "DEBUG": "false",
    "HTTPS": "false",  # the bench asks without a proxy in front
    "DATABASE_URL": "postgres://unused",
    "SECRET_KEY": "only-for-the-bench-0123456789-abcdefghijklmnopqrstuvwxyz",
}

from config.embedded import server
from config.settings import *  # noqa: F403
from config.settings import BASE_DIR

BENCH_SIZE = int(os.environ.get("BENCH_SIZE", "22000"))
BENCH_DATA = BASE_DIR / ".data"
DATABASES = {
    "default": server.settings(BENCH_DATA / f"bench-{BENCH_SIZE}")
    | {
        "NAME": os.environ.get("BENCH_DATABASE", "postgres"),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
STATIC_ROOT = BENCH_DATA / "bench-static"
ROOT_URLCONF = "benchmarks.urls"
