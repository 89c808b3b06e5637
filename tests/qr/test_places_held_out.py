"""Inferred doors held against real ones, and against what planners do today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from door_scene import CRS, Scene
from shapely import box

from servicecircle.inputs.osm_places import buildings_from_pbf, entrances_from_pbf
from servicecircle.network.osm.pbf import network_from_pbf
from servicecircle.qr.places.held_out import hold_out, summarise

if TYPE_CHECKING:
    from pathlib import Path

STREET = [(-100.0, 0.0), (200.0, 0.0)]


def test_the_miss_is_measured_to_the_nearest_real_door() -> None:
    """Doors at 4 m and 9 m from the middle: 4 m missed, on the same side."""
    scene = Scene([box(0, 5, 20, 15)], [STREET, [(-5.0, -50.0), (-5.0, 60.0)]])
    houses = gpd.GeoDataFrame(
        {"floors": [None]}, geometry=scene.shapes, index=["B"], crs=CRS
    )
    west, south = houses.total_bounds[:2]
    doors = gpd.GeoDataFrame(
        {"building_id": ["B", "B"]},
        geometry=shapely.points([[west + 14, south], [west + 1, south]]),
        crs=CRS,
    )
    missed = hold_out(houses, doors, scene.network)
    assert missed.loc["B", "inferred_m"] == pytest.approx(4)
    assert missed.loc["B", "same_side"] == 1


def test_chance_is_drawn_the_same_every_time() -> None:
    """The same buildings give the same bounds."""
    missed = pd.DataFrame({"inferred_m": [1.0, 3, 9], "baseline_m": [4.0, 9, 2]})
    missed = missed.assign(same_side=1.0, baseline_same_side=[0.0, 1.0, 0.0])
    assert summarise(missed).equals(summarise(missed))
    assert (summarise(missed)["inferred_low"] <= summarise(missed)["inferred"]).all()


@pytest.mark.realdata
def test_las_palmas(realdata: Path) -> None:
    """The entrances of Las Palmas, held out: half the baseline's miss, surely so."""
    path = realdata / "las_palmas" / "las_palmas_20230221.osm.pbf"
    crs = "EPSG:32628"
    missed = hold_out(
        buildings_from_pbf(path, crs=crs),
        entrances_from_pbf(path, crs=crs),
        network_from_pbf(path, crs=crs),
    )
    told = summarise(missed)
    assert len(missed) == 49
    assert told.loc["median_m", "inferred"] < 0.5 * told.loc["median_m", "baseline"]
    assert told.loc["within_5m", "inferred"] > 1.8 * told.loc["within_5m", "baseline"]
    assert (told["better"] > 0.95).all()
