"""What an indicator is: its unit, its denominator, its weight, its words."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MoreIs = Literal["worse", "better"]


@dataclass(frozen=True)
class Indicator:
    """
    One indicator of risk.

    Parameters
    ----------
    name
        As columns and weights call it.
    unit, denominator
        What its values are, and what they are counted on.
    more_is
        Whether more of it is worse or better.
    weight
        How much it counts beside the others; 0 is told and does not count.
    english, chinese
        What it is called in sentences.
    """

    name: str
    unit: str
    denominator: str
    more_is: MoreIs
    weight: float
    english: str
    chinese: str
    base: str = ""
    """The indicator that this is one of several of."""
    among: int = 1
    """How many share the base's weight."""

    def weight_in(self, weights: Mapping[str, float]) -> float:
        """
        Give the weight that area.toml says, by the name or by the base's, or its own.

        >>> walks = built_in()["beyond"].of("appeals", among=2)
        >>> walks.weight_in({}), walks.weight_in({"beyond": 4.0})
        (0.5, 2.0)
        """
        if self.name in weights:
            return float(weights[self.name])
        if self.base in weights:
            return float(weights[self.base]) / self.among
        return self.weight

    def of(self, what: str, *, called: str = "", among: int = 1) -> Indicator:
        """
        Give the indicator of one service or category; they share the weight.

        >>> built_in()["beyond"].of("legal", called="Legal service").english
        'residents beyond the standard walk (Legal service)'
        """
        word = called or what
        return replace(
            self,
            name=f"{self.name}_{what}",
            weight=self.weight / among,
            base=self.name,
            among=among,
            english=f"{self.english} ({word})",
            chinese=f"{self.chinese}（{word}）",
        )


@dataclass(frozen=True, eq=False)
class Measure:
    """
    An indicator's values for the units of one level.

    Parameters
    ----------
    indicator
        What is measured.
    value
        Of each unit, shape (units,); NaN where it cannot be told.
    counted_on
        How much of the denominator there is, shape (units,).
    district
        The value of the whole district.
    low, high
        Between these the value lies with a probability of 90 %; NaN where the value is
        not an estimate.
    draws
        Values that may be, shape (draws, units); None where the value is certain.
    """

    indicator: Indicator
    value: Floats
    counted_on: Floats
    district: float
    low: Floats | None = None
    high: Floats | None = None
    draws: Floats | None = None


@cache
def built_in() -> dict[str, Indicator]:
    """
    Read the built-in indicators.

    >>> built_in()["density"].unit
    'residents per km2'
    """
    text = files("servicecircle.risk").joinpath("indicators.csv")
    rows = csv.DictReader(text.read_text(encoding="utf-8").splitlines())
    return {
        row["name"]: Indicator(
            row["name"],
            row["unit"],
            row["denominator"],
            "better" if row["more_is"] == "better" else "worse",
            float(row["weight"]),
            row["english"],
            row["chinese"],
        )
        for row in rows
    }
