"""Rows that break one rule for one reason: one mistake, told once with its places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    import numpy as np
    from numpy.typing import NDArray

MANY = 5
"""So many rows that break a rule together are one mistake, and told as one."""
MOST = 0.5
"""A column that is wrong in so many of its cells is the wrong column, or spoiled."""
SPOILED = frozenset(
    {
        "geometry-kind",
        "geometry-not-finite",
        "id-apostrophe",
        "id-not-exact",
        "id-zeros-lost",
    }
)
"""What happens to a whole column or layer and is seen in some of its rows."""


def is_one_mistake(rule: str, broken: NDArray[np.bool_]) -> bool:
    """
    Whether rows that break a rule are told together.

    Parameters
    ----------
    rule
        Its name.
    broken
        The rows that break it, shape (rows,).

    Examples
    --------
    >>> import numpy as np
    >>> is_one_mistake("id-not-exact", np.array([True] * 5 + [False] * 95))
    True
    >>> is_one_mistake("bad-date", np.array([True] * 5 + [False] * 95))
    False
    """
    count = int(broken.sum())
    return count >= MANY and (rule in SPOILED or count >= MOST * len(broken))


def rows_of(row: Hashable | None) -> tuple[Hashable, ...]:
    """
    Give the rows that a finding is about.

    >>> rows_of((2, 3)), rows_of(2), rows_of(None)
    ((2, 3), (2,), ())
    """
    if isinstance(row, tuple):
        return row
    return () if row is None else (row,)


def place_of_all(
    shapes: Iterable[shapely.Geometry | None],
) -> shapely.GeometryCollection | None:
    """Put the places of several rows into one; None where there is none."""
    there = [shape for shape in shapes if shape is not None]
    return shapely.GeometryCollection(there) if there else None
