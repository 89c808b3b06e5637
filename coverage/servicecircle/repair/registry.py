"""The repairs there are, in the order in which they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from servicecircle.repair.borders import (
    GAPS,
    OVERLAPS,
    SLIVERS,
    close_slivers,
    cut_overlaps,
    fill_gaps,
)
from servicecircle.repair.codes import NAME as CODES
from servicecircle.repair.codes import restore_codes
from servicecircle.repair.codes_by_entrance import NAME as BY_ENTRANCE
from servicecircle.repair.codes_by_entrance import restore_codes_by_entrance
from servicecircle.repair.encoding import NAME as UTF8
from servicecircle.repair.encoding import to_utf8
from servicecircle.repair.identical_rows import NAME as IDENTICAL
from servicecircle.repair.identical_rows import drop_identical_rows
from servicecircle.repair.outside import (
    ORPHANS,
    OUTSIDE,
    drop_orphan_entrances,
    drop_outside,
)
from servicecircle.repair.redrawn import NAME as REDRAWN
from servicecircle.repair.redrawn import drop_redrawn
from servicecircle.repair.unidentified import NAME as UNIDENTIFIED
from servicecircle.repair.unidentified import drop_unidentified
from servicecircle.repair.working_crs import (
    PROJECT,
    UNDO,
    to_working_crs,
    undo_datum,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.repair.draft import Draft
    from servicecircle.repair.outcome import Outcome

ALL_SAFE = "all-safe"
"""Stands for every repair that loses nothing but copies, and guesses nothing."""


class Repair(NamedTuple):
    """One named repair."""

    name: str
    is_safe: bool
    """Whether `ALL_SAFE` asks for it."""
    needs_width: bool
    """Whether it must be told how wide a piece it may change."""
    meaning: str
    make: Callable[[Draft, float | None], Outcome]


REPAIRS = {
    repair.name: repair
    for repair in (
        Repair(
            UTF8,
            is_safe=True,
            needs_width=False,
            meaning="Write shapefiles and old text as GeoPackage and UTF-8, with whole "
            "column names.",
            make=to_utf8,
        ),
        Repair(
            UNDO,
            is_safe=True,
            needs_width=False,
            meaning="Write tables that area.toml calls gcj02 or bd09 as they really "
            "lie.",
            make=undo_datum,
        ),
        Repair(
            PROJECT,
            is_safe=True,
            needs_width=False,
            meaning="Write tables that are in another CRS in the working one.",
            make=to_working_crs,
        ),
        Repair(
            CODES,
            is_safe=True,
            needs_width=False,
            meaning="Take the .0 from codes that another table holds exactly.",
            make=restore_codes,
        ),
        Repair(
            BY_ENTRANCE,
            is_safe=False,
            needs_width=False,
            meaning="Give buildings with a shortened code the one that their entrances "
            "name.",
            make=restore_codes_by_entrance,
        ),
        Repair(
            IDENTICAL,
            is_safe=True,
            needs_width=False,
            meaning="Of rows that are the same in every cell, keep one.",
            make=drop_identical_rows,
        ),
        Repair(
            UNIDENTIFIED,
            is_safe=False,
            needs_width=False,
            meaning="Set rows aside whose code is empty or has lost digits.",
            make=drop_unidentified,
        ),
        Repair(
            REDRAWN,
            is_safe=False,
            needs_width=False,
            meaning="Of footprints over 90 % the same under two codes, keep the code "
            "that sorts first.",
            make=drop_redrawn,
        ),
        Repair(
            OUTSIDE,
            is_safe=False,
            needs_width=False,
            meaning="Set stations, buildings and candidates outside the district "
            "aside.",
            make=drop_outside,
        ),
        Repair(
            ORPHANS,
            is_safe=False,
            needs_width=False,
            meaning="Set entrances of buildings that are not there aside.",
            make=drop_orphan_entrances,
        ),
        Repair(
            SLIVERS,
            is_safe=True,
            needs_width=False,
            meaning="Close gaps and cut overlaps between units that are nowhere wider "
            "than 1 m.",
            make=close_slivers,
        ),
        Repair(
            OVERLAPS,
            is_safe=False,
            needs_width=True,
            meaning="Cut overlaps, and what sticks out of a parent, up to --width-m.",
            make=cut_overlaps,
        ),
        Repair(
            GAPS,
            is_safe=False,
            needs_width=True,
            meaning="Fill gaps between units up to --width-m.",
            make=fill_gaps,
        ),
    )
}
"""By name, in the order in which they are made."""
