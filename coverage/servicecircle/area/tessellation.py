"""
Cutting an area into zones that tile it, and zones into grid cells.

All borders are cut against each other at once and the faces between them labelled, so
that every level is made of the same faces and nests without gaps or overlaps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from servicecircle._validation import check_positive, check_unique
from servicecircle.area.contiguity import absorb_small, nearest_of_same, shared_borders
from servicecircle.area.dissolve import dissolve
from servicecircle.crs import check_working_crs
from servicecircle.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

HA = 10_000.0
ROUNDING_M = 0.001
"""Borders nearer to each other than this are one."""


def tile_zones(
    zones: gpd.GeoDataFrame, boundary: gpd.GeoDataFrame, *, min_rest_ha: float = 50.0
) -> gpd.GeoDataFrame:
    """
    Make zones tile a boundary: cut what sticks out, share out what is uncovered.

    Parameters
    ----------
    zones
        Polygons indexed by id, in the working CRS. Where two overlap, the one whose
        id sorts first keeps the ground.
    boundary
        The area's outline, in the same CRS.
    min_rest_ha
        An uncovered piece of at least this size becomes a zone of its own, ``rest-1``,
        ``rest-2``, ... from the largest; smaller ones go to the neighbour with the
        longest shared border.

    Returns
    -------
    GeoDataFrame
        Indexed by ``zone_id``, sorted; no gaps and no overlaps inside the boundary.

    Raises
    ------
    InputError
        If ids repeat, or no zone lies inside the boundary.
    CrsError
        If the zones' CRS is not projected or not in metres.
    """
    check_working_crs(zones.crs)
    check_unique(zones.index, name="zone ids")
    outline = shapely.union_all(boundary.to_crs(zones.crs).geometry.to_numpy())
    zones = zones.sort_index()
    shapes = np.array(zones.geometry.array, dtype=object)
    faces, inside = _faces([*shapely.boundary(shapes), outline.boundary], outline)
    labels = zones.index.astype(str).to_numpy(dtype=object)
    label = _first_cover(inside, shapes, labels)
    area = shapely.area(faces)
    rest = np.flatnonzero((label == "") & (area >= min_rest_ha * HA))
    for number, face in enumerate(rest[np.argsort(-area[rest], kind="stable")], 1):
        label[face] = f"rest-{number}"
    need = np.where(label == "", np.inf, 0.0)
    host = absorb_small(area, shared_borders(faces), need_m2=need)
    label = label[host]
    if not (label != "").any():
        msg = "No zone lies inside the boundary. Check that both cover the same place."
        raise InputError(msg)
    anywhere = np.full(len(faces), "", dtype=object)
    label = label[nearest_of_same(faces, label == "", within=anywhere)]
    united = dissolve(faces, label)
    tiled = gpd.GeoDataFrame(geometry=united.to_numpy(), crs=zones.crs)
    return tiled.set_index(united.index.rename("zone_id"))


def tessellate(zones: gpd.GeoDataFrame, *, cell_ha: float) -> gpd.GeoDataFrame:
    """
    Cut zones into square cells of a size, and pieces of cells along their borders.

    Pieces of less than a quarter of a cell join the piece of the same zone with which
    they share the longest border, or the nearest where they are islets.

    Parameters
    ----------
    zones
        Polygons that do not overlap, indexed by id, in the working CRS.
    cell_ha
        Area of a whole cell in hectares. Cells lie on whole multiples of their side.

    Returns
    -------
    GeoDataFrame
        Cells numbered from 0, by zone, then from south to north and west to east,
        with ``zone_id``. The cells of a zone tile it exactly, as `dissolve` shows.

    Raises
    ------
    ValueError
        If `cell_ha` is not a finite number above 0.
    CrsError
        If the zones' CRS is not projected or not in metres.

    Examples
    --------
    >>> zone = gpd.GeoDataFrame(
    ...     index=["z"], geometry=[shapely.box(0, 0, 320, 200)], crs="EPSG:32628"
    ... )
    >>> tessellate(zone, cell_ha=1).area.round().tolist()
    [10000.0, 10000.0, 12000.0, 10000.0, 10000.0, 12000.0]
    """
    check_positive(cell_ha, name="cell_ha")
    check_working_crs(zones.crs)
    shapes = np.array(zones.geometry.array, dtype=object)
    whole = shapely.union_all(shapes)
    side = float(np.sqrt(cell_ha * HA))
    lines = [*shapely.boundary(shapes), *_grid_lines(whole.bounds, side)]
    faces, inside = _faces(lines, whole)
    labels = zones.index.astype(str).to_numpy(dtype=object)
    zone = _first_cover(inside, shapes, labels)
    need = np.full(len(faces), cell_ha * HA / 4)
    borders = shared_borders(faces, within=zone)
    area = shapely.area(faces)
    host = absorb_small(area, borders, need_m2=need)
    size = np.bincount(host, weights=area, minlength=len(host))[host]
    host = host[nearest_of_same(faces, size < need, within=zone)]
    corner = np.floor(shapely.get_coordinates(inside) / side)
    order = np.lexsort((corner[:, 0], corner[:, 1], zone))
    number = np.empty(len(faces), np.int64)
    number[order] = np.arange(len(faces))
    united = dissolve(faces, np.char.zfill(number[host].astype(str), 9))
    kept = np.sort(number[np.unique(host)])
    return gpd.GeoDataFrame(
        {"zone_id": zone[order[kept]].astype(str)},
        geometry=united.to_numpy(),
        crs=zones.crs,
    ).rename_axis("cell")


def _faces(
    lines: list[shapely.Geometry], whole: shapely.Geometry
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Cut lines against each other; give the faces in `whole` and a point in each."""
    cut = shapely.union_all(lines, grid_size=ROUNDING_M)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(cut)))
    points = shapely.point_on_surface(faces)
    shapely.prepare(whole)
    within = shapely.covers(whole, points)
    return faces[within], points[within]


def _first_cover(
    points: NDArray[np.object_],
    shapes: NDArray[np.object_],
    labels: NDArray[np.object_],
) -> NDArray[np.object_]:
    """Label points by the first shape that covers them; others by the empty text."""
    point, shape = shapely.STRtree(shapes).query(points, predicate="covered_by")
    label = np.full(len(points), "", dtype=object)
    order = np.lexsort((-shape, point))
    label[point[order]] = labels[shape[order]]
    return label


def _grid_lines(
    bounds: tuple[float, float, float, float], side: float
) -> NDArray[np.object_]:
    """Draw the lines of a grid over a rectangle, on whole multiples of the side."""
    west, south, east, north = bounds
    x = np.arange(np.floor(west / side), np.ceil(east / side) + 1) * side
    y = np.arange(np.floor(south / side), np.ceil(north / side) + 1) * side
    up = np.stack([np.column_stack([x, x]), np.tile([y[0], y[-1]], (len(x), 1))], -1)
    along = np.stack([np.tile([x[0], x[-1]], (len(y), 1)), np.column_stack([y, y])], -1)
    return np.asarray(shapely.linestrings(np.concatenate([up, along])), object)
