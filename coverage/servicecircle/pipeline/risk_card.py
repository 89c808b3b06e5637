"""What an assessment of risk gives, as a notebook shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.area.as_card import borders, said_with
from servicecircle.cards import Paint, card, count, small_map, table
from servicecircle.maps.palette import RISK_COLOURS
from servicecircle.risk import Tier

if TYPE_CHECKING:
    import geopandas as gpd

    from servicecircle.pipeline.risk_run import Assessed
    from servicecircle.risk import Assessment

GREY = "#b9b9b4"
"""Of units with too few data to say anything."""
MOST_ROWS = 5


def assessed_card(assessed: Assessed) -> str:
    """Write a card of tiers by level, the units that need attention first, a map."""
    area, finest = assessed.area, assessed.assessments[-1]
    window = assessed.window
    facts = {
        "appeals counted": count(assessed.counts.table["appeals"].sum()),
        "from": str(window.first),
        "to": str(window.last),
    }
    return card(
        f"Risk of units: {area.name}",
        facts,
        more=[_tiers(assessed.assessments), _first(finest)],
        picture=small_map(
            [*_painted(finest, area.units(finest.level)), *borders(area)],
            label=f"Units of {area.name} by the tier of their risk",
        ),
        notes=[
            f"The map: {finest.level.value}.",
            "Blue is the lowest of three warnings, not a word for safe.",
            "Units are assessed, never people or houses.",
            *said_with(area),
        ],
    )


def assessed_line(assessed: Assessed) -> str:
    """Say what is assessed, in one line."""
    finest = assessed.assessments[-1]
    tiers = finest.units["tier"].value_counts()
    told = ", ".join(f"{tiers.get(tier, 0)} {tier.value}" for tier in Tier)
    return f"<Assessed {len(finest.units)} units ({finest.level.value}): {told}>"


def _tiers(assessments: list[Assessment]) -> str:
    """Count tiers and hot spots by level."""
    rows = []
    for one in assessments:
        tiers = one.units["tier"].value_counts()
        numbers = [count(tiers.get(tier, 0)) for tier in Tier]
        rows.append([one.level.value, *numbers, count(one.units["hot_spot"].sum())])
    return table(["units", *(tier.value for tier in Tier), "hot spots"], rows)


def _first(assessment: Assessment) -> str:
    """List the units with the highest scores among those with enough data."""
    units = assessment.units
    ranked = units[units["tier"] != Tier.INSUFFICIENT].sort_values(
        "score", ascending=False, kind="stable"
    )
    rows = [
        [str(name), count(score)]
        for name, score in ranked[["name", "score"]].iloc[:MOST_ROWS].to_numpy()
    ]
    return table(["attention first", "score"], rows) if rows else ""


def _painted(assessment: Assessment, shapes: gpd.GeoDataFrame) -> list[Paint]:
    """Paint each unit as a dot in the colour of its tier."""
    spots = shapes.geometry.reindex(assessment.units.index).representative_point()
    tier = assessment.units["tier"]
    return [
        Paint(
            one.value,
            np.asarray(spots[tier == one].array, dtype=object),
            RISK_COLOURS.get(one.value, GREY),
            9,
        )
        for one in Tier
    ]
