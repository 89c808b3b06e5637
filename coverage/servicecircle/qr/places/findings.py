"""What a planner should look at before plates are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle._validation import name_some
from servicecircle.qr.places.words import PointWhy
from servicecircle.tables.say import note, warning

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from servicecircle.area.qr_config import StairsSection
    from servicecircle.findings import Finding

TABLE = "buildings"
DOUBTFUL = {
    PointWhy.HIDDEN: "have a house or an obstacle between them and every way near",
    PointWhy.NO_WAY: "have no way near that can be walked",
    PointWhy.ENCLOSED: "are built in by neighbours on all sides",
}


def door_findings(
    doors: pd.DataFrame, buildings: gpd.GeoDataFrame, rule: StairsSection
) -> list[Finding]:
    """
    Name the buildings whose doors are guesses, and those with very many doors.

    Parameters
    ----------
    doors
        ``building`` (position) and ``why``.
    buildings
        What the doors count as buildings.
    rule
        How many doors were planned at most.
    """
    found = []
    for why, says in DOUBTFUL.items():
        some = doors.loc[doors["why"] == why.value, "building"].drop_duplicates()
        if some.empty:
            continue
        rows = buildings.iloc[some]
        message = f"{len(rows)} buildings {says}: {name_some(rows.index)}."
        remedy = "Give their entrances, or draw the path that leads there."
        where = rows.geometry.representative_point().union_all()
        found.append(warning("qr-door-unsure", TABLE, message, remedy, where=where))
    count = doors.loc[doors["why"] != PointWhy.GIVEN.value, "building"].value_counts()
    many = count.index[count >= rule.most].sort_values()
    if len(many):
        rows = buildings.iloc[many]
        names = name_some(rows.index)
        message = f"{len(rows)} buildings have {rule.most} doors or more: {names}."
        remedy = "Check stairs, households and floors, or raise [qr.stairs] most."
        where = rows.geometry.representative_point().union_all()
        found.append(note("qr-many-doors", TABLE, message, remedy, where=where))
    return found
