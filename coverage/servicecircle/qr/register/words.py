"""What happened to a plate, and what became of a row of the register."""

from __future__ import annotations

from enum import StrEnum


class Plate(StrEnum):
    """How a plate stands after the last event; the first four are the events."""

    POSTED = "posted"
    REPLACED = "replaced"
    DAMAGED = "damaged"
    REMOVED = "removed"
    UNCLEAR = "unclear"
    """Two files say of its last day that it hangs whole, and that it does not."""
    NEVER = "never"
    """No event is known."""


LIVE = frozenset({Plate.POSTED.value, Plate.REPLACED.value})
WORDS = {
    "posted": Plate.POSTED,
    "已张贴": Plate.POSTED,
    "张贴": Plate.POSTED,
    "安装": Plate.POSTED,
    "已安装": Plate.POSTED,
    "replaced": Plate.REPLACED,
    "已更换": Plate.REPLACED,
    "更换": Plate.REPLACED,
    "damaged": Plate.DAMAGED,
    "损坏": Plate.DAMAGED,
    "破损": Plate.DAMAGED,
    "已损坏": Plate.DAMAGED,
    "removed": Plate.REMOVED,
    "拆除": Plate.REMOVED,
    "已拆除": Plate.REMOVED,
    "移除": Plate.REMOVED,
    "丢失": Plate.REMOVED,
}
"""How files call the events."""


class Standing(StrEnum):
    """What became of a row; no row is ever left out."""

    USED = "used"
    COPY = "copy"
    """An earlier row says the same."""
    CONFLICT = "conflict"
    """Another file says the opposite of the same code and day."""
    LATER = "later"
    """After the day that is asked about."""
    UNKNOWN = "unknown"
    """Its code was never given."""
    UNREAD = "unread"
    """Its event or its date cannot be read."""
