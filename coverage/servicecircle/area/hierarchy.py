"""Proof that each level partitions the one above (DESIGN.md, convention 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from servicecircle.area.dissolve import dissolve
from servicecircle.tables.say import error, warning

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.findings import Finding
    from servicecircle.vocabulary import Level

TOLERANCE_M2 = 1.0
TOLERANCE_SHARE = 1e-6
"""What rounding of coordinates explains: 1 m2, or a millionth of the unit's area."""
BLOCKING_SHARE = 1e-3
"""Beyond a thousandth of the unit's area a fault changes results: it blocks."""
LISTED = 100
"""How many faults of one kind are listed one by one."""


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
    ids = units.index.to_numpy(dtype=object)
    pairs = [f"{a!r} and {b!r}" for a, b in zip(ids[i], ids[j], strict=True)]
    faults = _Faults(
        rule="units-overlap",
        level=level,
        ids=ids[i],
        fault_m2=shared_m2,
        of_m2=np.minimum(area_m2[i], area_m2[j]),
        says=[f"{level.layer} {pair} overlap" for pair in pairs],
        remedy="Move their common border so that each place belongs to one unit.",
    )
    return faults.findings()


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
    findings = _childless(units, above, level=level, parent=parent)
    shapes = np.array(units.geometry.array, dtype=object)
    united = dissolve(shapes, units["parent_id"].to_numpy())
    whole = np.array(above.geometry.loc[united.index].array, dtype=object)
    gaps = _Faults(
        rule="gap",
        level=parent,
        ids=united.index.to_numpy(dtype=object),
        fault_m2=shapely.area(shapely.difference(whole, united.to_numpy())),
        of_m2=shapely.area(whole),
        says=[
            f"{parent.layer} {label!r} is not filled by its {level.layer}"
            for label in united.index
        ],
        remedy=f"Extend the {level.layer} to fill it, or mend its outline.",
    )
    own = np.array(above.geometry.array, dtype=object)
    shapely.prepare(own)
    own = own[above.index.get_indexer(units["parent_id"])]
    out_m2 = np.zeros(len(shapes))
    out = ~shapely.covers(own, shapes)
    out_m2[out] = shapely.area(shapely.difference(shapes[out], own[out]))
    pairs = zip(units.index, units["parent_id"], strict=True)
    outside = _Faults(
        rule="unit-sticks-out",
        level=level,
        ids=units.index.to_numpy(dtype=object),
        fault_m2=out_m2,
        of_m2=shapely.area(shapes),
        says=[
            f"{level.layer} {label!r} sticks out of its parent {outer!r}"
            for label, outer in pairs
        ],
        remedy="Cut it at the border, or mend the border.",
    )
    return findings + gaps.findings() + outside.findings()


class _Faults(NamedTuple):
    """Faults of one kind, measured in m2."""

    rule: str
    level: Level
    ids: NDArray[np.object_]
    fault_m2: NDArray[np.float64]
    of_m2: NDArray[np.float64]
    """What each fault is measured against."""
    says: list[str]
    """What each fault is, before the colon and its area."""
    remedy: str

    def findings(self) -> list[Finding]:
        """Grade the faults by area, the largest first."""
        tolerance_m2 = np.maximum(TOLERANCE_M2, TOLERANCE_SHARE * self.of_m2)
        blocks = self.fault_m2 > np.maximum(tolerance_m2, BLOCKING_SHARE * self.of_m2)
        warns = (self.fault_m2 > tolerance_m2) & ~blocks
        return self._listed(error, blocks) + self._listed(warning, warns)

    def _listed(
        self, say: Callable[..., Finding], rows: NDArray[np.bool_]
    ) -> list[Finding]:
        order = np.flatnonzero(rows)
        order = order[np.argsort(-self.fault_m2[order], kind="stable")]
        table = self.level.layer
        findings = []
        for k in order[:LISTED]:
            message = f"{self.says[k]}: {_m2(self.fault_m2[k])}."
            label = str(self.ids[k])
            findings.append(say(self.rule, table, message, self.remedy, label=label))
        rest = order[LISTED:]
        if len(rest):
            message = (
                f"{len(rest)} smaller faults of the same kind among the {table}, "
                f"{_m2(self.fault_m2[rest].sum())} in all."
            )
            findings.append(say(self.rule, table, message, self.remedy))
        return findings


def _childless(
    units: gpd.GeoDataFrame, above: gpd.GeoDataFrame, *, level: Level, parent: Level
) -> list[Finding]:
    return [
        error(
            "unit-without-children",
            parent.layer,
            f"{parent.layer} {unit_id!r} holds no {level.layer}.",
            f"Add the {level.layer} it is made of, or take it out.",
            label=str(unit_id),
        )
        for unit_id in above.index.difference(units["parent_id"])
    ]


def _m2(area: float) -> str:
    return f"{area:,.1f} m2"
