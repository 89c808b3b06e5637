"""Proof that each level partitions the one above (DESIGN.md, convention 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle._validation import name_some
from servicecircle.area.checks.pieces import Faults
from servicecircle.area.checks.rows import Rows
from servicecircle.area.dissolve import dissolve
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.findings import Finding
    from servicecircle.vocabulary import Level

SAME_SHARE = 0.9
"""Two units that share more than this of the larger one are one unit drawn twice."""
NOTHING_M2 = 0.1
"""A smaller gap is told nowhere: it is rounding."""
BESIDE_M = 0.05
"""How near a unit is to a gap that it borders, with what cutting rounds."""


def check_overlaps(units: gpd.GeoDataFrame, *, level: Level) -> list[Finding]:
    """
    Name the units of one level that overlap, piece by piece, with area and width.

    A piece is measured against the smaller of the two units: an error above a
    thousandth of its area, a warning above 1 m2 or a millionth of it. Slivers, thinner
    than 1 m on average, are warnings. Two that share more than nine tenths of the
    larger one are told as one unit drawn twice.
    """
    shapes = np.array(units.geometry.array, dtype=object)
    i, j = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    i, j = i[i < j], j[i < j]
    touching = shapely.touches(shapes[i], shapes[j])
    i, j = i[~touching], j[~touching]
    area_m2 = shapely.area(shapes)
    ids = units.index.to_numpy(dtype=object)
    shared = shapely.intersection(shapes[i], shapes[j])
    twice = shapely.area(shared) > SAME_SHARE * np.maximum(area_m2[i], area_m2[j])
    cases = [
        (twice, "are one unit drawn twice", "Keep one of the two, with its code."),
        (
            ~twice,
            "overlap",
            "Move their common border so that each place belongs to one unit.",
        ),
    ]
    found: list[Finding] = []
    for which, what, remedy in cases:
        a, b = ids[i[which]], ids[j[which]]
        found += Faults(
            rule="units-overlap",
            level=level,
            ids=a,
            ground=shared[which],
            of_m2=np.minimum(area_m2[i], area_m2[j])[which],
            says=lambda k, _, a=a, b=b, what=what: (  # type: ignore[misc]
                f"{level.layer} {a[k]!r} and {b[k]!r} {what}"
            ),
            remedy=remedy,
        ).findings()
    return found


def check_partition(
    units: gpd.GeoDataFrame, above: gpd.GeoDataFrame, *, level: Level, parent: Level
) -> list[Finding]:
    """
    Prove that the units of one level fill the units above, and stay inside them.

    Parameters
    ----------
    units
        Indexed by unit_id, with ``parent_id`` in `above`; units without a parent are
        left out.
    above
        The units of the level above.
    level, parent
        The two levels.

    Returns
    -------
    list of Finding
        For each parent without children, for each gap (a piece of the parent that no
        child covers) and each piece of a child that lies outside its parent: errors
        above a thousandth of the area, warnings above 1 m2 or a millionth of it.
        Slivers, thinner than 1 m on average, are warnings.
    """
    units = units[units["parent_id"].notna()]
    out = units[~_inside_parents(units, above)]
    return [
        *_childless(units, above, level=level, parent=parent),
        *_gaps(units, above, out, level=level, parent=parent),
        *_sticking_out(out, above, level=level),
    ]


def _inside_parents(
    units: gpd.GeoDataFrame, above: gpd.GeoDataFrame
) -> NDArray[np.bool_]:
    """Say which units lie wholly in their parents."""
    own = np.array(above.geometry.array, dtype=object)
    shapely.prepare(own)
    own = own[above.index.get_indexer(units["parent_id"])]
    return np.asarray(shapely.covers(own, np.array(units.geometry.array, dtype=object)))


def _gaps(
    units: gpd.GeoDataFrame,
    above: gpd.GeoDataFrame,
    out: gpd.GeoDataFrame,
    *,
    level: Level,
    parent: Level,
) -> list[Finding]:
    shapes = np.array(units.geometry.array, dtype=object)
    united = dissolve(shapes, units["parent_id"].to_numpy())
    whole = np.array(above.geometry.loc[united.index].array, dtype=object)
    tree = shapely.STRtree(shapes)
    filled = united.to_numpy()
    # Where all children lie inside, areas say whether there is a gap to be drawn.
    short_m2 = shapely.area(whole) - shapely.area(filled)
    doubtful = (short_m2 > NOTHING_M2) | united.index.isin(out["parent_id"])
    ground = np.full(len(whole), shapely.Polygon(), dtype=object)
    ground[doubtful] = shapely.difference(whole[doubtful], filled[doubtful])

    def says(k: int, gap: shapely.Geometry) -> str:
        nearby = tree.query(gap, predicate="dwithin", distance=BESIDE_M)
        beside = shapely.buffer(shapes[nearby], BESIDE_M, quad_segs=1)
        shared_m = shapely.length(shapely.intersection(shapely.boundary(gap), beside))
        longest_first = nearby[np.argsort(-shared_m, kind="stable")]
        hole = f"{parent.layer} {united.index[k]!r} is not filled by its {level.layer}"
        if not len(nearby):
            return hole
        return f"{hole} beside {name_some(units.index[longest_first])}"

    return Faults(
        rule="gap",
        level=parent,
        ids=united.index.to_numpy(dtype=object),
        ground=ground,
        of_m2=shapely.area(whole),
        says=says,
        remedy=f"Extend the {level.layer} to fill it, or mend its outline.",
    ).findings()


def _sticking_out(
    out: gpd.GeoDataFrame, above: gpd.GeoDataFrame, *, level: Level
) -> list[Finding]:
    shapes = np.array(out.geometry.array, dtype=object)
    ids = out.index.to_numpy(dtype=object)
    parents = out["parent_id"].to_numpy(dtype=object)
    own = np.array(above.geometry.loc[parents].array, dtype=object)
    return Faults(
        rule="unit-sticks-out",
        level=level,
        ids=ids,
        ground=shapely.difference(shapes, own),
        of_m2=shapely.area(shapes),
        says=lambda k, _: (
            f"{level.layer} {ids[k]!r} sticks out of its parent {parents[k]!r}"
        ),
        remedy="Cut it at the border, or mend the border.",
    ).findings()


def _childless(
    units: gpd.GeoDataFrame, above: gpd.GeoDataFrame, *, level: Level, parent: Level
) -> list[Finding]:
    return Rows(parent.layer, above).findings(
        np.asarray(~above.index.isin(units["parent_id"])),
        lambda k: f"{parent.layer} {above.index[k]!r} holds no {level.layer}.",
        rule="unit-without-children",
        severity=Severity.ERROR,
        remedy=f"Add the {level.layer} it is made of, or take it out.",
        rest=f"hold no {level.layer}",
    )
