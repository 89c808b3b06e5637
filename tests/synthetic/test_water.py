"""Lakes and rivers are water: nothing stands in them, and only bridges cross."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from servicecircle.network.access_legs import SURMOUNTABLE
from servicecircle.synthetic.bend import Bend
from servicecircle.synthetic.geography import Geography, make_geography
from servicecircle.synthetic.planar import Partition
from servicecircle.synthetic.randomness import generator
from servicecircle.synthetic.reservoirs import draw_reservoirs, lay_shores
from servicecircle.synthetic.shapes import bend_cells
from servicecircle.synthetic.subdivide import Cut, subdivide
from servicecircle.synthetic.ways import Way


@pytest.fixture(scope="module")
def piece() -> Geography:
    """Make a community with hills and a river."""
    return make_geography(seed=1, communities=("迳口社区",))


def water_of(piece: Geography) -> np.ndarray:
    """Give what nobody walks through."""
    kinds = piece.obstacles["kind"].isin(["water", "river"])
    return piece.obstacles.geometry[kinds].to_numpy()


def test_lakes_are_obstacles_that_no_leg_crosses(piece: Geography) -> None:
    """Every reservoir of the land is water to a walker, as wide as it is drawn."""
    lakes = piece.obstacles[piece.obstacles["kind"] == "water"]
    drawn = piece.land[piece.land["kind"] == "reservoir"]
    assert len(lakes) > 0
    assert lakes.area.sum() == pytest.approx(drawn.area.sum())
    assert "water" not in SURMOUNTABLE


@pytest.mark.parametrize("name", ["buildings", "entrances", "gates"])
def test_nothing_stands_in_the_water(piece: Geography, name: str) -> None:
    """Footprints, doors and gates keep to the shore."""
    tree = shapely.STRtree(getattr(piece, name).geometry.to_numpy())
    assert tree.query(water_of(piece), predicate="intersects").shape[1] == 0


def test_only_bridges_cross_water(piece: Geography) -> None:
    """No other street comes nearer than its bank."""
    ways = piece.streets[~piece.streets["bridge"]].geometry.to_numpy()
    tree = shapely.STRtree(ways)
    assert tree.query(water_of(piece), predicate="intersects").shape[1] == 0
    over = piece.streets[piece.streets["bridge"]].geometry.to_numpy()
    assert tree.query(over, predicate="intersects").shape[1] > 0


def test_a_lake_has_a_path_round_it() -> None:
    """Edges in the water go, and those round the cells that it reaches are a path."""
    square = [(0.0, 0.0), (1000.0, 0.0), (1000.0, 1000.0), (0.0, 1000.0)]
    land = Partition(square, way=Way.BORDER)
    cut = Cut(lambda _x, _y: 20_000, lambda _area: Way.NONE, 12)
    cells = subdivide(land, 0, cut, generator(1, "test"))
    shapes = bend_cells(land, cells, Bend(generator(1, "bend"), (0.0, 0.0)))
    lake = shapely.union_all(shapes.polygons).centroid.buffer(200)
    flooded = lay_shores(land, shapes, shapely.MultiPolygon([lake]))
    path = [
        shapely.LineString(shapes.points[shapes.chain(edge)])
        for edge, way in land.way.items()
        if way == Way.TRAIL
    ]
    assert flooded
    assert not any(land.way[edge] for edge in flooded)
    assert shapely.distance(lake, np.array(path)).min() >= 10
    (ring,) = shapely.get_parts(shapely.polygonize(path))
    assert ring.contains(lake)


def test_a_lake_without_room_is_left_out() -> None:
    """The next smaller one is tried everywhere again."""
    x, y = np.mgrid[0:1000:100, 0:1000:100].reshape(2, -1)
    cells = shapely.box(x, y, x + 100, y + 100)
    lakes = draw_reservoirs(cells, [900, 100], generator(1, "lakes")).geoms
    assert len(lakes) == 1
