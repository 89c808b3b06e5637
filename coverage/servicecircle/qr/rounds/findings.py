"""What a planner should look at in posting rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle._validation import name_some
from servicecircle.tables.say import note, warning

if TYPE_CHECKING:
    import pandas as pd

    from servicecircle.findings import Finding
    from servicecircle.qr.rounds.frames import Rounds
    from servicecircle.qr.rounds.terms import Terms

TABLE = "qr_rounds"


def round_findings(
    rounds: Rounds, terms: Terms, *, officers: pd.DataFrame | None = None
) -> list[Finding]:
    """
    Name points that no walk leads to, those of no unit, and rounds that are uneven.

    Parameters
    ----------
    rounds
        As `plan_rounds` gives them.
    terms
        Those they were planned by.
    officers
        The table of officers, if there is one: those without a round, and units
        without an officer, are named.
    """
    found = []
    stops = rounds.stops
    straight = stops.index[stops["straight"]]
    if len(straight):
        message = (
            f"{len(straight)} points have no walk from the stop before; the straight "
            f"line counts: {name_some(straight)}."
        )
        remedy = "Draw the path or gate that leads there."
        found.append(warning("qr-round-straight", TABLE, message, remedy))
    outside = stops.index[stops["stop"].isna()]
    if len(outside):
        message = (
            f"{len(outside)} points lie in no unit and have no round: "
            f"{name_some(outside)}."
        )
        remedy = "Post them by themselves, or correct the units."
        found.append(note("qr-round-none", TABLE, message, remedy))
    found += _uneven(rounds, terms)
    return found if officers is None else [*found, *_officers(rounds, officers)]


def _uneven(rounds: Rounds, terms: Terms) -> list[Finding]:
    minutes = rounds.rounds["minutes"].groupby(rounds.rounds["units"])
    mean, most = minutes.mean(), minutes.max()
    uneven = mean.index[most > (1 + terms.tolerance) * mean]
    if not len(uneven):
        return []
    message = (
        f"Rounds that share {name_some(uneven)} are not as long: the longest is more "
        f"than {terms.tolerance:.0%} over their mean."
    )
    remedy = "Look at them on the map; points far apart cannot be shared evenly."
    return [note("qr-round-uneven", TABLE, message, remedy)]


def _officers(rounds: Rounds, officers: pd.DataFrame) -> list[Finding]:
    found = []
    told = rounds.rounds["officer"]
    idle = sorted(set(officers["officer_id"]) - set(told.dropna()))
    if idle:
        message = f"Officers without any point to post: {name_some(idle)}."
        remedy = "Give them other units, or leave them out."
        found.append(note("qr-officer-idle", TABLE, message, remedy))
    alone = told.index[told.isna()]
    if len(alone):
        message = (
            f"{len(alone)} units have no officer and a round of their own: "
            f"{name_some(alone)}."
        )
        remedy = "Name their officer in the table."
        found.append(note("qr-unit-without-officer", TABLE, message, remedy))
    return found
