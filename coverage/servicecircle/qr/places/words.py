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
    FACADE = "facade"
    """On the free side that faces the nearest way people can walk."""
    NO_WAY = "no_way"
    """No way that can be walked is near: the middle of the longest free side."""
    OPENING = "opening"
    """A gate of the walking network."""


class Confidence(StrEnum):
    """How sure a place is; docs/qr.md says how each was checked."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
