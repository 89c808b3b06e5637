"""Whether two editions can be compared at all, and what to look out for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle._validation import name_some
from servicecircle.crosswalk.kinds import HALF, Change
from servicecircle.crosswalk.pieces import NOWHERE
from servicecircle.crs import label
from servicecircle.inputs import UnusableInputError
from servicecircle.tables.say import note, warning
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from servicecircle.crosswalk.edition import Edition
    from servicecircle.crosswalk.pieces import Pieces
    from servicecircle.findings import Finding

FEWEST = 5
"""With fewer units of one code a common shift cannot be told from moved borders."""
ALIKE = 0.9
"""The share of units that must be shifted alike."""
SPREAD = 0.2
"""How much shifts may differ, of the common shift."""


def check_levels(
    old: Edition, new: Edition, levels: Sequence[Level] | None
) -> list[Level]:
    """
    Find the levels to compare, from the widest to the finest.

    Raises
    ------
    UnusableInputError
        If the editions are in different CRS, share no level, or one of them lacks a
        level that was asked for.
    """
    if not old.crs.equals(new.crs, ignore_axis_order=True):
        msg = (
            f"{old.name} is in {label(old.crs)} and {new.name} in {label(new.crs)}; "
            "shares of area need one CRS."
        )
        remedy = (
            "Set the same crs in [area] of both area.toml, or give --crs for files."
        )
        raise UnusableInputError(msg, remedy, rule="editions-crs")
    for edition in (old, new):
        there = name_some(level.value for level in edition.levels)
        for level in levels or ():
            if level not in edition.levels:
                msg = f"{edition.name} has no level {level.value!r}; it has {there}."
                remedy = f"Add [levels.{level.value}] to it, or choose another --level."
                raise UnusableInputError(msg, remedy, rule="level-missing")
    common = [level for level in old.levels if level in new.levels]
    if not common:
        has = [
            f"{edition.name} has {name_some(level.value for level in edition.levels)}"
            for edition in (old, new)
        ]
        msg = f"The two editions have no level in common: {'; '.join(has)}."
        remedy = "Add the same level to both, or say with --level what a file holds."
        raise UnusableInputError(msg, remedy, rule="level-missing")
    return common if levels is None else [k for k in common if k in levels]


def check_together(pieces: Pieces, old: Edition, new: Edition, level: Level) -> None:
    """
    Refuse editions that have no ground in common.

    Raises
    ------
    UnusableInputError
        If no old unit has any ground in common with a new one.
    """
    if ((pieces.old != NOWHERE) & (pieces.new != NOWHERE)).any():
        return
    boxes = [shapely.box(*edition.levels[level].total_bounds) for edition in (old, new)]
    far_m = shapely.distance(*boxes)
    apart = f"they lie {far_m / 1000:,.1f} km apart" if far_m else "none overlaps"
    msg = (
        f"The {level.layer} of {old.name} and of {new.name} have no ground in common: "
        f"{apart}."
    )
    remedy = "Check that both are of the same place, and the CRS of their files."
    raise UnusableInputError(msg, remedy, rule="editions-apart")


def check_shift(old: Edition, new: Edition, level: Level, *, sliver_m: float) -> None:
    """
    Refuse editions of which one is shifted as a whole: that is a datum, no redrawing.

    Raises
    ------
    UnusableInputError
        If nine in ten of the units that have one code in both editions are shifted
        alike, farther than a sliver is wide. Asked only of five such units or more.
    """
    own, then = old.levels[level], new.levels[level]
    common = own.index.intersection(then.index)
    if len(common) < FEWEST:
        return
    # Both corners of a unit's box: a unit that grew on one side did not shift.
    corners = [
        shapely.bounds(units.loc[common].geometry.to_numpy()).reshape(-1, 2, 2)
        for units in (own, then)
    ]
    moved_m = corners[1] - corners[0]
    shift_m = np.median(moved_m, axis=(0, 1))
    far_m = float(np.hypot(*shift_m))
    astray_m = np.linalg.norm(moved_m - shift_m, axis=2)
    alike = (astray_m <= SPREAD * far_m).all(axis=1)
    if far_m <= max(sliver_m, 1.0) or alike.mean() < ALIKE:
        return
    msg = (
        f"The {level.layer} of {new.name} lie {shift_m[0]:+,.0f} m east and "
        f"{shift_m[1]:+,.0f} m north of those with the same codes in {old.name}: one "
        "of the two is in another datum or CRS than it says."
    )
    remedy = "Declare its datum in area.toml, or correct its CRS, and compare again."
    raise UnusableInputError(msg, remedy, rule="editions-shifted")


def order_findings(old: Edition, new: Edition) -> list[Finding]:
    """Warn where the old edition is the younger one."""
    findings = []
    for level, day in old.as_of.items():
        then = new.as_of.get(level)
        if then is not None and then < day:
            message = (
                f"The {level.layer} of {old.name} are as of {day}, those of {new.name} "
                f"as of {then}."
            )
            remedy = "Exchange OLD and NEW if the order is not meant."
            findings.append(warning("editions-order", level.layer, message, remedy))
    return findings


def extent_findings(
    crosswalk: pd.DataFrame, old: Edition, new: Edition
) -> list[Finding]:
    """Warn where most of an edition's ground is in no unit of the other one."""
    layer = Level(crosswalk["level"].iloc[0]).layer
    area_m2 = crosswalk["area_m2"]
    both = crosswalk["old_id"].notna() & crosswalk["new_id"].notna()
    found = []
    for one, other, ids in ((old, new, "old_id"), (new, old, "new_id")):
        common = area_m2[both].sum() / area_m2[crosswalk[ids].notna()].sum()
        if common < HALF:
            message = (
                f"Only {common:.1%} of the ground of the {layer} of {one.name} is in "
                f"{layer} of {other.name}."
            )
            remedy = (
                "If one of the two is an extract, cut the other to it: units beyond it "
                "count as dissolved or new."
            )
            found.append(warning("editions-extent", layer, message, remedy))
    return found


