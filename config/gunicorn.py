"""The production web server: ``gunicorn --config config/gunicorn.py config.wsgi``."""

import os
from contextlib import suppress
from typing import Any

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "3"))
worker_class = "gthread"
threads = 2
timeout = 60
max_requests = 5000  # a worker is renewed after so many, give or take
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  never a slow disk
accesslog = None  # Django logs each request with its id and without the reader's address
errorlog = "-"


def post_worker_init(worker: Any) -> None:
    """Load what can be found before the first request has to wait for it."""
    from django.db import DatabaseError, connection

    from companies.facets.store import snapshot
    from companies.search.families import families
    from companies.search.postings import postings

    with suppress(DatabaseError):  # without a database the worker still answers /healthz
        state = snapshot()
        postings(state, [])
        families(state.base, [])
    connection.close()
