"""Why a site is proposed, in a few sentences, in Chinese and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

LEVELS_ZH = {
    Level.DISTRICT: "区",
    Level.STREET: "街道",
    Level.COMMUNITY: "社区",
    Level.RED_SUB_GRID: "红色小分格",
    Level.GRID: "网格",
}


class Facts(NamedTuple):
    """What there is to say of a proposal; what is None or missing is not said."""

    action: str
    gained: float
    share_before: float
    share: float
    level: str
    top_units: Mapping[str, float]
    """Residents gained by the units that gain most, by what they are called."""
    relieves: str | None
    relieved: float
    alternative: str | None
    alternative_m: float
    alternative_loses: float
    chosen: float
    """In which share of the trials it was chosen again."""
    replaces: str | None


def reason_en(facts: Facts) -> str:
    """
    Give the reason in English.

    >>> closing = Facts("close", -0.0, 1, 1, "grid", {}, None, 0, None, 0, 0, 0, None)
    >>> reason_en(closing)
    'Closing it leaves no resident uncovered.'
    """
    if facts.action == "close":
        if facts.gained == 0:
            return "Closing it leaves no resident uncovered."
        return f"Closing it leaves {-facts.gained:,.0f} residents uncovered."
    shares = f"{facts.share_before:.1%} to {facts.share:.1%}"
    who = "whom no station and no proposal before it covers"
    said = [f"Covers {facts.gained:,.0f} residents {who} ({shares})."]
    if facts.replaces is not None:
        said.append(f"It takes the place of {facts.replaces}.")
    if facts.top_units:
        units = ", ".join(f"{u} ({n:,.0f})" for u, n in facts.top_units.items())
        said.append(f"Most by {facts.level.replace('_', ' ')}: {units}.")
    if facts.relieves is not None:
        said.append(
            f"{facts.relieved:,.0f} residents of {facts.relieves} have it nearer."
        )
    said.append(_alternative_en(facts))
    if not pd.isna(facts.chosen):
        said.append(f"Chosen again in {facts.chosen:.0%} of the trials.")
    return " ".join(said)


def reason_zh(facts: Facts) -> str:
    """
    Give the reason in Chinese.

    >>> closing = Facts("close", -9.0, 1, 1, "grid", {}, None, 0, None, 0, 0, 0, None)
    >>> reason_zh(closing)
    '撤销后有9名居民不再被覆盖。'
    """
    if facts.action == "close":
        if facts.gained == 0:
            return "撤销后没有居民失去覆盖。"
        return f"撤销后有{-facts.gained:,.0f}名居民不再被覆盖。"
    shares = f"覆盖率由{facts.share_before:.1%}升至{facts.share:.1%}"
    who = "（现有站点及排序在前的建议点均未覆盖）"
    said = [f"新增覆盖{facts.gained:,.0f}名居民{who}，{shares}。"]
    if facts.replaces is not None:
        said.append(f"替代站点{facts.replaces}。")
    if facts.top_units:
        units = "、".join(f"{u}（{n:,.0f}人）" for u, n in facts.top_units.items())
        said.append(f"受益最多的{LEVELS_ZH[Level(facts.level)]}：{units}。")
    if facts.relieves is not None:
        said.append(f"为站点{facts.relieves}分流{facts.relieved:,.0f}名居民。")
    said.append(_alternative_zh(facts))
    if not pd.isna(facts.chosen):
        said.append(f"在{facts.chosen:.0%}的试算中仍被选中。")
    return "".join(said)


def _alternative_en(facts: Facts) -> str:
    if facts.alternative is None:
        return "No other candidate is nearby."
    where = f"The best other candidate nearby, {facts.alternative}"
    where = f"{where} ({facts.alternative_m:,.0f} m away),"
    if facts.alternative_loses <= 0:
        return f"{where} would cover as many."
    return f"{where} would cover {facts.alternative_loses:,.0f} fewer."


def _alternative_zh(facts: Facts) -> str:
    if facts.alternative is None:
        return "附近没有其他候选点。"
    where = (
        f"附近最好的其他候选点{facts.alternative}（相距{facts.alternative_m:,.0f}米）"
    )
    if facts.alternative_loses <= 0:
        return f"{where}可覆盖同样多的居民。"
    return f"{where}会少覆盖{facts.alternative_loses:,.0f}人。"
