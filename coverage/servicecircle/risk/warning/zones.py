"""Zones in which appeals may rise: units of every level, and a unit with those near."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from scipy.spatial import KDTree

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.vocabulary import Level

    Integers = NDArray[np.int64]


class Zones(NamedTuple):
    """
    Zones over the units of the finest level, as rows of cells.

    A cell is a unit of any level: those of the finest one first, then those of each
    wider one, and last one that is always empty.
    """

    cells_of: Integers
    """The cells that an appeal of a finest unit counts in, shape (finest, levels); the
    empty cell where the unit has no such parent."""
    near: Integers
    """Of each cell the cells that its zones take in one after the other, itself first,
    shape (cells - 1, most); the empty cell where there are no more."""
    level: NDArray[np.object_]
    """Of each cell but the empty one."""
    unit_id: NDArray[np.object_]
    """Of each cell but the empty one."""
    holds: Integers
    """The finest units of each cell, one cell after the other."""
    holds_from: Integers
    """Where in `holds` each cell's begin, and the end, shape (cells + 1,)."""

    @property
    def cells(self) -> int:
        """How many cells there are, the empty one included."""
        return len(self.near) + 1

    def members(self, row: int, size: int) -> Integers:
        """Give the finest units in the first so many cells of a row."""
        if row < len(self.cells_of):
            return self.near[row, :size]
        return self.holds[self.holds_from[row] : self.holds_from[row + 1]]


def zones_of(
    levels: Mapping[Level, gpd.GeoDataFrame],
    parents: Mapping[Level, Integers],
    *,
    finest: Level,
    most: int,
) -> Zones:
    """
    List the zones of an area.

    These are the units of the finest level, each with 0, 1, 2, ... of those nearest to
    it, and the units of the wider levels.

    Parameters
    ----------
    levels
        Units of the finest level and of those above it that are watched, projected.
    parents
        For each level the position of the unit that each finest one lies in; -1 where
        it lies in none.
    finest
        The finest level.
    most
        Units in the largest zone around a unit.

    Notes
    -----
    Nearest by the middle of the units; of equally near ones, in the order of units.
    These are the circles of Kulldorff's scan statistic.
    """
    middle = shapely.get_coordinates(
        shapely.centroid(levels[finest].geometry.to_numpy())
    )
    count = len(middle)
    wider = [level for level in levels if level != finest]
    sizes = [count, *(len(levels[level]) for level in wider)]
    starts = np.cumsum([0, *sizes])
    empty = int(starts[-1])
    own = [np.arange(count)]
    for level, start in zip(wider, starts[1:], strict=False):
        own.append(np.where(parents[level] >= 0, parents[level] + start, empty))
    most = min(most, count)
    near = np.full((empty, most), empty, dtype=np.int64)
    near[:, 0] = np.arange(empty)
    near[:count] = _nearest(middle, most)
    named = [finest, *wider]
    ids = [levels[level].index.to_numpy(dtype=object) for level in named]
    cells_of = np.column_stack(own).astype(np.int64)
    unit = np.repeat(np.arange(count), cells_of.shape[1])
    order = np.lexsort((unit, cells_of.ravel()))
    begins = np.searchsorted(cells_of.ravel()[order], np.arange(empty + 2))
    return Zones(
        cells_of=cells_of,
        near=near,
        level=np.repeat(np.array(named, dtype=object), sizes),
        unit_id=np.concatenate(ids),
        holds=unit[order],
        holds_from=begins.astype(np.int64),
    )


def _nearest(middle: NDArray[np.float64], most: int) -> Integers:
    """Find the nearest of each, itself first."""
    found = KDTree(middle).query(middle, k=np.arange(1, most + 1))
    far, at = np.asarray(found[0], dtype=float), np.asarray(found[1])
    far[at == np.arange(len(middle))[:, None]] = -1.0
    # To the millimetre, so that rounding does not decide between equally near ones.
    order = np.lexsort((at, far.round(3)), axis=1)
    return np.take_along_axis(at, order, axis=1).astype(np.int64)
