"""Levels that no file states: dissolved from a finer level, or the union of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.area.dissolve import dissolve
from servicecircle.area.units import DISTRICT_ID, Units, units_from_outlines
from servicecircle.tables import Column, Table, conform, locate, usable_rows
from servicecircle.tables.say import note, warning
from servicecircle.tables.schema import level_aliases
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.area.places import Places
    from servicecircle.findings import Finding


def derive_level(
    level: Level, finer: Places, *, columns: Mapping[str, str], source: str
) -> tuple[Units | None, list[Finding]]:
    """
    Dissolve a level from the table of a finer one.

    Parameters
    ----------
    level
        The level to make.
    finer
        The finer level's table as read.
    columns
        The user's own names for ``unit_id`` and ``name`` in that table.
    source
        What to call the file in messages.

    Returns
    -------
    units
        None where no row says which unit it belongs to.
    findings
        Errors in the column of codes, a warning where one code has several names, and
        a note that says what was done.
    """
    ids, names = level_aliases()[level]
    table = Table(
        level.layer,
        (
            Column("unit_id", "id", required=True, aliases=ids),
            Column("name", "text", aliases=names),
        ),
    )
    # The table's plain `unit_id` and `name` are the finer level's own.
    own = {"unit_id", "name", finer.matched.get("unit_id")} - set(columns.values())
    raw = pd.DataFrame(finer.raw).drop(columns=[c for c in finer.raw if c in own])
    done, findings, matched = conform(raw, table, columns=columns, source=source)
    findings = locate(findings, finer.frame.geometry)
    done = usable_rows(done, table)
    if done.empty:
        return None, findings
    label, found = _one_name_each(done, level, source)
    findings += found
    shapes = np.array(finer.frame.geometry.loc[done.index].array, dtype=object)
    outlines = dissolve(shapes, done["unit_id"].to_numpy())
    units = units_from_outlines(
        label, outlines.loc[label.index].to_numpy(), crs=finer.frame.crs
    )
    message = (
        f"{len(label)} {level.layer} are dissolved from {source} by "
        f"{matched['unit_id']!r}."
    )
    remedy = "Name a file for the level if there are official outlines."
    findings.append(note("level-derived", level.layer, message, remedy))
    return units, findings


def derive_district(units: Units, *, of: Level, name: str) -> tuple[Units, Finding]:
    """Make the district the union of the widest level that is there."""
    shapes = np.array(units.frame.geometry.array, dtype=object)
    outline = dissolve(shapes, np.full(len(shapes), DISTRICT_ID, dtype=object))
    names = pd.Series([name], index=outline.index)
    district = units_from_outlines(names, outline.to_numpy(), crs=units.frame.crs)
    message = f"No district is given: it is the union of the {of.layer}."
    remedy = "Add [levels.district] if there is an official outline."
    return district, note("district-derived", Level.DISTRICT.layer, message, remedy)


def _one_name_each(
    done: pd.DataFrame, level: Level, source: str
) -> tuple[pd.Series, list[Finding]]:
    """Give each code one name: of several, the one that sorts first."""
    pairs = done.assign(name=done["name"].fillna(done["unit_id"]))
    pairs = pairs.drop_duplicates().sort_values(["unit_id", "name"])
    findings = []
    twice = pairs[pairs["unit_id"].duplicated(keep=False)]
    for unit_id, several in twice.groupby("unit_id")["name"]:
        names = " and ".join(map(repr, several))
        message = f"{source} calls {level.layer} {unit_id!r} {names}."
        remedy = "Keep one; the first is used."
        findings.append(
            warning("name-differs", level.layer, message, remedy, label=str(unit_id))
        )
    return pairs.drop_duplicates("unit_id").set_index("unit_id")["name"], findings
