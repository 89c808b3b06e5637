"""Names of points that stay the same when points are planned again."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import pandas as pd

from servicecircle._validation import check_unique

if TYPE_CHECKING:
    from collections.abc import Iterable

BYTES = 10
"""80 bits: a million points share a name with a chance of 1 in 2.4 million million."""


def point_ids(owners: Iterable[str], numbers: Iterable[int]) -> pd.Index[str]:
    """
    Name points after what they belong to and their number there.

    The name is opaque: it is not parsed for a building, a grid or a place, though who
    knows a building's id can compute it. Neither the network, nor the neighbours, nor
    where on the outline the point is matter, so that a better map moves a point and
    keeps its name.

    Parameters
    ----------
    owners
        A building's id, or a gate's place.
    numbers
        0, 1, 2, ... among the points of one building; -1 for a gate, so that no
        building can be called like it.

    Examples
    --------
    >>> point_ids(["B1", "B1"], [0, 1])
    Index(['e753957e4ec8444306cd', 'ec8bed05e102a038916d'], dtype='str',
          name='point_id')
    """
    names = [_name(f"{k}|{owner}") for owner, k in zip(owners, numbers, strict=True)]
    ids = pd.Index(names, dtype="str", name="point_id")
    check_unique(ids, name="point ids")
    return ids


def _name(text: str) -> str:
    return blake2b(text.encode(), digest_size=BYTES).hexdigest()
