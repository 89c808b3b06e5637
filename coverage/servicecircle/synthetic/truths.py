"""
The truths hidden in the appeals: where trouble lasts, breaks out, or goes unreported.

They are kept in tables of their own, so that a measure can be scored against them;
nothing in the appeals names them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import shapely

from servicecircle.synthetic.matters import COMPLAINT, DISPUTE, LEGAL
from servicecircle.synthetic.randomness import generator
from servicecircle.synthetic.working_days import LAST_DAY
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.synthetic.geography_like import GeographyLike

LOCAL_SPREAD = 0.5
"""Standard deviation of the rates of grids per resident, in logarithms."""
HOT_SHARE, HOT_FACTORS = 0.025, (2.0, 5.0)
UNDER_SHARE, UNDER_REPORTED = 0.04, (0.15, 0.5)


class Outbreak(NamedTuple):
    """A sudden outbreak: what about, how long, how much, how far."""

    outbreak_id: str
    category: str
    days_before_end: int
    days: int
    factor: float
    grids: int


OUTBREAKS = (
    Outbreak("O1", LEGAL, 420, 21, 18.0, 6),
    Outbreak("O2", COMPLAINT, 230, 35, 12.0, 10),
    Outbreak("O3", DISPUTE, 75, 14, 25.0, 4),
)


@dataclass(frozen=True, eq=False)
class Truths:
    """
    What is true of the appeals, and not said in them.

    Parameters
    ----------
    rates
        By grid_id: ``residents``, ``weight`` (share of the district's appeals that
        arise there, outbreaks aside) and ``reported_weight`` (the share of those that
        come in), each adding up to 1.
    hot_spots
        ``grid_id``, ``factor``: rates that are that many times as high, always.
    outbreaks
        ``outbreak_id``, ``grid_id``, ``start``, ``end`` (first and last day),
        ``factor`` and ``category``; one row per grid.
    under_reporting
        ``grid_id``, ``reported_share``: only that share of what arises comes in.
    """

    rates: pd.DataFrame
    hot_spots: pd.DataFrame
    outbreaks: pd.DataFrame
    under_reporting: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """Give every table by its name."""
        return {
            "rates": self.rates.reset_index(),
            "hot_spots": self.hot_spots,
            "outbreaks": self.outbreaks,
            "under_reporting": self.under_reporting,
        }


def make_truths(
    geography: GeographyLike, addresses: pd.DataFrame, *, seed: int
) -> Truths:
    """
    Draw the truths of a district.

    Parameters
    ----------
    geography
        The geography.
    addresses
        As `make_addresses` gives them.
    seed
        Of the district.

    Returns
    -------
    Truths
        No grid is in more than one of hot spots, outbreaks and under-reporting.
    """
    draws = generator(seed, "truths")
    grids = geography.levels[Level.GRID].sort_index()
    lived = addresses.groupby("grid_id")["residents"].sum()
    residents = lived.reindex(grids.index, fill_value=0.0).to_numpy(dtype=float)
    free = residents >= np.quantile(residents[residents > 0], 0.25)

    outbreaks = _outbreaks(grids.geometry.array, grids.index, free, draws)
    free &= ~grids.index.isin(outbreaks["grid_id"])
    hot, under = _two_sets(free, len(grids), draws)
    factor = draws.uniform(*HOT_FACTORS, len(hot)).round(2)
    share = draws.uniform(*UNDER_REPORTED, len(under)).round(2)

    weight = residents * draws.lognormal(0.0, LOCAL_SPREAD, len(grids))
    weight[hot] *= factor
    reported = weight.copy()
    reported[under] *= share
    rates = pd.DataFrame(
        {
            "residents": residents,
            "weight": weight / weight.sum(),
            "reported_weight": reported / reported.sum(),
        },
        index=grids.index.rename("grid_id"),
    )
    ids = grids.index
    return Truths(
        rates=rates,
        hot_spots=pd.DataFrame({"grid_id": ids[hot], "factor": factor}),
        outbreaks=outbreaks,
        under_reporting=pd.DataFrame({"grid_id": ids[under], "reported_share": share}),
    )


def _two_sets(
    free: NDArray[np.bool_], grids: int, draws: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draw the hot spots and the under-reporting grids, apart from each other."""
    hot = max(1, round(HOT_SHARE * grids))
    under = max(1, round(UNDER_SHARE * grids))
    drawn = draws.choice(np.flatnonzero(free), hot + under, replace=False)
    return np.sort(drawn[:hot]), np.sort(drawn[hot:])


def _outbreaks(
    shapes: NDArray[np.object_],
    ids: pd.Index,
    free: NDArray[np.bool_],
    draws: np.random.Generator,
) -> pd.DataFrame:
    """Let each outbreak take a grid and those nearest to it."""
    middle = shapely.get_coordinates(shapely.centroid(np.array(shapes, dtype=object)))
    free = free.copy()
    rows = []
    for outbreak in OUTBREAKS:
        seat = draws.choice(np.flatnonzero(free))
        far = np.hypot(*(middle - middle[seat]).T)
        taken = np.argsort(np.where(free, far, np.inf), kind="stable")[: outbreak.grids]
        free[taken] = False
        start = LAST_DAY - np.timedelta64(outbreak.days_before_end, "D")
        rows.append(
            pd.DataFrame(
                {
                    "outbreak_id": outbreak.outbreak_id,
                    "grid_id": ids[np.sort(taken)],
                    "start": start,
                    "end": start + np.timedelta64(outbreak.days - 1, "D"),
                    "factor": outbreak.factor,
                    "category": outbreak.category,
                }
            )
        )
    return pd.concat(rows, ignore_index=True)
