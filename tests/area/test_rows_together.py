"""Rows that break one rule alike are told once, with all their places."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from servicecircle.area.checks.resident_sums import check_resident_sums
from servicecircle.area.checks.rows import Rows
from servicecircle.tables import table
from servicecircle.tables.geometry import check_geometry
from servicecircle.vocabulary import Level, Severity


def grids(count: int) -> gpd.GeoDataFrame:
    """Lay grids side by side."""
    west = np.arange(count) * 10.0
    ids = [f"g{k}" for k in range(count)]
    return gpd.GeoDataFrame(geometry=shapely.box(west, 0, west + 10, 10), index=ids)


@pytest.mark.parametrize(("broken", "told"), [(4, 4), (5, 1), (9, 1)])
def test_five_and_more_are_one(broken: int, told: int) -> None:
    """The one names the first five, counts the others and has every place."""
    found = Rows("grids", grids(20)).findings(
        np.arange(20) < broken,
        lambda k: f"grids 'g{k}' hold no building.",
        rule="unit-without-buildings",
        severity=Severity.NOTE,
        remedy="Fine.",
        rest="hold no building",
        together=True,
    )
    assert len(found) == told
    if told == 1:
        assert found[0].message.startswith(f"{broken} of the grids hold no building: ")
        assert len(shapely.get_parts(found[0].where)) == broken


def test_a_layer_of_the_wrong_kind_is_one_mistake() -> None:
    """All its rows are in the one finding."""
    frame = grids(7).assign(station_id=[f"S{k}" for k in range(7)])
    _, (found,) = check_geometry(frame, table("stations"), source="s.gpkg")
    assert "each of 7 rows is a polygon, and stations are points: 'S0'" in found.message
    assert (len(shapely.get_parts(found.where)), len(found.row)) == (7, 7)


def test_the_unit_that_differs_most_is_named() -> None:
    """Of those told together."""
    units = grids(6).assign(residents=[100.0] * 6, parent_id=None)
    buildings = gpd.GeoDataFrame(
        {"residents": [50.0, 50, 0, 50, 50, 50], "grid_id": units.index},
    )
    said = [f.message for f in check_resident_sums({Level.GRID: units}, buildings)]
    start = "6 of the grids state another number of residents than their buildings, "
    assert f"{start}'g2' the most (-100): 'g0', 'g1'," in said[0]
