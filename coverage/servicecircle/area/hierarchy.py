"""Proof that each level partitions the one above (DESIGN.md, convention 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.area.levels import dissolve
from servicecircle.findings import Finding
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.vocabulary import Level

TOLERANCE_M2 = 1.0
TOLERANCE_SHARE = 1e-6
"""What rounding of coordinates explains: 1 m2, or a millionth of the unit's area."""
BLOCKING_SHARE = 1e-3
"""Beyond a thousandth of the unit's area a fault changes results: it blocks."""
LISTED = 100


def check_overlaps(units: gpd.GeoDataFrame, *, level: Level) -> list[Finding]:
    """
    Name the units of one level that overlap, with the area they share.

    A pair is measured against the smaller of the two: an error above a thousandth of
    its area, a warning above the tolerance, nothing below.
    """
    shapes = np.array(units.geometry.array, dtype=object)
    i, j = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    i, j = i[i < j], j[i < j]
    touching = shapely.touches(shapes[i], shapes[j])
    i, j = i[~touching], j[~touching]
    shared_m2 = shapely.area(shapely.intersection(shapes[i], shapes[j]))
    area_m2 = shapely.area(shapes)
    of_m2 = np.minimum(area_m2[i], area_m2[j])
    ids = units.index.to_numpy()

    def say(pair: int) -> str:
        return (
            f"{level.layer} {ids[i[pair]]!r} and {ids[j[pair]]!r} overlap by "
            f"{_m2(shared_m2[pair])}."
        )

    labels = [str(ids[k]) for k in i]
    remedy = "Move their common border so that each place belongs to one unit."
    return _graded("units-overlap", level, labels, shared_m2, of_m2, say, remedy)


def check_partition(
    units: gpd.GeoDataFrame, above: gpd.GeoDataFrame, *, level: Level, parent: Level
) -> list[Finding]:
    """
    Prove that the units of one level fill the units above, and stay inside them.

    Parameters
    ----------
    units
        Indexed by unit_id, with ``parent_id`` in `above`.
    above
        The units of the level above.
    level, parent
        The two levels.

    Returns
    -------
    list of Finding
        For each parent without children, for each gap (part of the parent that no
        child covers) and each child that sticks out of its parent: errors above a
        thousandth of the area, warnings above 1 m2 or a millionth of it.
    """
    childless = above.index.difference(units["parent_id"])
    findings = [
        Finding(
            Severity.ERROR,
            "unit-without-children",
            parent.layer,
            str(unit_id),
            f"{parent.layer} {unit_id!r} holds no {level.layer}.",
            f"Add the {level.layer} it is made of, or take it out.",
        )
        for unit_id in childless
    ]
    shapes = np.array(units.geometry.array, dtype=object)
    united = dissolve(shapes, units["parent_id"].to_numpy())
    whole = np.array(above.geometry.loc[united.index].array, dtype=object)
    gap_m2 = shapely.area(shapely.difference(whole, united.to_numpy()))
    of_m2 = shapely.area(whole)
    names = [str(label) for label in united.index]

    def gap(k: int) -> str:
        return (
            f"{_m2(gap_m2[k])} of {parent.layer} {names[k]!r} lie in none of its "
            f"{level.layer}."
        )

    remedy = f"Extend the {level.layer} to fill it, or mend its outline."
    findings += _graded("gap", parent, names, gap_m2, of_m2, gap, remedy)

    own = np.array(above.geometry.loc[units["parent_id"]].array, dtype=object)
    out_m2 = shapely.area(shapely.difference(shapes, own))
    ids = [str(label) for label in units.index]
    parents = units["parent_id"].to_numpy()

    def out(k: int) -> str:
        return (
            f"{_m2(out_m2[k])} of {level.layer} {ids[k]!r} lie outside its "
            f"{parent.value.replace('_', ' ')} {parents[k]!r}."
        )

    remedy = "Cut it at the border, or mend the border."
    findings += _graded(
        "unit-sticks-out", level, ids, out_m2, shapely.area(shapes), out, remedy
    )
    return findings


def _graded(  # noqa: PLR0913 - the parts of a sentence
    rule: str,
    level: Level,
    ids: list[str],
    fault_m2: NDArray[np.float64],
    of_m2: NDArray[np.float64],
    say: Callable[[int], str],
    remedy: str,
) -> list[Finding]:
    """Grade faults by area, the largest first."""
    above = fault_m2 > np.maximum(TOLERANCE_M2, TOLERANCE_SHARE * of_m2)
    blocks = above & (fault_m2 > BLOCKING_SHARE * of_m2)
    findings = []
    for severity, rows in (
        (Severity.ERROR, blocks),
        (Severity.WARNING, above & ~blocks),
    ):
        order = np.flatnonzero(rows)
        order = order[np.argsort(-fault_m2[order], kind="stable")]
        findings += [
            Finding(severity, rule, level.layer, ids[k], say(int(k)), remedy)
            for k in order[:LISTED]
        ]
        rest = order[LISTED:]
        if len(rest):
            message = (
                f"{len(rest)} smaller faults of the same kind among {level.layer}, "
                f"{_m2(fault_m2[rest].sum())} in all."
            )
            findings.append(Finding(severity, rule, level.layer, "", message, remedy))
    return findings


def _m2(area: float) -> str:
    return f"{area:,.1f} m2"
