"""Comparing two editions of a place's units, level by level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from servicecircle.crosswalk.checks import (
    border_findings,
    check_levels,
    code_findings,
    extent_findings,
    level_findings,
    order_findings,
)
from servicecircle.crosswalk.compare_level import Compared, Pair, compare_level
from servicecircle.crosswalk.kinds import Change, Tolerances
from servicecircle.crosswalk.standing import homes_of
from servicecircle.crosswalk.wrong_level import check_wrong_level
from servicecircle.progress import Stages
from servicecircle.tables import sort_findings
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicecircle.crosswalk.edition import Edition
    from servicecircle.findings import Finding


@dataclass(frozen=True, eq=False)
class Crosswalk:
    """What two editions of a place's units have to do with each other."""

    old: Edition
    new: Edition
    tolerances: Tolerances
    table: pd.DataFrame
    """`crosswalk.csv`: one row per pair of units with ground in common."""
    changes: pd.DataFrame
    """`changes.csv`: one row per unit of each edition."""
    ground: gpd.GeoDataFrame
    """The rows of `table` whose ground changed hands, with that ground."""
    slivers: pd.DataFrame
    """Per level the ``pieces`` left out as digitising, and their ``area_ha``."""
    findings: tuple[Finding, ...]

    @property
    def levels(self) -> list[Level]:
        """The levels compared, from the widest to the finest."""
        return [Level(name) for name in self.slivers["level"]]

    def counts(self) -> pd.DataFrame:
        """
        Count the units of each level and class.

        Returns
        -------
        DataFrame
            ``level``, ``change``, ``old_units``, ``new_units``: only classes that
            occur, in the order of `Change`.
        """
        keys = ["level", "change", "edition"]
        units = self.changes[keys].value_counts().reset_index(name="units")
        counts = units.pivot_table(
            index=keys[:2], columns="edition", values="units", fill_value=0
        ).reindex(columns=["old", "new"], fill_value=0)
        order = pd.MultiIndex.from_product([self.levels, list(Change)], names=keys[:2])
        counts = counts.reindex([key for key in order if key in counts.index])
        counts = counts.astype("int64").add_suffix("_units")
        return counts.rename_axis(columns=None).reset_index()


def compare_editions(
    old: Edition,
    new: Edition,
    *,
    levels: Sequence[Level] | None = None,
    tolerances: Tolerances | None = None,
    stages: Stages | None = None,
) -> Crosswalk:
    """
    Compare two editions of a place's units.

    Parameters
    ----------
    old, new
        The editions, in one working CRS.
    levels
        The levels to compare; all that both editions have where None.
    tolerances
        What digitising explains.
    stages
        Shows and times the stages of the work.

    Raises
    ------
    UnusableInputError
        If the editions are in different CRS, share no level or lack one that was asked
        for, have no ground in common, if one is shifted against the other as a whole,
        as by an undeclared datum, or if the units of one are of another level of the
        other.

    Notes
    -----
    The method is an areal crosswalk with residents as weights, as census offices
    publish for redrawn tracts; weights are counted on buildings instead of being
    interpolated (Goodchild and Lam 1980 give the areal form, used here only where no
    building stands).

    Examples
    --------
    >>> import shapely
    >>> from servicecircle.crs import parse_crs
    >>> from servicecircle.crosswalk import Edition
    >>> def edition(name, ids, shapes):
    ...     units = gpd.GeoDataFrame(
    ...         {"name": ids, "parent_id": None}, geometry=shapes, index=ids, crs=4547
    ...     )
    ...     return Edition(name, parse_crs("EPSG:4547"), {Level.GRID: units})
    >>> crosswalk = compare_editions(
    ...     edition("2023", ["a"], [shapely.box(0, 0, 100, 100)]),
    ...     edition("2024", ["a", "b"], shapely.box([0, 70], 0, [70, 100], 100)),
    ... )
    >>> crosswalk.table[["old_id", "new_id", "relation", "share_of_old_area"]]
      old_id new_id   relation  share_of_old_area
    0      a      a  continues                0.7
    1      a      b       part                0.3
    >>> crosswalk.changes["words"].iloc[0]
    "split: to 'a' 70.0%, 'b' 30.0% of its area"
    """
    stages = stages or Stages()
    asked = check_levels(old, new, levels)
    pair = Pair(
        old,
        new,
        tuple(
            None if edition.buildings is None else homes_of(edition.buildings)
            for edition in (old, new)
        ),
        tolerances or Tolerances(),
    )
    parts: list[Compared] = []
    findings = order_findings(old, new) + level_findings(old, new, levels)
    heirs: pd.Series | None = None
    above: Level | None = None
    for level in [k for k in old.levels if k in new.levels]:
        if level not in asked and not _is_parent_of(level, asked, old, new):
            continue
        if level in asked:
            findings += check_wrong_level(old, new, level)
        with stages.run(f"compare {level.layer}"):
            # Parents of two different levels, or not compared, say nothing.
            comparable = _parent(level, old) == above == _parent(level, new)
            part = compare_level(
                pair, level, parent_heirs=heirs if comparable else None
            )
        heirs, above = part.heirs, level
        if level in asked:
            parts.append(part)
    for part in parts:
        findings += extent_findings(part.table, old, new)
        findings += code_findings(part.changes) + border_findings(part.changes)
    return Crosswalk(
        old,
        new,
        pair.tolerances,
        pd.concat([part.table for part in parts], ignore_index=True),
        pd.concat([part.changes for part in parts], ignore_index=True),
        gpd.GeoDataFrame(
            pd.concat([part.ground for part in parts], ignore_index=True), crs=old.crs
        ),
        pd.DataFrame([part.slivers for part in parts]),
        tuple(sort_findings(findings)),
    )


def _parent(level: Level, edition: Edition) -> Level | None:
    """Name the level above, in one edition."""
    order = list(edition.levels)
    place = order.index(level)
    return order[place - 1] if place else None


def _is_parent_of(
    level: Level, asked: Sequence[Level], old: Edition, new: Edition
) -> bool:
    return any(_parent(k, old) == level == _parent(k, new) for k in asked)
