"""Arrays as bytes, to be kept; reading them copies nothing."""

import json
from collections.abc import Mapping

import numpy as np

SIZE = 4  # bytes of the length of the head


def packed(arrays: Mapping[str, np.ndarray]) -> bytes:
    head = json.dumps([[name, each.dtype.str, len(each)] for name, each in arrays.items()])
    return b"".join(
        [
            len(head).to_bytes(SIZE, "big"),
            head.encode(),
            *(each.tobytes() for each in arrays.values()),
        ]
    )


def unpacked(data: bytes) -> dict[str, np.ndarray]:
    """Not to be written to."""
    start = SIZE + int.from_bytes(data[:SIZE], "big")
    arrays = {}
    for name, kind, count in json.loads(data[SIZE:start]):
        arrays[name] = np.frombuffer(data, kind, count, start)
        start += arrays[name].nbytes
    return arrays
