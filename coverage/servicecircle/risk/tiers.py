"""Tiers: red, yellow, blue, or insufficient data; how sure, and how stable."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle._optional import load
from servicecircle.errors import InputError
from servicecircle.risk.score import contributions, score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.area.risk_config import TiersSection

    Floats = NDArray[np.float64]

CLASSES = 3
WEIGHT_DRAWS = 500
"""Sets of moved weights that are tried."""


class Tier(StrEnum):
    """
    How a unit stands, the most urgent first; its place in this list is its code.

    Blue is the lowest of the three warnings, not a word for safe.
    """

    RED = "red"
    YELLOW = "yellow"
    BLUE = "blue"
    INSUFFICIENT = "insufficient"


class Thresholds(NamedTuple):
    """Scores from which on a unit is red, and yellow."""

    red: float
    yellow: float

    def classify(self, scores: Floats) -> NDArray[np.int64]:
        """
        Give every score its tier's code; one at a threshold is above it.

        >>> Thresholds(80.0, 50.0).classify(np.array([80.0, 60.0, 10.0])).tolist()
        [0, 1, 2]
        """
        codes = np.full(scores.shape, 2, dtype=np.int64)
        codes[scores >= self.yellow] = 1
        codes[scores >= self.red] = 0
        return codes


def thresholds_of(scores: Floats, tiers: TiersSection) -> Thresholds:
    """
    Settle the thresholds.

    Parameters
    ----------
    scores
        Of the units with enough data.
    tiers
        Fixed scores, shares of the units, or natural breaks (Fisher and Jenks) in
        three classes.

    Raises
    ------
    InputError
        If natural breaks are asked for and fewer than three scores differ.
    MissingDependencyError
        If natural breaks are asked for and mapclassify is not installed.

    Examples
    --------
    >>> from servicecircle.area.risk_config import TiersSection
    >>> thresholds_of(np.arange(101.0), TiersSection())
    Thresholds(red=95.0, yellow=80.0)
    """
    if tiers.method == "fixed":
        return Thresholds(tiers.red, tiers.yellow)
    if tiers.method == "natural_breaks":
        return _natural_breaks(scores)
    if not len(scores):
        return Thresholds(np.inf, np.inf)
    red, yellow = np.quantile(scores, [tiers.red, tiers.yellow])
    return Thresholds(float(red), float(yellow))


def probabilities(drawn: Floats, thresholds: Thresholds) -> Floats:
    """
    Say how probable each tier is for each unit.

    Parameters
    ----------
    drawn
        Scores that may be, shape (draws, units).
    thresholds
        The thresholds.

    Returns
    -------
    array of float, shape (3, units)
        Red, yellow, blue; they add up to 1.
    """
    codes = thresholds.classify(drawn)
    return np.stack([(codes == code).mean(axis=0) for code in range(CLASSES)])


def stability(  # noqa: PLR0913 - a score, and how it is moved
    parts: Floats,
    weights: Floats,
    enough: NDArray[np.bool_],
    tiers: TiersSection,
    *,
    swing: float,
    generator: np.random.Generator,
) -> Floats:
    """
    Say in which share of moved weights a unit keeps its tier.

    Parameters
    ----------
    parts
        Scaled indicators, shape (indicators, units).
    weights
        Of each indicator.
    enough
        Units that shape the thresholds.
    tiers
        How thresholds are settled; they are settled anew for each set of weights.
        After natural breaks as many units are red, and yellow, each time.
    swing
        Each weight is multiplied by its own factor, evenly from 1 - swing to
        1 + swing.
    generator
        Random numbers.
    """
    usual = score(contributions(parts, weights))
    settled = thresholds_of(usual[enough], tiers)
    own = settled.classify(usual)
    if tiers.method == "natural_breaks":
        below = [float((usual[enough] < edge).mean()) for edge in settled]
        tiers = tiers.model_copy(
            update={"method": "quantile", "red": below[0], "yellow": below[1]}
        )
    kept = np.zeros(len(usual))
    factors = generator.uniform(1 - swing, 1 + swing, (WEIGHT_DRAWS, len(weights)))
    for factor in factors:
        moved = score(contributions(parts, weights * factor))
        kept += thresholds_of(moved[enough], tiers).classify(moved) == own
    return kept / WEIGHT_DRAWS


def _natural_breaks(scores: Floats) -> Thresholds:
    if len(np.unique(scores)) < CLASSES:
        msg = (
            f"Natural breaks need {CLASSES} scores that differ. Choose another method "
            "in [risk.tiers]."
        )
        raise InputError(msg)
    classify = load("mapclassify", extra="risk")
    low, middle, _ = classify.FisherJenks(scores, k=CLASSES).bins
    # Bins name the highest score of each class; the next one begins a tier.
    above = [float(scores[scores > edge].min()) for edge in (middle, low)]
    return Thresholds(*above)
