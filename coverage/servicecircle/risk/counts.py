"""Appeals counted by unit, each at its weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from servicecircle.risk.decay import effective_scale
from servicecircle.risk.steady import BLOCK_DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from servicecircle.risk.decay import Window

    Floats = NDArray[np.float64]

PERIOD_DAYS = 91
"""Periods between which a unit's counts are compared."""
FLAGS = ("overdue", "repeat", "collective", "dissatisfied")
"""Columns of yes and no, missing where nobody says."""
CATEGORY = "category "


class Counts(NamedTuple):
    """Appeals by unit of the finest level."""

    table: pd.DataFrame
    """
    Indexed by unit: ``appeals`` (in the window, as they are), ``events`` (at their
    weights, scaled so that they vary as counts do) and ``weight`` (not scaled, so that
    no appeal counts for more than one); of the latter ``scanned`` and ``unresolved``;
    for each flag that anybody states those with it and, as ``<flag> stated``, those
    that say; ``category <word>`` for each category.
    """
    periods: NDArray[np.int64]
    """Appeals by unit and period of 91 days, shape (units, periods), latest first."""
    blocks: NDArray[np.int64]
    """The same by 28 days, to tell what lasts from what broke out."""
    weighted: float
    """The sum of all weights: events without the scale."""
    outside: int
    """Appeals in the window that name no known unit."""
    later: int
    """Appeals after the window's last day."""


def count_appeals(
    appeals: pd.DataFrame,
    units: pd.Index,
    window: Window,
    *,
    channels: Sequence[str],
    unresolved_after_days: float,
) -> Counts:
    """
    Count appeals by unit of the finest level.

    Parameters
    ----------
    appeals
        One row each: ``unit_id`` and ``reported_at``; where there, ``open`` (whether
        the matter is not resolved), ``channel``, ``category``, and the flags
        ``overdue``, ``repeat``, ``collective``, ``dissatisfied`` (missing where
        nobody says).
    units
        Ids of the finest level.
    window
        Which days are looked at, and how much each counts.
    channels
        Words of channels that come of effort, compared without regard to case.
    unresolved_after_days
        An open matter counts as unresolved from this age on.

    Returns
    -------
    Counts
        Appeals without a time, outside the window or without a known unit count in no
        unit.
    """
    inside = window.holds(appeals["reported_at"])
    days = appeals["reported_at"].to_numpy().astype("M8[D]")
    later = int((days > window.last).sum())
    rows = appeals.loc[inside]
    unit = _positions(rows["unit_id"], units)
    outside = int((unit < 0).sum())
    rows, unit = rows.loc[unit >= 0], unit[unit >= 0]
    weight = window.weights(rows["reported_at"])

    def total(of: NDArray[np.bool_] | None = None) -> Floats:
        """Add up weights by unit."""
        part = weight if of is None else weight * of
        return np.bincount(unit, part, minlength=len(units)).astype(np.float64)

    columns: dict[str, Floats | NDArray[np.int64]] = {
        "appeals": np.bincount(unit, minlength=len(units)),
        "events": total() * effective_scale(weight),
        "weight": total(),
        "scanned": total(_is_one_of(rows, "channel", channels)),
    }
    ages = (window.last - rows["reported_at"].to_numpy().astype("M8[D]")).astype(float)
    if "open" in rows:
        still_open = rows["open"].to_numpy(dtype=bool)
        columns["unresolved"] = total(still_open & (ages >= unresolved_after_days))
    for flag in FLAGS:
        if flag in rows and rows[flag].notna().any():
            stated = rows[flag].notna().to_numpy()
            yes = rows[flag].fillna(value=False).to_numpy(dtype=bool)
            columns[flag], columns[f"{flag} stated"] = total(yes), total(stated)
    if "category" in rows:
        codes, words = pd.factorize(rows["category"], sort=True)
        for code, word in enumerate(words):
            columns[f"{CATEGORY}{word}"] = total(codes == code)

    def by(days: int) -> NDArray[np.int64]:
        """Count by unit and so many days, the latest first."""
        period = ages.astype(np.int64) // days
        periods = int(period.max(initial=0)) + 1
        counted = np.bincount(unit * periods + period, minlength=len(units) * periods)
        return counted.reshape(len(units), periods)

    return Counts(
        pd.DataFrame(columns, index=units),
        by(PERIOD_DAYS),
        by(BLOCK_DAYS),
        float(weight.sum()),
        outside,
        later,
    )


def dispersion(counts: NDArray[np.int64]) -> float:
    """
    Say how much more counts vary than chance alone makes them, at least 1.

    Parameters
    ----------
    counts
        By unit and period, shape (units, periods).

    Notes
    -----
    Pearson's chi-square over its degrees of freedom, the expected counts being
    products of the units' and the periods' totals. The last period is left out, since
    the window need not be whole periods long. Outbreaks, and matters that many bring
    at once, make it larger than 1; rates then know less than their counts seem to say.

    Examples
    --------
    >>> dispersion(np.array([[2, 2, 1], [2, 2, 1]]))
    1.0
    >>> dispersion(np.array([[9, 0, 1], [0, 9, 1]]))
    18.0
    """
    whole = counts[:, :-1] if counts.shape[1] > 1 else counts
    whole = whole[whole.sum(axis=1) > 0][:, whole.sum(axis=0) > 0]
    freedom = (whole.shape[0] - 1) * (whole.shape[1] - 1)
    if freedom < 1:
        return 1.0
    rows, columns = whole.sum(axis=1), whole.sum(axis=0)
    expected = np.outer(rows, columns) / whole.sum()
    return max(1.0, float(((whole - expected) ** 2 / expected).sum() / freedom))


def _positions(ids: pd.Series, units: pd.Index) -> NDArray[np.int64]:
    """Look ids up once each, however many rows there are."""
    codes, there = pd.factorize(ids)
    found = np.append(units.get_indexer(pd.Index(there)), -1)
    return found[codes].astype(np.int64)


def _is_one_of(
    rows: pd.DataFrame, column: str, words: Sequence[str]
) -> NDArray[np.bool_]:
    if column not in rows:
        return np.zeros(len(rows), dtype=bool)
    wanted = {word.casefold() for word in words}
    codes, there = pd.factorize(rows[column])
    is_one = np.array([str(word).casefold() in wanted for word in there] + [False])
    return is_one[codes]
