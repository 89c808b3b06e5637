"""Service areas: just the ground that can be walked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely

from servicecircle.synthetic.village import ORIGIN

if TYPE_CHECKING:
    from servicecircle.pipeline import Measured


def area_of(village: Measured, service: str, station: str) -> shapely.Geometry:
    """Pick one station's area."""
    rows = village.service_areas
    mine = (rows["service"] == service) & (rows["station_id"] == station)
    return rows.geometry[mine].item()


def at(x: float, y: float) -> shapely.Point:
    """Give a point of the drawing."""
    return shapely.Point(x + ORIGIN[0], y + ORIGIN[1])


def test_one_row_per_service_and_station_that_offers_it(village: Measured) -> None:
    """Two stations offer legal service, three appeals, two psychology."""
    counts = village.service_areas["service"].value_counts()
    assert counts["legal"] == 2
    assert counts["appeals"] == 3
    assert counts["psychology_step_free"] == 2


def test_reachable_street_is_inside_and_the_rest_is_not(village: Measured) -> None:
    """From the hall, Main Street is walked to x = 740 (10 + 490 m)."""
    area = area_of(village, "appeals", "H1")
    assert area.covers(at(735, 500))
    assert not area.intersects(at(750, 500))


def test_a_locked_gate_is_not_passed(village: Measured) -> None:
    """The compound post does not reach Main Street, 400 m away by the gate."""
    area = area_of(village, "appeals", "P3")
    assert area.covers(at(1600, 650))
    assert not area.intersects(at(1600, 505))


def test_the_other_bank_is_not_inside(village: Measured) -> None:
    """The eastern hall reaches South Street's end, not the street across the river."""
    area = area_of(village, "appeals", "C2")
    assert not area.intersects(at(960, 100))


def test_areas_are_valid_and_hold_metres_of_street(village: Measured) -> None:
    """490 m to the north, south, east, and 250 m to the west and so on."""
    areas = village.service_areas
    assert areas.is_valid.all()
    assert (areas.length_m > 0).all()
    hall = areas[(areas["service"] == "appeals") & (areas["station_id"] == "H1")]
    # First Lane 390 + 410, Main 250 + 490, North and South branches 110 + 110, 90 + 90.
    assert hall["length_m"].item() == pytest.approx(1940, abs=40)


def test_membership_agrees_with_the_table(village: Measured) -> None:
    """A building whose leg starts inside its service's areas is covered."""
    reach = village.reach
    places = reach.snapped[False].places
    starts = gpd.GeoSeries(shapely.get_point(places.geometry.to_numpy(), 0))
    for service in ("appeals", "legal", "psychology"):
        rows = village.service_areas[village.service_areas["service"] == service]
        union = rows.union_all()
        table = reach.of(service)
        clear = (table["walk_m"] - 500).abs() > 10
        inside = starts[places["snap_m"].notna()].intersects(union)
        ids = places.loc[inside.index, "building_id"]
        found = set(ids[inside & clear.reindex(ids).to_numpy()])
        assert found == set(table.index[table["covered"] & clear])
        assert np.isfinite(union.area)
