"""What a planner should look at in posting rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle._validation import name_some
from servicecircle.tables.say import note, warning

if TYPE_CHECKING:
    from servicecircle.findings import Finding
    from servicecircle.qr.rounds.plan import Rounds

TABLE = "qr_rounds"


def round_findings(rounds: Rounds) -> list[Finding]:
    """Name points that no walk leads to from the stop before, and those of no unit."""
    found = []
    stops = rounds.stops
    straight = stops.index[stops["straight"]]
    if len(straight):
        message = f"{len(straight)} points have no walk from the stop before; the "
        message += f"straight line counts: {name_some(straight)}."
        remedy = "Draw the path or gate that leads there."
        found.append(warning("qr-round-straight", TABLE, message, remedy))
    outside = stops.index[stops["stop"].isna()]
    if len(outside):
        message = f"{len(outside)} points lie in no unit and have no round: "
        message += f"{name_some(outside)}."
        remedy = "Post them by themselves, or correct the units."
        found.append(note("qr-round-none", TABLE, message, remedy))
    return found
