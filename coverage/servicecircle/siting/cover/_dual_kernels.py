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
def lift_caps(
    start: Ints,
    row: Int32s,
    factor: Floats,
    pull: Floats,
    row_step: Floats,
    floor_unit: float,
    moved: Floats,
    price: Floats,
    cap: Floats,
) -> None:
    """
    Find the nearest prices of guarantees and rows where the former lift the latter.

    A row's price is at most ``cap``, which each guarantee lifts by its own price times
    the row's factor. One guarantee after the other, its price is found by Newton's
    method on the derivative of the distance, which is increasing and made of lines.
    """
    for u in range(len(price)):
        square = 0.0
        for k in range(start[u], start[u + 1]):
            square += factor[k] * factor[k] / row_step[row[k]]
        step = 1.0 / max(floor_unit * square, CLOSE)
        wanted = price[u] - step * pull[u]
        was = price[u]
        now = max(0.0, was)
        for _ in range(NEWTON_STEPS):
            value, slope = (now - wanted) / step, 1.0 / step
            for k in range(start[u], start[u + 1]):
                j = row[k]
                over = moved[j] - cap[j] - (now - was) * factor[k]
                if over > 0.0:
                    value -= factor[k] * over / row_step[j]
                    slope += factor[k] * factor[k] / row_step[j]
            nearer = max(0.0, now - value / slope)
            done = abs(nearer - now) <= CLOSE * max(1.0, now)
            now = nearer
            if done:
                break
        price[u] = now
        for k in range(start[u], start[u + 1]):
            cap[row[k]] += (now - was) * factor[k]


@njit(cache=True, nogil=True)
def primal_dual_steps(
    start: Ints,
    row: Int32s,
    weight: Floats,
    count: int,
    site_step: Floats,
    row_step: Floats,
    limit_start: Ints,
    limit_site: Int32s,
    limit_factor: Floats,
    site_start: Ints,
    site_limit: Int32s,
    site_factor: Floats,
    lower: Floats,
    upper: Floats,
    limit_step: Floats,
    floor_start: Ints,
    floor_row: Int32s,
    floor_factor: Floats,
    pull: Floats,
    floor_unit: float,
    steps: int,
    x: Floats,
    price: Floats,
    worth: Floats,
    cover: Floats,
    toll: Floats,
    held: Floats,
    lift: Floats,
    x_sum: Floats,
    price_sum: Floats,
    worth_sum: Floats,
    cover_sum: Floats,
    toll_sum: Floats,
    held_sum: Floats,
    lift_sum: Floats,
) -> None:
    """
    Take some steps of the primal-dual hybrid gradient method, in place.

    ``worth`` is what a site's rows pay at the prices less the tolls of its limits,
    ``cover`` how much a row is covered by x, ``held`` what x adds up to in each limit,
    ``lift`` the price of each guarantee; the sums are kept for the average.
    """
    sites, rows = len(start) - 1, len(weight)
    nearer = np.empty(sites)
    before = np.empty(rows)
    moved = np.empty(rows)
    cap = weight.copy()
    for u in range(len(lift)):
        for k in range(floor_start[u], floor_start[u + 1]):
            cap[floor_row[k]] += lift[u] * floor_factor[k]
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
            moved[j] = price[j] - row_step[j] * excess
            cover_sum[j] += cover[j]
        if len(lift) > 0:
            lift_caps(
                floor_start,
                floor_row,
                floor_factor,
                pull,
                row_step,
                floor_unit,
                moved,
                lift,
                cap,
            )
        for j in range(rows):
            price[j] = min(cap[j], max(0.0, moved[j]))
            price_sum[j] += price[j]
        for u in range(len(lift)):
            lift_sum[u] += lift[u]
        for r in range(len(toll)):
            total = 0.0
            for k in range(limit_start[r], limit_start[r + 1]):
                total += limit_factor[k] * x[limit_site[k]]
            pushed = toll[r] + limit_step[r] * (2.0 * total - held[r])
            within = min(upper[r], max(lower[r], pushed / limit_step[r]))
            toll[r] = pushed - limit_step[r] * within
            held[r] = total
            toll_sum[r] += toll[r]
            held_sum[r] += total
        for i in range(sites):
            total = 0.0
            for k in range(start[i], start[i + 1]):
                total += price[row[k]]
            for k in range(site_start[i], site_start[i + 1]):
                total -= site_factor[k] * toll[site_limit[k]]
            worth[i] = total
            worth_sum[i] += total
            x_sum[i] += x[i]
