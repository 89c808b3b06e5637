"""The table of points of a whole area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely

from servicecircle.qr.places import Confidence, PointKind, PointWhy, plan_points
from servicecircle.qr.places.sureness import SURE
from servicecircle.tables import table

if TYPE_CHECKING:
    from servicecircle.findings import Finding
    from servicecircle.pipeline import Measured

Planned = tuple[gpd.GeoDataFrame, list["Finding"]]


@pytest.fixture(scope="module")
def planned(village: Measured) -> Planned:
    """Plan the village once."""
    return plan_points(village.area, village.network)


def test_every_building_has_a_point(planned: Planned, village: Measured) -> None:
    """No building is lost, reached by a path or not."""
    points, _ = planned
    assert set(points["building_id"].dropna()) == set(village.area.buildings.index)
    assert points.index.is_unique


def test_the_table_is_as_it_is_stated(planned: Planned) -> None:
    """Columns, order and index are those of `qr_points`; the village has no streets."""
    points, _ = planned
    elsewhere = {"street_id", "x", "y"}
    stated = [c.name for c in table("qr_points").columns if c.name not in elsewhere]
    assert [points.index.name, *points.columns] == stated
    assert str(points["facing_edge"].dtype) == "Int64"


def test_given_doors_are_used(planned: Planned, village: Measured) -> None:
    """The long house keeps both of its doors, where they were given."""
    points, _ = planned
    doors = points[points["building_id"] == "L1"]
    assert doors["why"].tolist() == ["given", "given"]
    assert set(doors["kind"]) == {PointKind.STAIR.value}
    assert doors[["door", "side"]].to_numpy().tolist() == [[1, "W"], [2, "S"]]
    assert (
        points.loc[points["building_id"] != "L1", ["door", "side"]]
        .isna()
        .all(axis=None)
    )
    assert set(doors.geometry) == set(village.area.entrances.geometry)


def test_words_are_those_of_the_vocabulary(planned: Planned) -> None:
    """Kinds, reasons and confidences are of the enums, and every reason has one."""
    points, _ = planned
    assert set(points["kind"]) <= set(PointKind)
    assert set(points["why"]) <= set(PointWhy) == set(SURE)
    assert set(points["confidence"]) <= set(Confidence)
    assert points["code"].isna().all()
    assert set(points["state"]) == {"active"}


def test_what_no_path_reaches_says_so(planned: Planned) -> None:
    """The lonely house has a point of low confidence, no way, and a finding."""
    points, findings = planned
    lonely = points[points["building_id"] == "G1"].iloc[0]
    assert (lonely["why"], lonely["confidence"]) == ("no_way", "low")
    assert lonely[["facing_edge", "walk_leg_m"]].isna().all()
    assert any(f.rule == "qr-door-unsure" and "'G1'" in f.message for f in findings)


def test_a_building_given_as_a_point_keeps_it(
    planned: Planned, village: Measured
) -> None:
    """A dot on the map is the door itself."""
    points, _ = planned
    dot = points[points["building_id"] == "Q1"].iloc[0]
    assert dot["why"] == "point"
    assert dot.geometry == village.area.buildings.geometry["Q1"]


def test_every_leg_is_as_long_as_it_says(planned: Planned, village: Measured) -> None:
    """From the point to the edge that it faces."""
    points, _ = planned
    known = points[points["facing_edge"].notna()]
    lines = village.network.edges.geometry.loc[known["facing_edge"].astype(int)]
    apart = known.distance(lines, align=False).to_numpy()
    assert apart == pytest.approx(known["walk_leg_m"].to_numpy(), abs=1e-4)


def test_points_name_the_units_of_their_building(
    planned: Planned, village: Measured
) -> None:
    """Every level of the area is a column, as the building has it."""
    points, _ = planned
    units = [level.id_column for level in village.area.levels]
    own = points.dropna(subset="building_id").set_index("building_id")[units]
    assert own.equals(village.area.buildings[units].loc[own.index])


def test_planning_again_gives_the_same(planned: Planned, village: Measured) -> None:
    """Nothing depends on chance or on the order of rows."""
    turned = village.area.replace(
        buildings=village.area.buildings[::-1], entrances=village.area.entrances[::-1]
    )
    again, _ = plan_points(turned, village.network)
    assert planned[0].equals(again)


def test_a_better_map_moves_points_and_keeps_names(
    planned: Planned, village: Measured
) -> None:
    """With half of the ways closed the same points have the same ids."""
    half = village.network.edges.index.to_numpy() % 2 == 0
    edges = village.network.edges.assign(closed=half)
    again, _ = plan_points(village.area, village.network.replace(edges=edges))
    before, after = (p[p["building_id"].notna()] for p in (planned[0], again))
    assert list(after.index) == list(before.index)
    assert not after.geometry.equals(before.geometry)


def test_a_demolished_building_changes_no_other_name(
    planned: Planned, village: Measured
) -> None:
    """Without A1 the table is the same but for A1's row."""
    left = village.area.buildings.drop(index="A1")
    points, _ = plan_points(village.area.replace(buildings=left), village.network)
    before = planned[0]
    assert points.equals(before[before["building_id"] != "A1"])


def test_broken_and_empty_footprints_lose_no_building(village: Measured) -> None:
    """A knot is untied and a line is a dot: both have their point."""
    buildings = village.area.buildings.copy()
    at = shapely.get_coordinates(buildings.geometry["A1"].centroid)
    knot = np.array([(0, 0), (20, 20), (20, 0), (0, 20), (0, 0)])
    line = np.array([(50, 0), (59, 0), (50, 0), (50, 0)])
    buildings.loc["A1", "geometry"] = shapely.Polygon(knot + at)
    buildings.loc["A2", "geometry"] = shapely.Polygon(line + at)
    points, _ = plan_points(village.area.replace(buildings=buildings), village.network)
    why = points.set_index("building_id")["why"]
    assert why["A1"] in {"facade", "hidden"}
    assert why["A2"] == "point"


def test_minor_entrances_have_no_code_beside_another(village: Measured) -> None:
    """The garage of the long house is left out, unless it is the only way in."""
    doors = village.area.entrances
    for kinds, left in ((["garage", "main"], 1), (["garage", "garage"], 2)):
        area = village.area.replace(entrances=doors.assign(kind=kinds))
        points, _ = plan_points(area, village.network)
        why = points.loc[points["building_id"] == "L1", "why"]
        assert why.tolist() == ["given"] * left


def test_the_compound_of_the_village_has_its_gate(village: Measured) -> None:
    """The drive enters through the wall in the north; the locked gate has none."""
    points, _ = plan_points(village.area, village.network)
    gates = points[points["kind"] == PointKind.GATE]
    assert gates["why"].tolist() == ["wall"]
    assert gates["building_id"].isna().all()
    assert gates["grid_id"].notna().all()