def level_findings(
    old: Edition, new: Edition, levels: Sequence[Level] | None
) -> list[Finding]:
    """Note the levels that only one of the editions has, unless others are asked."""
    return [
        note(
            "level-not-compared",
            level.layer,
            f"{one.name} has {level.layer} and {other.name} has none.",
            f"Add [levels.{level.value}] to {other.name} if it has them.",
        )
        for one, other in ((old, new), (new, old))
        for level in one.levels
        if level not in other.levels and (levels is None or level in levels)
    ]


def code_findings(changes: pd.DataFrame) -> list[Finding]:
    """Warn of codes of one level that name other ground in the new edition."""
    reused = changes[changes["code_reused"] & (changes["edition"] == "old")]
    if reused.empty:
        return []
    layer = Level(reused["level"].iloc[0]).layer
    message = (
        f"{len(reused)} codes of {layer} name other ground in the new edition: "
        f"{name_some(reused['unit_id'])}."
    )
    remedy = "Never join the two editions by code alone: use the crosswalk."
    return [warning("code-reused", layer, message, remedy)]


def border_findings(changes: pd.DataFrame) -> list[Finding]:
    """Warn where more than half of a level's units have moved borders."""
    old = changes[changes["edition"] == "old"]
    moved = old[old["change"] == Change.BOUNDARY_MOVED]
    if len(old) < FEWEST or len(moved) <= HALF * len(old):
        return []
    layer = Level(old["level"].iloc[0]).layer
    typical = moved["moved_share_of_area"].median()
    message = (
        f"{len(moved)} of {len(old)} {layer} have moved borders, the middle one of "
        f"them by {typical:.1%} of its area."
    )
    remedy = (
        "If the outlines were only drawn anew, give a larger --sliver-m; check the "
        "datum of both."
    )
    return [warning("borders-redrawn", layer, message, remedy)]
