"""What happened to a plate, and what became of a row of the register."""

from __future__ import annotations

import csv
import unicodedata
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Plate(StrEnum):
    """How a plate stands after the last event; the first five are the events."""

    POSTED = "posted"
    REPLACED = "replaced"
    DAMAGED = "damaged"
    REMOVED = "removed"
    CHECKED = "checked"
    """Somebody looked, and it hangs whole."""
    UNCLEAR = "unclear"
    """Two files say of its last day that it hangs whole, and that it does not."""
    NEVER = "never"
    """No event is known."""


EVENTS = tuple(
    plate.value for plate in Plate if plate not in {Plate.UNCLEAR, Plate.NEVER}
)
LIVE = frozenset({Plate.POSTED.value, Plate.REPLACED.value, Plate.CHECKED.value})
HANGS = LIVE | {Plate.DAMAGED.value}
NOTHING = "nothing"
"""The word of a row that says that nothing was done."""
_AROUND = " \t\r\n.。,，!！;；:："


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
    NOTHING = "nothing"
    """It says that nothing was done."""
    UNREAD = "unread"
    """Its event or its date cannot be read."""


def event_of(text: str) -> str | None:
    """
    Read what a cell says happened, `NOTHING` where it says that nothing did.

    Whole cells only: 未张贴 holds 张贴 and is its opposite.

    >>> event_of(" 已张贴。"), event_of("破 损"), event_of("√"), event_of("未张贴")
    ('posted', 'damaged', 'posted', 'nothing')
    >>> event_of("hung upside down") is None
    True
    """
    plain = unicodedata.normalize("NFKC", text).strip(_AROUND).casefold()
    if not plain.isascii():
        plain = "".join(plain.split())
    return _words().get(plain)


@cache
def _words() -> dict[str, str]:
    """Read how files call the events."""
    text = files(__package__).joinpath("words.csv").read_text(encoding="utf-8")
    return {
        unicodedata.normalize("NFKC", word).casefold(): row["event"]
        for row in csv.DictReader(text.splitlines())
        for word in row["words"].split("|")
    }
