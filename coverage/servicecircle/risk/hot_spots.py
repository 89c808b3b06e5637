"""Hot spots: units, and clusters of them, with a bound on how many are false."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from servicecircle._optional import load

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.area.risk_config import HotSpotsSection
    from servicecircle.risk.rates import Rates

    Floats = NDArray[np.float64]

FEWEST = 10
"""With fewer units there are no clusters to speak of."""
QUADRANTS = {1: "high-high", 2: "low-high", 3: "low-low", 4: "high-low"}


def find_hot_spots(
    rates: Rates,
    neighbours: list[NDArray[np.int64]],
    enough: NDArray[np.bool_],
    settings: HotSpotsSection,
) -> pd.DataFrame:
    """
    Find single units that are hot, and clusters.

    Parameters
    ----------
    rates
        What is known of every unit's rate.
    neighbours
        As `neighbours_of` gives them.
    enough
        Units with enough data; the others are never hot.
    settings
        Which rate is hot, how many of those named may be false.

    Returns
    -------
    DataFrame
        One row a unit: ``hot_probability`` (that its rate is more than so many times
        the district's), ``hot_spot``; ``gi_star`` (z), ``gi_p``, ``cluster`` (*hot*,
        *cold* or missing); ``moran`` (local I), ``moran_p`` and ``moran_kind``
        (*high-high*, *low-low*, *high-low*, *low-high* or missing).

    Raises
    ------
    MissingDependencyError
        If esda or libpysal is not installed.

    Notes
    -----
    A unit is a hot spot by its own counts: of those named, the mean probability of not
    being one is at most the share of false discoveries (Bayesian FDR; Newton and
    others 2004). Clusters are of the rates' posterior means: Getis and Ord's Gi* with
    the unit itself, and Anselin's local Moran given the unit's own rate, both of
    logarithms, with p-values of their exact moments and the normal law; named where
    they pass Benjamini and Hochberg's step-up at the same share.
    """
    probability = np.where(enough, rates.above(settings.times), 0.0)
    table = pd.DataFrame(
        {
            "hot_probability": probability,
            "hot_spot": name_hot(
                probability, false_discoveries=settings.false_discoveries
            ),
        }
    )
    return table.join(_clusters(rates.mean, neighbours, settings))


def name_hot(probability: Floats, *, false_discoveries: float) -> NDArray[np.bool_]:
    """
    Name as many as possible, so that at most this share is expected to be false.

    Units that are as probable are named together or not at all.

    Examples
    --------
    >>> name_hot(np.array([0.99, 0.9, 0.6, 0.2]), false_discoveries=0.1).tolist()
    [True, True, False, False]
    """
    order = np.argsort(-probability, kind="stable")
    falling = probability[order]
    false = np.cumsum(1 - falling) / np.arange(1, len(falling) + 1)
    count = int((false <= false_discoveries).sum())
    if not count:
        return np.zeros(len(probability), dtype=bool)
    least = falling[count - 1]
    if count < len(falling) and falling[count] == least:
        return np.asarray(probability > least)
    return np.asarray(probability >= least)


def _clusters(
    mean: Floats, neighbours: list[NDArray[np.int64]], settings: HotSpotsSection
) -> pd.DataFrame:
    esda = load("esda", extra="risk")
    graph = load("libpysal.graph", extra="risk")
    count = len(mean)
    columns = {
        "gi_star": np.full(count, np.nan),
        "gi_p": np.full(count, np.nan),
        "cluster": np.full(count, None, dtype=object),
        "moran": np.full(count, np.nan),
        "moran_p": np.full(count, np.nan),
        "moran_kind": np.full(count, None, dtype=object),
    }
    joined = np.array([len(near) > 0 for near in neighbours])
    if joined.sum() < FEWEST or np.ptp(mean[joined]) == 0:
        return pd.DataFrame(columns)
    # Units without neighbours are in no cluster; the others are numbered anew.
    place = np.cumsum(joined) - 1
    heads = np.repeat(place, [len(near) for near in neighbours])
    tails = place[np.concatenate(neighbours)]
    weights = graph.Graph.from_arrays(heads, tails, np.ones(len(heads)))
    values = np.log(mean[joined])
    getis = esda.G_Local(
        values - values.min() + 1.0,
        weights.assign_self_weight().transform("B").to_W(),
        transform="B",
        star=True,
        permutations=0,
    )
    moran = esda.Moran_Local(
        values, weights.transform("R").to_W(), transformation="R", permutations=0
    )
    p = _two_sided(getis.Zs)
    named = _passes(p, settings.false_discoveries)
    columns["gi_star"][joined] = getis.Zs
    columns["gi_p"][joined] = p
    words = np.where(getis.Zs > 0, "hot", "cold").astype(object)
    words[~named] = None
    columns["cluster"][joined] = words
    p = _two_sided((moran.Is - moran.EIc) / np.sqrt(moran.VIc))
    named = _passes(p, settings.false_discoveries)
    kinds = np.array([QUADRANTS[int(q)] for q in moran.q], dtype=object)
    columns["moran"][joined] = moran.Is
    columns["moran_p"][joined] = p
    kinds[~named] = None
    columns["moran_kind"][joined] = kinds
    return pd.DataFrame(columns)


def _two_sided(z: Floats) -> Floats:
    """
    Give the p-values of normal deviates, for both tails.

    >>> _two_sided(np.array([0.0, -1.96])).round(3).tolist()
    [1.0, 0.05]
    """
    return np.asarray(2 * stats.norm.sf(np.abs(z)))


def _passes(p: Floats, false_discoveries: float) -> NDArray[np.bool_]:
    adjusted = stats.false_discovery_control(p, method="bh")
    return np.asarray(adjusted <= false_discoveries)
