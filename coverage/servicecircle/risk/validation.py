"""Holding an assessment against the truth, where a district's truth is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.risk.score import contributions, score
from servicecircle.risk.tiers import Tier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.risk.assess import Assessment

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
"""Bounds of the probabilities that are told apart."""


def detection(named: Mapping[str, Flags], truth: Flags) -> pd.DataFrame:
    """
    Say how well each way of naming units finds those that are meant.

    Parameters
    ----------
    named
        By way: whether each unit is named.
    truth
        Whether it is meant.

    Returns
    -------
    DataFrame
        ``way``, ``named``, ``right``, ``precision`` (right over named), ``recall``
        (right over meant; both missing where there are none).

    Examples
    --------
    >>> seen = {"map": np.array([True, True, False])}
    >>> detection(seen, np.array([True, False, True])).to_dict("records")
    [{'way': 'map', 'named': 2, 'right': 1, 'precision': 0.5, 'recall': 0.5}]
    """
    rows = []
    for way, flags in named.items():
        right, count = int((flags & truth).sum()), int(flags.sum())
        meant = int(truth.sum())
        rows.append(
            {
                "way": way,
                "named": count,
                "right": right,
                "precision": right / count if count else np.nan,
                "recall": right / meant if meant else np.nan,
            }
        )
    return pd.DataFrame(rows)


def calibration(probability: Floats, truth: Flags) -> pd.DataFrame:
    """
    Compare what was called probable with what is so.

    Returns
    -------
    DataFrame
        One row for each range of probabilities: ``from``, ``to`` (not included, but
        for 1), ``units``, ``said`` (mean probability) and ``true`` (share).

    Examples
    --------
    >>> table = calibration(np.array([0.2, 0.2, 1.0]), np.array([True, False, True]))
    >>> table[["units", "said", "true"]].to_numpy().tolist()
    [[2.0, 0.2, 0.5], [1.0, 1.0, 1.0]]
    """
    known = np.isfinite(probability)
    said, so = probability[known], truth[known]
    bins = np.clip(np.digitize(said, EDGES) - 1, 0, len(EDGES) - 2)
    table = pd.DataFrame({"bin": bins, "said": said, "true": so.astype(float)})
    grouped = table.groupby("bin")
    means = grouped[["said", "true"]].mean()
    edges = np.array(EDGES)
    means.insert(0, "from", edges[means.index])
    means.insert(1, "to", edges[means.index + 1])
    means.insert(2, "units", grouped.size())
    return means.reset_index(drop=True)


def true_tiers(assessment: Assessment, true_rate: Floats) -> NDArray[np.object_]:
    """
    Give the tier that each unit would have if its rate were known.

    Parameters
    ----------
    assessment
        The assessment; its scales and thresholds are kept.
    true_rate
        The true rate over the district's, at the district's reporting effort.

    Returns
    -------
    array of `Tier`
        Shares of appeals are taken to be the district's, as where no unit differs.
    """
    parts, weights = [], []
    for measure in assessment.measures:
        name = measure.indicator.name
        if name not in assessment.scales:
            continue
        value = measure.value
        if name == "appeals":
            value = true_rate * assessment.burden.per_1000
        elif measure.draws is not None:
            value = np.full(len(value), measure.district)
        parts.append(assessment.scales[name].score(value))
        weights.append(assessment.weights[name])
    true = score(contributions(np.stack(parts), np.array(weights)))
    codes = assessment.thresholds.classify(true)
    return np.array(list(Tier), dtype=object)[codes]
