"""Tiling zones and cutting them into grids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecircle.area.tessellation import tessellate, tile_zones
from servicecircle.errors import CrsError, InputError

if TYPE_CHECKING:
    from pathlib import Path

CRS = "EPSG:32628"


def frame(**shapes: shapely.Polygon) -> gpd.GeoDataFrame:
    """Lay polygons out by id."""
    return gpd.GeoDataFrame(index=list(shapes), geometry=list(shapes.values()), crs=CRS)


def areas(units: gpd.GeoDataFrame) -> dict[str, float]:
    """Give the area of every unit in whole square metres."""
    return units.area.round().to_dict()


def test_zones_are_cut_at_the_boundary() -> None:
    """What sticks out is cut, and of an overlap the first id keeps the ground."""
    zones = frame(b=shapely.box(0, 0, 600, 500), a=shapely.box(500, 0, 1500, 500))
    tiled = tile_zones(zones, frame(d=shapely.box(0, 0, 1000, 500)))
    assert areas(tiled) == {"a": 250_000, "b": 250_000}


def test_uncovered_slivers_go_to_the_longest_border() -> None:
    """A strip beside two zones joins the one that it borders on longer."""
    zones = frame(a=shapely.box(0, 0, 300, 500), b=shapely.box(300, 0, 1000, 500))
    tiled = tile_zones(zones, frame(d=shapely.box(0, 0, 1000, 510)))
    assert areas(tiled) == {"a": 150_000, "b": 360_000}


def test_large_uncovered_pieces_become_zones_of_their_own() -> None:
    """They are numbered from the largest."""
    zones = frame(a=shapely.box(500, 0, 1000, 1000))
    whole = frame(d=shapely.box(0, 0, 3000, 1000))
    tiled = tile_zones(zones, whole, min_rest_ha=50)
    assert areas(tiled) == {"a": 500_000, "rest-1": 2_000_000, "rest-2": 500_000}


def test_islets_go_to_the_nearest_zone() -> None:
    """An islet that no zone covers is still part of the area."""
    islet = shapely.box(1200, 0, 1210, 10)
    whole = shapely.union_all([shapely.box(0, 0, 1000, 500), islet])
    zones = frame(a=shapely.box(0, 0, 500, 500), b=shapely.box(500, 0, 1000, 500))
    assert areas(tile_zones(zones, frame(d=whole))) == {"a": 250_000, "b": 250_100}


def test_refuses_zones_elsewhere() -> None:
    """Zones of another town cannot tile this one."""
    zones = frame(a=shapely.box(9000, 0, 9500, 500))
    with pytest.raises(InputError, match="No zone lies inside the boundary"):
        tile_zones(zones, frame(d=shapely.box(0, 0, 100, 100)))


def test_small_pieces_join_a_neighbour_of_the_same_zone() -> None:
    """A piece of less than a quarter of a cell never crosses into another zone."""
    zones = frame(a=shapely.box(0, 0, 220, 100), b=shapely.box(220, 0, 400, 100))
    cells = tessellate(zones, cell_ha=1)
    assert cells["zone_id"].tolist() == ["a", "a", "b", "b"]
    assert cells.area.round().tolist() == [10_000, 12_000, 8_000, 10_000]


def test_a_tiny_zone_is_one_cell() -> None:
    """It has no neighbour to join, and must not vanish."""
    cells = tessellate(frame(a=shapely.box(10, 10, 20, 20)), cell_ha=9)
    assert cells.area.round().tolist() == [100]


wiggles = st.lists(st.floats(-90, 90), min_size=6, max_size=6)


@settings(max_examples=20)
@given(border=wiggles, outline=wiggles, cell_ha=st.sampled_from([1.0, 2.5, 9.0]))
def test_cells_tile_their_zones(
    border: list[float], outline: list[float], cell_ha: float
) -> None:
    """No gap, no overlap, nothing outside: the areas of each zone come out even."""
    y = np.linspace(0, 1000, 6)
    middle = np.column_stack([500 + np.array(border), y])
    right = np.column_stack([1000 + np.array(outline), y])
    a = shapely.Polygon([(0, 0), *middle, (0, 1000)])
    b = shapely.Polygon([*middle, *right[::-1]])
    zones = frame(a=a, b=b)
    cells = tessellate(zones, cell_ha=cell_ha)
    assert shapely.coverage_is_valid(cells.geometry.to_numpy())
    by_zone = cells.area.groupby(cells["zone_id"]).sum()
    assert by_zone.to_dict() == pytest.approx(zones.area.to_dict(), abs=3)
    assert cells.area.min() >= cell_ha * 2500 - 1


@pytest.mark.parametrize("cell_ha", [0, -1, float("nan")])
def test_refuses_bad_sizes(cell_ha: float) -> None:
    """A cell has a size."""
    with pytest.raises(ValueError, match="cell_ha must be a finite number above 0"):
        tessellate(frame(a=shapely.box(0, 0, 1, 1)), cell_ha=cell_ha)


def test_refuses_degrees() -> None:
    """Hectares need metres."""
    zones = frame(a=shapely.box(0, 0, 1, 1)).set_crs("EPSG:4326", allow_override=True)
    with pytest.raises(CrsError, match="EPSG:4326 is in degrees"):
        tessellate(zones, cell_ha=1)


@pytest.mark.realdata
def test_las_palmas(realdata: Path) -> None:
    """Real zones overlap, stick out and leave gaps; what comes out is a partition."""
    folder = realdata / "las_palmas"
    whole = gpd.read_file(folder / "municipality_wgs84.geojson").to_crs(CRS)
    zones = gpd.read_file(folder / "school_catchments_epsg5635.geojson").to_crs(CRS)
    tiled = tile_zones(zones.set_index("Codigo"), whole)
    assert tiled.index[-2:].tolist() == ["rest-1", "rest-2"]
    cells = tessellate(tiled, cell_ha=9)
    assert shapely.coverage_is_valid(cells.geometry.to_numpy())
    assert cells.area.sum() == pytest.approx(whole.area.sum(), abs=10)
