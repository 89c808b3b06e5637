"""Levels as read to levels as proved: parents found, partitions shown to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.area.hierarchy import check_overlaps, check_partition
from servicecircle.area.parents import find_parents

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from servicecircle.area.units import Units
    from servicecircle.findings import Finding
    from servicecircle.vocabulary import Level


def prove_levels(
    read: Mapping[Level, Units],
) -> tuple[dict[Level, gpd.GeoDataFrame], list[Finding]]:
    """
    Give every unit its parent and prove that each level partitions the one above.

    Parameters
    ----------
    read
        The levels as read, top down.

    Returns
    -------
    levels
        The units of each level with ``parent_id`` (missing at the top), top down.
    findings
        Faults of parents, overlaps, gaps and units that stick out.
    """
    findings: list[Finding] = []
    levels: dict[Level, gpd.GeoDataFrame] = {}
    above: Level | None = None
    for level, units in read.items():
        frame = units.frame
        findings += check_overlaps(frame, level=level)
        if above is None:
            stated = frame["parent_id"]
            levels[level] = frame.assign(parent_id=stated.mask(stated.notna()))
        else:
            parents, doubts = find_parents(
                frame, levels[above], level=level, stated=units.states_parents
            )
            frame = frame.assign(parent_id=parents)
            levels[level] = frame
            findings += doubts
            findings += check_partition(frame, levels[above], level=level, parent=above)
        above = level
    return levels, findings
