"""Time and memory of each download of the whole list, each in a process of its own."""

import logging
import multiprocessing
import os
import statistics
import sys
import time
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

ROUNDS = 3
FILES = ["export.csv", "export-excel.csv", "export.xlsx"]
FEW = "?letter=q"  # loads everything that the whole list needs, but hardly any entry


def download(client: object, address: str) -> tuple[float, float, int]:
    """Seconds to the first bytes and to the last, and how many there were."""
    started = time.perf_counter()
    first, size = 0.0, 0
    for part in client.get(address).streaming_content:
        first = first or time.perf_counter() - started
        size += len(part)
    return first, time.perf_counter() - started, size


def peak() -> float:
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024  # MB


def measure(file: str) -> tuple[float, float, float, float]:
    import django

    django.setup()
    logging.disable(logging.WARNING)
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    download(client, f"/unternehmen/{file}{FEW}")
    idle = peak()
    first, last, size = download(client, f"/unternehmen/{file}")
    return first, last, size / 1e6, peak() - idle


def main() -> None:
    found: dict[str, list[tuple[float, ...]]] = {file: [] for file in FILES}
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        for _ in range(ROUNDS):
            for file in FILES:
                found[file].append(pool.apply(measure, [file]))
    print(f"{ROUNDS} rounds, medians")
    print("seconds to the first and last byte, size and memory above a few entries in MB")
    for file, taken in found.items():
        row = [statistics.median(column) for column in zip(*taken, strict=True)]
        print("{:8.2f} {:8.2f} {:8.1f} {:8.1f}  {}".format(*row, file))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
