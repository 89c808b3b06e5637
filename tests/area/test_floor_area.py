"""Residents spread by the floor area that buildings state."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from servicecircle.area.spread import spread

GROUPS = pd.Series(["g", "g", "g"])


def shares(*, by_floors: bool, **columns: list[float]) -> list[float]:
    """Spread 600 persons over three houses of 100 m2 with two floors each."""
    houses = gpd.GeoDataFrame(
        {"floors": [2.0] * 3, "use": ["house"] * 3, **columns},
        geometry=[shapely.box(0, 0, 10, 10)] * 3,
    )
    totals = pd.Series({"g": 600.0})
    residents, _ = spread(
        houses, GROUPS, totals, by_floors=by_floors, non_residential=()
    )
    return residents.tolist()


def test_a_stated_floor_area_goes_first() -> None:
    """Empty and zero cells fall back to the footprint times its floors (200 m2)."""
    stated = [800.0, float("nan"), 0.0]
    found = shares(by_floors=True, floor_area_m2=stated)
    assert found == pytest.approx([400.0, 100.0, 100.0])


def test_by_footprint_it_does_not_count() -> None:
    """What was asked for is the footprint."""
    found = shares(by_floors=False, floor_area_m2=[800.0, 1.0, 1.0])
    assert found == pytest.approx([200.0, 200.0, 200.0])
