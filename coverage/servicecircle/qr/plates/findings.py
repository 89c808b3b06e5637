"""What whoever prints plates should look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle._validation import name_some
from servicecircle.tables.say import note, warning

if TYPE_CHECKING:
    from collections.abc import Collection

    from servicecircle.findings import Finding

TABLE = "qr_points"


def plate_findings(cut: Collection[str], lacking: Collection[str]) -> list[Finding]:
    """
    Name texts that did not fit their plate, and letters that the font lacks.

    >>> for finding in plate_findings(["a very long name"], ["𠮷"]): print(finding)
    note [qr-name-cut] 1 names were cut to fit their plates: 'a very long name'. Shorten
    them in the table, or print larger plates.
    warning [qr-letter-missing] The font lacks 1 letters, printed as 〓: '𠮷'. Give a
    font that has them with --font.
    """
    found = []
    if cut:
        names = name_some(sorted(cut))
        message = f"{len(cut)} names were cut to fit their plates: {names}."
        remedy = "Shorten them in the table, or print larger plates."
        found.append(note("qr-name-cut", TABLE, message, remedy))
    if lacking:
        letters = name_some(sorted(lacking))
        message = f"The font lacks {len(lacking)} letters, printed as 〓: {letters}."
        remedy = "Give a font that has them with --font."
        found.append(warning("qr-letter-missing", TABLE, message, remedy))
    return found
