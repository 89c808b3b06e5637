"""What an opening does, in a sentence, in English and in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping


def reason_en(row: Mapping[Any, Any]) -> str:
    """
    Give the sentence in English.

    >>> row = {"action": "open_gate", "rank": 2, "residents_alone": 285.0}
    >>> row |= {"residents_gained": 1203.0, "together_with": "O1"}
    >>> row |= {"mean_walk_before_m": 536.0, "mean_walk_after_m": 487.0}
    >>> print(reason_en(row))  # what is chosen before it leads to it
    Opening it covers 285 more residents: they walk 487 m instead of 536 m on average; \
    with what is chosen before it open, 1,203 more.
    """
    alone, gained = row["residents_alone"], row["residents_gained"]
    if row["action"] == "open":
        return f"A station here covers {gained:,.0f} more residents."
    ranked = pd.notna(row["rank"])
    if not alone:
        said = f"Alone it covers nobody more, only with some of {row['together_with']}"
        return f"{said}: then {gained:,.0f}." if ranked else f"{said}."
    before, after = row["mean_walk_before_m"], row["mean_walk_after_m"]
    said = f"Opening it covers {alone:,.0f} more residents"
    if np.isfinite(before):
        said += f": they walk {after:,.0f} m instead of {before:,.0f} m on average"
    else:
        said += f", who reach no station now, and then walk {after:,.0f} m on average"
    if ranked and gained < alone:
        said += f"; {gained:,.0f} of them are not covered by what is chosen before it"
    if ranked and gained > alone:
        said += f"; with what is chosen before it open, {gained:,.0f} more"
    return f"{said}."


def reason_zh(row: Mapping[Any, Any]) -> str:
    """
    Give the sentence in Chinese.

    >>> row = {"action": "open_gate", "rank": 1, "residents_alone": 285.0}
    >>> row |= {"residents_gained": 285.0, "together_with": ""}
    >>> row |= {"mean_walk_before_m": 536.0, "mean_walk_after_m": 487.0}
    >>> reason_zh(row)
    '开放后新增覆盖285名居民：平均步行由536米减至487米。'
    """
    alone, gained = row["residents_alone"], row["residents_gained"]
    if row["action"] == "open":
        return f"在此设站可新增覆盖{gained:,.0f}名居民。"
    ranked = pd.notna(row["rank"])
    if not alone:
        said = f"单独开放不增加覆盖，须与{row['together_with']}中的一处或几处同时开放"
        return f"{said}，届时新增{gained:,.0f}人。" if ranked else f"{said}。"
    before, after = row["mean_walk_before_m"], row["mean_walk_after_m"]
    said = f"开放后新增覆盖{alone:,.0f}名居民"
    if np.isfinite(before):
        said += f"：平均步行由{before:,.0f}米减至{after:,.0f}米"
    else:
        said += f"，目前到不了任何站点，开放后平均步行{after:,.0f}米"
    if ranked and gained < alone:
        said += f"；其中{gained:,.0f}人未被排序在前的措施覆盖"
    if ranked and gained > alone:
        said += f"；在前述措施实施的基础上可新增{gained:,.0f}人"
    return f"{said}。"
