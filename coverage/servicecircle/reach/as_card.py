"""Who is within reach, as a notebook shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.area.as_card import dot
from servicecircle.cards import Paint, card, count, percent, table
from servicecircle.vocabulary import Reason

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from servicecircle.reach.measure import Reach
    from servicecircle.standards import ServiceStandard

COLOURS = {
    Reason.COVERED: ("can walk to a station", "#2b7bba"),
    Reason.TOO_FAR: ("too far", "#e66b10"),
    Reason.NO_PATH: ("no path", "#b3206e"),
    Reason.NO_EDGE_NEARBY: ("no street near", "#6b6b6b"),
    Reason.BEHIND_OBSTACLE: ("behind an obstacle", "#7b4fb0"),
    Reason.NO_STATION: ("no station", "#9c9c94"),
}
"""What each reason is called, and its colour on a light and on a dark page."""


def reach_card(reach: Reach) -> str:
    """Write a card of what was measured: buildings by service and reason."""
    by_reason = reach.table.groupby(["service", "reason"], observed=True).size()
    there = [reason for reason in COLOURS if reason in by_reason.index.unique("reason")]
    rows = [
        [told(standard)]
        + [count(by_reason.get((standard.service, reason), 0)) for reason in there]
        for standard in reach.standards
    ]
    head = ["buildings", *[COLOURS[reason][0] for reason in there]]
    return card("Reach of every building", {}, more=[table(head, rows)])


def told(standard: ServiceStandard) -> str:
    """Name a service circle and its distance."""
    return f"{standard.name or standard.service}, {standard.distance_m:g} m"


def by_reason(homes: gpd.GeoDataFrame, rows: pd.DataFrame) -> list[Paint]:
    """Paint homes by whether a station can be reached, and if not, why not."""
    reason = rows["reason"].reindex(homes.index)
    spots = homes.geometry.representative_point()
    return [
        Paint(name, spots[reason == key].to_numpy(), colour, dot(len(spots)))
        for key, (name, colour) in COLOURS.items()
    ]


def honesty_rows(honesty: pd.DataFrame, standards: tuple[ServiceStandard, ...]) -> str:
    """Write circle, circle times detour and street side by side, of the whole."""
    widest = honesty[honesty["level"] == honesty["level"].iloc[0]]
    names = {standard.service: told(standard) for standard in standards}
    rows = [
        [
            names[row.service],
            percent(row.share_by_circle),
            percent(row.share_by_detour),
            percent(row.share_by_walk),
            count(row.overstated_residents),
        ]
        for row in widest.itertuples()
    ]
    head = [
        "share of residents",
        "by circle",
        "by detour",
        "on foot",
        "only on paper",
    ]
    return table(head, rows)
