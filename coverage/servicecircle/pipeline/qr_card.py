"""What a plan of QR points gives, as a notebook shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.area.as_card import borders, dot, said_with
from servicecircle.cards import Paint, card, count, small_map, table
from servicecircle.qr.codes.give import ACTIVE
from servicecircle.qr.places.words import Confidence

if TYPE_CHECKING:
    import geopandas as gpd

    from servicecircle.pipeline.qr_plan import PlannedCodes

COLOURS = {
    Confidence.HIGH: "#2b7bba",
    Confidence.MEDIUM: "#e6a010",
    Confidence.LOW: "#b3206e",
}


def planned_card(planned: PlannedCodes) -> str:
    """Write a card of points by kind and certainty, of codes, and a map."""
    area, live = planned.ground.area, _live(planned)
    changes = planned.coded.changes["change"].value_counts().sort_index()
    facts = {
        "points": count(len(live)),
        "buildings with points": (
            f"{count(live['building_id'].nunique())} of {count(len(area.buildings))}"
        ),
        "codes": ", ".join(f"{count(n)} {name}" for name, n in changes.items()),
        "findings": count(len(planned.findings)),
    }
    kinds = live.groupby(["kind", "confidence"]).size()
    rows = [[f"{kind}, {sure}", count(n)] for (kind, sure), n in kinds.items()]
    return card(
        f"QR points: {area.name}",
        facts,
        more=[table(["kind", "points"], rows)] if rows else [],
        picture=small_map(
            [*borders(area), *_painted(live)],
            label=f"QR points of {area.name} by how sure their places are",
        ),
        notes=said_with(area),
    )


def planned_line(planned: PlannedCodes) -> str:
    """Say what is planned, in one line."""
    live = _live(planned)
    buildings = count(live["building_id"].nunique())
    return f"<PlannedCodes {count(len(live))} points at {buildings} buildings>"


def _live(planned: PlannedCodes) -> gpd.GeoDataFrame:
    points = planned.coded.points
    return points[points["state"] == ACTIVE]


def _painted(live: gpd.GeoDataFrame) -> list[Paint]:
    """Paint points by how sure their places are."""
    return [
        Paint(
            f"place of {sure} confidence",
            np.asarray(live.geometry[live["confidence"] == sure], dtype=object),
            colour,
            dot(len(live)),
        )
        for sure, colour in COLOURS.items()
    ]
