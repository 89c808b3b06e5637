"""Why a unit has its tier, in a sentence, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.risk.tiers import Tier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from servicecircle.risk.indicator import Indicator

    Floats = NDArray[np.float64]

NAMED = 3
"""Contributions that a sentence names."""
LEAST = 0.5
"""Points; smaller contributions are not named."""
WORDS = {
    "": ("", ""),
    "nobody": ("nobody lives here", "无居民"),
    "few": (
        "too few appeals to be expected here to tell anything",
        "按全区平均应有的诉求太少，不足以判断",
    ),
    "alone": (
        "too few units with enough data to compare this one with",
        "数据充足的单元太少，无法比较",
    ),
    "quiet": (
        "far fewer appeals than residents lead one to expect: quiet, or not reporting",
        "诉求明显少于按人口应有的数量：可能平静，也可能未上报",
    ),
}
"""Why a unit's data are insufficient."""


def explain(
    tiers: Sequence[Tier],
    why: Sequence[str],
    points: Floats,
    indicators: Sequence[Indicator],
) -> tuple[list[str], list[str]]:
    """
    Say in words what makes up each unit's score.

    Parameters
    ----------
    tiers
        Of each unit.
    why
        Of each unit, the key in `WORDS` of why its data are insufficient.
    points
        Contributions, shape (indicators, units).
    indicators
        What contributes.

    Returns
    -------
    english, chinese
        One sentence a unit.

    Examples
    --------
    >>> from servicecircle.risk.indicator import built_in
    >>> english, chinese = explain(
    ...     [Tier.RED], [""], np.array([[60.0]]), [built_in()["appeals"]]
    ... )
    >>> english[0], chinese[0]
    ('60 points: appeals per resident 60', '60分：人均诉求量60')
    """
    order = np.argsort(-np.nan_to_num(points), axis=0, kind="stable")[:NAMED]
    total = np.nansum(points, axis=0)
    english, chinese = [], []
    for unit, tier in enumerate(tiers):
        named = [
            (indicators[i], points[i, unit])
            for i in order[:, unit]
            if points[i, unit] >= LEAST
        ]
        said = [f"{of.english} {value:.0f}" for of, value in named]
        told = [f"{of.chinese}{value:.0f}" for of, value in named]
        en = f"{total[unit]:.0f} points: {', '.join(said)}".rstrip(": ")
        zh = f"{total[unit]:.0f}分：{'，'.join(told)}".rstrip("：")
        if tier == Tier.INSUFFICIENT:
            en, zh = WORDS[why[unit]]
        english.append(en)
        chinese.append(zh)
    return english, chinese
