"""Time of each kind of page, server side, on the companies that are in the database."""

import logging
import os
import statistics
import sys
import time
from pathlib import Path

ROUNDS = 15
PAGES = [
    "/healthz",
    "/",
    "/unternehmen/",
    "/unternehmen/?q=technik",
    "/unternehmen/?cluster=gesundheit&district=lichtenberg",
    "/cluster/gesundheit/",
    "/bezirke/lichtenberg/",
    "/netzwerke/",
]


def main() -> None:
    import django

    django.setup()
    logging.disable(logging.WARNING)
    from django.test import Client

    from companies.models import Company

    client = Client(headers={"host": "localhost"})
    times: dict[str, list[float]] = {page: [] for page in PAGES}
    for _ in range(ROUNDS + 1):  # interleaved, so that a busy moment hits all pages alike
        for page in PAGES:
            started = time.perf_counter()
            response = client.get(page)
            times[page].append(time.perf_counter() - started)
            if response.status_code != 200:
                sys.exit(
                    f"{page} answers {response.status_code}; has `make run` prepared the data?"
                )
    print(f"{Company.objects.count():,} companies, {ROUNDS} rounds, milliseconds")
    print(f"{'p50':>8} {'p95':>8}  page")
    for page, taken in times.items():
        taken = sorted(1000 * seconds for seconds in taken[1:])  # the first round warms up
        p95 = taken[int(0.95 * (len(taken) - 1))]
        print(f"{statistics.median(taken):8.1f} {p95:8.1f}  {page}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
