"""Gates: mapped ones, and those that ways and walls give away."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from door_scene import CRS, ORIGIN, Scene
from shapely import box

from servicecircle.qr.places.gates import find_gates

HOUSE = box(40, 40, 60, 60)
STREET = [(-50.0, -10.0), (200.0, -10.0)]
DRIVE = [(50.0, -10.0), (50.0, 35.0)]
WALL = [
    (53.0, 0.0),
    (100.0, 0.0),
    (100.0, 100.0),
    (0.0, 100.0),
    (0.0, 0.0),
    (47.0, 0.0),
]


def gates(scene: Scene) -> list[tuple[str, float, float]]:
    """Find the gates, as they are drawn."""
    found, _ = find_gates(scene.network, scene.shapes, within_m=100)
    xy = (found[["x", "y"]].to_numpy() - ORIGIN).round(3)
    return list(zip(found["why"], *xy.T.tolist(), strict=True))


def with_openings(scene: Scene, rows: list[tuple[str, bool, float, float]]) -> object:
    """Give the scene's network openings, and find its gates."""
    table = pd.DataFrame(rows, columns=["kind", "closed", "x", "y"])
    where = shapely.points(table[["x", "y"]].to_numpy() + ORIGIN)
    openings = gpd.GeoDataFrame(table[["kind", "closed"]], geometry=where, crs=CRS)
    network = scene.network.replace(openings=openings)
    return find_gates(network, scene.shapes, within_m=100)


def test_a_way_through_the_gap_of_a_wall_has_a_gate() -> None:
    """The gate stands in the middle of the gap, where the drive passes."""
    scene = Scene([HOUSE], [STREET, DRIVE], walls=[WALL])
    assert gates(scene) == [("wall_gap", 50.0, 0.0)]


def test_a_wall_round_nothing_has_no_gate() -> None:
    """Walled ground without a building is no compound."""
    away = shapely.box(300, 300, 310, 310)
    assert gates(Scene([away], [STREET, DRIVE], walls=[WALL])) == []


def test_a_locked_gate_has_no_code() -> None:
    """Nobody passes a closed way."""
    scene = Scene([HOUSE], [STREET, DRIVE], walls=[WALL], closed=[False, True])
    assert gates(scene) == []


def test_a_path_that_stops_at_the_wall_has_no_gate() -> None:
    """A dead end 4 m behind the gap leads nowhere."""
    stub = [(50.0, -10.0), (50.0, 4.0)]
    assert gates(Scene([HOUSE], [STREET, stub], walls=[WALL])) == []


def test_a_way_drawn_through_a_wall_has_an_unsure_gate() -> None:
    """There must be a gate, though the wall shows none."""
    whole = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0)]
    scene = Scene([HOUSE], [STREET, DRIVE], walls=[whole])
    assert gates(scene) == [("wall", 50.0, 0.0)]


def test_mapped_gates_go_first_and_closed_or_lonely_ones_are_told() -> None:
    """One gate of two leaves; a locked one and one in the fields are left out."""
    scene = Scene([HOUSE], [STREET, DRIVE], walls=[WALL])
    rows = [
        ("gate", False, 49.0, 0.0),
        ("lift_gate", False, 51.0, 0.0),
        ("bollard", False, 20.0, -10.0),
        ("gate", True, 0.0, 50.0),
        ("gate", False, 199.0, -10.0),
    ]
    found, findings = with_openings(scene, rows)
    assert found["why"].tolist() == ["opening"]
    assert found["edge"].tolist() == [1]
    assert [f.message.split(":")[0] for f in findings] == [
        "1 gates of the network are closed",
        "1 gates of the network have no building within 100 m",
    ]


def test_a_bridge_over_the_wall_is_no_gate() -> None:
    """What passes above passes no wall."""
    network = Scene([HOUSE], [STREET, DRIVE], walls=[WALL]).network
    bridges = network.edges.assign(bridge=True)
    shapes = Scene([HOUSE], [STREET]).shapes
    found, _ = find_gates(network.replace(edges=bridges), shapes, within_m=100)
    assert len(found) == 0


def test_two_compounds_share_the_gate_between_them() -> None:
    """A door in the wall between two yards is one gate."""
    walls = [
        [(0.0, 0.0), (100.0, 0.0), (100.0, 52.0)],
        [(100.0, 48.0 + 8), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0)],
        [(100.0, 0.0), (200.0, 0.0), (200.0, 100.0), (100.0, 100.0)],
    ]
    way = [(70.0, 54.0), (130.0, 54.0)]
    scene = Scene([HOUSE, box(140, 40, 160, 60)], [way], walls=walls)
    assert gates(scene) == [("wall_gap", 100.0, 54.0)]


def test_no_walls_no_gates() -> None:
    """A network without obstacles or openings has none."""
    found, findings = find_gates(
        Scene([HOUSE], [STREET]).network, np.array([HOUSE]), within_m=100
    )
    assert len(found) == 0
    assert findings == []
