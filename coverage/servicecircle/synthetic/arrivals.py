"""Where and when appeals arise: base rates, and sudden outbreaks on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from servicecircle.synthetic.randomness import whole_shares
from servicecircle.synthetic.working_days import all_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.synthetic.truths import Truths


class Arrivals(NamedTuple):
    """Appeals in the order of their days."""

    grid: NDArray[np.int64]
    """Position in the truths' rates."""
    day: NDArray[np.datetime64]
    category: NDArray[np.object_]


def draw_arrivals(
    truths: Truths,
    day_weight: NDArray[np.float64],
    *,
    count: int,
    shares: Mapping[str, float],
    draws: np.random.Generator,
) -> Arrivals:
    """
    Draw exactly `count` appeals.

    Parameters
    ----------
    truths
        As `make_truths` gives them.
    day_weight
        As `rhythm.day_weights` gives it.
    count
        How many appeals come in, outbreaks included.
    shares
        The share of each matter.
    draws
        Random numbers.

    Notes
    -----
    An outbreak of factor f adds f - 1 times what its grids would bring in its days;
    the shares of matters hold with outbreaks counted in.
    """
    days = all_days()
    rate = truths.rates["reported_weight"].to_numpy(dtype=float)
    grids, when, about = [], [], []
    for _, rows in truths.outbreaks.groupby("outbreak_id"):
        extra = _outbreak(rows, truths, day_weight, count, draws)
        grids.append(extra[0])
        when.append(extra[1])
        about.append(np.full(len(extra[0]), rows["category"].iloc[0], dtype=object))
    base = count - sum(len(part) for part in grids)
    grids.append(draws.choice(len(rate), base, p=rate))
    when.append(draws.choice(len(days), base, p=day_weight))
    words = np.array(list(shares), dtype=object)
    so_far = np.array([(np.concatenate(about) == word).sum() for word in words])
    missing = np.maximum(np.array(list(shares.values())) * count - so_far, 0.0)
    about.append(draws.permutation(np.repeat(words, whole_shares(missing, base))))

    # Shuffled before they are put in order, so that their place tells nothing.
    mixed = draws.permutation(count)
    grid, day, category = (np.concatenate(p)[mixed] for p in (grids, when, about))
    order = np.argsort(day, kind="stable")
    return Arrivals(grid[order], days[day[order]], category[order])


def _outbreak(
    rows: pd.DataFrame,
    truths: Truths,
    day_weight: NDArray[np.float64],
    count: int,
    draws: np.random.Generator,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draw the grids and days of what an outbreak adds."""
    days = all_days()
    grid = truths.rates.index.get_indexer(pd.Index(rows["grid_id"]))
    rate = truths.rates["reported_weight"].to_numpy(dtype=float)[grid]
    start, end = (rows[c].iloc[0].to_datetime64() for c in ("start", "end"))
    window = np.flatnonzero((days >= start) & (days <= end))
    weight = day_weight[window]
    usual = count * rate.sum() * weight.sum()
    extra = int(draws.poisson(usual * (rows["factor"].iloc[0] - 1)))
    return (
        draws.choice(grid, extra, p=rate / rate.sum()),
        draws.choice(window, extra, p=weight / weight.sum()),
    )
