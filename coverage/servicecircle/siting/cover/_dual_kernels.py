"""The compiled steps of the primal-dual search for multipliers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle._optional import load_numba

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Int32s = NDArray[np.int32]
    Floats = NDArray[np.float64]

njit = load_numba().njit

NEWTON_STEPS = 60
CLOSE = 1e-10


@njit(cache=True, nogil=True)
def project(point: Floats, step: Floats, count: int, x: Floats) -> None:
    """
    Find the nearest x with 0 <= x <= 1 and at most `count` in all.

    Nearest in the norm that divides squares by `step`. The price of the count is found
    by Newton's method, kept between bounds.
    """
    total, low, high = 0.0, 0.0, 0.0
    for i in range(len(point)):
        x[i] = min(1.0, max(0.0, point[i]))
        total += x[i]
        high = max(high, point[i] / step[i])
    if total <= count:
        return
    price = 0.0
    for _ in range(NEWTON_STEPS):
        total, slope = 0.0, 0.0
        for i in range(len(point)):
            value = point[i] - step[i] * price
            if value >= 1.0:
                total += 1.0
            elif value > 0.0:
                total += value
                slope += step[i]
        if abs(total - count) < CLOSE * count:
            break
        if total > count:
            low = price
        else:
            high = price
        newton = price + (total - count) / slope if slope > 0.0 else low
        price = newton if low < newton < high else 0.5 * (low + high)
    for i in range(len(point)):
        x[i] = min(1.0, max(0.0, point[i] - step[i] * price))


@njit(cache=True, nogil=True)
def primal_dual_steps(
    start: Ints,
    row: Int32s,
    weight: Floats,
    count: int,
    site_step: Floats,
    row_step: Floats,
    steps: int,
    x: Floats,
    price: Floats,
    worth: Floats,
    cover: Floats,
    x_sum: Floats,
    price_sum: Floats,
    worth_sum: Floats,
    cover_sum: Floats,
) -> None:
    """
    Take some steps of the primal-dual hybrid gradient method, in place.

    ``worth`` is what a site's rows pay at the prices, ``cover`` how much a row is
    covered by x; the sums are kept for the average of all steps.
    """
    sites, rows = len(start) - 1, len(weight)
    nearer = np.empty(sites)
    before = np.empty(rows)
    for _ in range(steps):
        for i in range(sites):
            nearer[i] = x[i] + site_step[i] * worth[i]
        project(nearer, site_step, count, x)
        before[:] = cover
        cover[:] = 0.0
        for i in range(sites):
            if x[i] != 0.0:
                for k in range(start[i], start[i + 1]):
                    cover[row[k]] += x[i]
        for j in range(rows):
            excess = 2.0 * cover[j] - before[j] - 1.0
            moved = price[j] - row_step[j] * excess
            price[j] = min(weight[j], max(0.0, moved))
            price_sum[j] += price[j]
            cover_sum[j] += cover[j]
        for i in range(sites):
            total = 0.0
            for k in range(start[i], start[i + 1]):
                total += price[row[k]]
            worth[i] = total
            worth_sum[i] += total
            x_sum[i] += x[i]
