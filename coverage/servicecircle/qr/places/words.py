"""What kind of place a point is, why it is there, and how sure that is."""

from __future__ import annotations

from enum import StrEnum


class PointKind(StrEnum):
    """What people pass where the code hangs."""

    ENTRANCE = "entrance"
    """The door of a building, or the only one that is known."""
    STAIR = "stair"
    """One of several doors of one building, each with its stair."""
    GATE = "gate"
    """A gate of a compound: belongs to no single building."""


class PointWhy(StrEnum):
    """Why a point is where it is."""

    GIVEN = "given"
    """The entrance stands in the data."""
    POINT = "point"
    """The building is drawn as a point, which is taken for its door."""
    PATH_END = "path_end"
    """A path ends at the outline."""
    PATH_IN = "path_in"
    """A footpath leads through the outline, drawn with a vertex there."""
    FACADE = "facade"
    """On the free front that faces the likeliest way."""
    HIDDEN = "hidden"
    """As `FACADE`, but a house or an obstacle stands in every leg to a way."""
    NO_WAY = "no_way"
    """No way that can be walked is near: the middle of the longest free side."""
    ENCLOSED = "enclosed"
    """Neighbours stand at every side: the least built-in one."""
    OPENING = "opening"
    """A gate of the walking network."""
    WALL_GAP = "wall_gap"
    """A way passes through a gap in the wall of a compound."""
    WALL = "wall"
    """A way runs through the wall of a compound where no gate is drawn."""


class Confidence(StrEnum):
    """How sure a place is; docs/qr_places.md says how each was checked."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
