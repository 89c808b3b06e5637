"""What an opening does, in a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from servicecircle.siting.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping


def opening_reason(row: Mapping[Any, Any]) -> list[Sentence]:
    """
    Say what an opening does.

    >>> from servicecircle.siting.sentences import render
    >>> row = {"action": "open_gate", "rank": 2, "residents_alone": 285.0}
    >>> row |= {"residents_gained": 1203.0, "together_with": "O1"}
    >>> row |= {"mean_walk_before_m": 536.0, "mean_walk_after_m": 487.0}
    >>> print(render(opening_reason(row), "en"))  # what is chosen before leads to it
    Opening it covers 285 more residents: they walk 487 m instead of 536 m on average. \
    With what is chosen before it open, it covers 1,203 more.
    >>> render(opening_reason({**row, "rank": None}), "zh")
    '开放后新增覆盖285名居民：平均步行由536米减至487米。'
    """
    alone, gained = row["residents_alone"], row["residents_gained"]
    if row["action"] == "open":
        return [Sentence("gate_station", {"gained": gained})]
    ranked = pd.notna(row["rank"])
    if not alone:
        told = {"others": str(row["together_with"]), "gained": gained}
        key = "gate_only_with_then" if ranked else "gate_only_with"
        return [Sentence(key, told)]
    before, after = row["mean_walk_before_m"], row["mean_walk_after_m"]
    walks = {"alone": alone, "before": before, "after": after}
    said = [Sentence("gate_shorter" if np.isfinite(before) else "gate_reached", walks)]
    if ranked and gained < alone:
        said.append(Sentence("gate_of_them", {"gained": gained}))
    if ranked and gained > alone:
        said.append(Sentence("gate_with_others", {"gained": gained}))
    return said
