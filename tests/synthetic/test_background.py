"""Water, parks, woods and grass of a made-up district."""

from __future__ import annotations

import geopandas as gpd
import shapely

from servicecircle.synthetic.background import draw_background

CRS = "EPSG:4547"


def land(**shapes: shapely.Polygon) -> gpd.GeoDataFrame:
    """Give land by its use, an underscore at the end of a name aside."""
    kinds = [kind.rstrip("_") for kind in shapes]
    return gpd.GeoDataFrame({"kind": kinds}, geometry=list(shapes.values()), crs=CRS)


def test_uses_become_what_they_look_like() -> None:
    """What is built on is left out."""
    square = shapely.box(0, 0, 500, 500)
    drawn = draw_background(
        land(hill=square, river=square, reservoir=square, open=square, village=square)
    )
    assert drawn["kind"].tolist() == ["wood", "water", "water", "grass"]


def test_open_land_of_a_park_s_size_is_a_park() -> None:
    """Slivers are left out, fields are grass."""
    sliver, park = shapely.box(0, 0, 50, 50), shapely.box(100, 0, 200, 100)
    field = shapely.box(300, 0, 800, 500)
    drawn = draw_background(land(open=sliver, open_=park, open__=field))
    assert drawn["kind"].tolist() == ["grass", "park"]
    assert 9_900 < drawn.area.iloc[1] < 10_000


def test_the_caller_s_land_is_left_as_it_is() -> None:
    """And nothing of land without any is something to draw."""
    ground = land(village=shapely.box(0, 0, 9, 9))
    assert draw_background(ground).empty
    assert ground["kind"].tolist() == ["village"]
