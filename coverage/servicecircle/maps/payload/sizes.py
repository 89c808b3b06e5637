"""What of a payload takes the room."""

from __future__ import annotations

import base64
import json
import zlib

import pandas as pd

BEST = 9


def section_sizes(payload: str) -> pd.DataFrame:
    """
    Measure the parts of a payload.

    Parameters
    ----------
    payload
        As `explorer_payload` gives it.

    Returns
    -------
    DataFrame
        Indexed by section, the largest first: ``numbers``, ``bytes``, and ``deflated``,
        its bytes if it were compressed by itself. Sections with one content count once.
    """
    content = zlib.decompress(base64.b64decode(payload))
    body = 4 + int.from_bytes(content[:4], "little")
    header = json.loads(content[4:body])
    parts = {"header": (0, content[4:body])}
    seen: set[tuple[int, int]] = set()
    for name, (_, at, size, count) in header["sections"].items():
        if (at, size) not in seen:
            seen.add((at, size))
            parts[name] = (count, content[body + at : body + at + size])
    table = pd.DataFrame(
        {
            "numbers": [count for count, _ in parts.values()],
            "bytes": [len(part) for _, part in parts.values()],
            "deflated": [len(zlib.compress(p, BEST)) for _, p in parts.values()],
        },
        index=pd.Index(list(parts), name="section"),
    )
    return table.sort_values("deflated", ascending=False, kind="stable")
