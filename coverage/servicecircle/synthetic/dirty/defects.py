"""The list of what was done to the data, so that checks can be scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

EVERY = "*"
"""Stands for every row of the file."""


def defects(
    file: str, ids: Iterable[object], *, kind: str, done: str | Iterable[str]
) -> pd.DataFrame:
    """
    List one kind of defect: a row per id.

    Parameters
    ----------
    file
        The file that carries it.
    ids
        The rows, by id; `EVERY` for all of them.
    kind
        A stable name.
    done
        What was done, the same for all or row by row.

    Examples
    --------
    >>> defects("a.shp", ["g1"], kind="sliver", done="shrunk by 0.4 m").iloc[0].tolist()
    ['a.shp', 'g1', 'sliver', 'shrunk by 0.4 m']
    """
    labels = [str(label) for label in ids]
    words = [done] * len(labels) if isinstance(done, str) else list(done)
    return pd.DataFrame(
        {"file": file, "id": labels, "kind": kind, "done": words}, dtype="str"
    )
