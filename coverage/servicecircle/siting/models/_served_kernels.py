"""The compiled loops over who could be served where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle._optional import load_numba

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

njit = load_numba().njit


@njit(cache=True, nogil=True)
def fill_sites(  # noqa: PLR0913, PLR0917 - compiled
    start: Ints,
    row: Ints,
    value: Floats,
    weight: Floats,
    capacity: Floats,
    price: Floats,
    taken: Floats,
    worth: Floats,
    toll: Floats,
) -> None:
    """
    Fill every site on its own with what is worth most after the price of its row.

    Pairs come site by site. `taken` (a pair), `worth` and `toll` (a site: what the last
    unit that fits is worth, 0 where there is room) are written.
    """
    for i in range(len(capacity)):
        first, end = start[i], start[i + 1]
        total, worth[i], toll[i] = 0.0, 0.0, 0.0
        for k in range(first, end):
            gain = value[k] - price[row[k]]
            taken[k] = weight[row[k]] if gain > 0.0 else 0.0
            total += taken[k]
            worth[i] += gain * taken[k]
        if total <= capacity[i]:
            continue
        gains = value[first:end] - price[row[first:end]]
        left, worth[i] = capacity[i], 0.0
        for k in np.argsort(-gains, kind="mergesort"):
            if gains[k] <= 0.0:
                break
            taken[first + k] = min(left, weight[row[first + k]])
            worth[i] += gains[k] * taken[first + k]
            if left > 0.0 and taken[first + k] >= left:
                toll[i] = gains[k]
            left -= taken[first + k]


@njit(cache=True, nogil=True)
def serve_in_order(  # noqa: PLR0913, PLR0917 - compiled
    order: Ints,
    row: Ints,
    site: Ints,
    weight: Floats,
    capacity: Floats,
    whole: bool,  # noqa: FBT001 - compiled
) -> Floats:
    """Serve pair by pair as long as there is weight and room; give the amounts."""
    left, room = weight.copy(), capacity.copy()
    held = np.zeros(len(row))
    for k in order:
        most = min(left[row[k]], room[site[k]])
        if whole and most < weight[row[k]]:
            continue
        held[k] = most
        left[row[k]] -= most
        room[site[k]] -= most
    return held
