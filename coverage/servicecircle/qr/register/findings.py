"""What a keeper of the register should look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle._validation import name_some
from servicecircle.qr.codes.keys import Keys
from servicecircle.qr.codes.printed import printed
from servicecircle.qr.codes.verify import verify
from servicecircle.qr.register.read import code_of
from servicecircle.qr.register.words import HANGS, Plate, Standing
from servicecircle.tables.say import LISTED, note, warning

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from servicecircle.findings import Finding

TABLE = "qr_register"
HUNG_BEFORE = HANGS - {Plate.POSTED.value} | {Plate.REMOVED.value}
"""Events of a plate that hangs already."""


def register_findings(
    events: pd.DataFrame, *, states: Mapping[str, str] | None = None
) -> list[Finding]:
    """
    Name rows that could not be used, conflicts, and what does not follow.

    Parameters
    ----------
    events
        Those of a `Register`.
    states
        Active or retired, by code: for a code that was never given, that which may have
        been meant is named where one slip of the pen leads to it.
    """
    where = events["file"] + " row " + events["row"].astype(str)

    def rows(standing: Standing) -> pd.Series:
        return where[events["standing"] == standing.value]

    found = []
    if len(unread := rows(Standing.UNREAD)):
        message = (
            f"{len(unread)} rows have an event or date that cannot be read: "
            f"{name_some(unread)}."
        )
        remedy = (
            "Write posted, replaced, damaged, removed or checked, and year-month-day."
        )
        found.append(warning("qr-register-unread", TABLE, message, remedy))
    unknown = rows(Standing.UNKNOWN)
    given = events["code_text"][unknown.index].map(code_of).isin(states or {})
    if len(elsewhere := unknown[given]):
        message = (
            f"{len(elsewhere)} rows have one of the district's codes in an address of "
            f"another host: {name_some(elsewhere)}."
        )
        remedy = "They do not count. Look whether the plate is forged or pasted over."
        found.append(warning("qr-register-host", TABLE, message, remedy))
    found += _unknown(events, unknown[~given], states or {})
    found += _conflicts(events, where)
    found += _out_of_order(events, where)
    if len(later := rows(Standing.LATER)):
        message = (
            f"{len(later)} rows lie after the day asked about: {name_some(later)}."
        )
        remedy = "They are kept and do not count yet."
        found.append(note("qr-register-later", TABLE, message, remedy))
    added = where[events["year_added"]]
    if len(added):
        message = (
            f"{len(added)} days have no year; the last such day is meant: "
            f"{name_some(added)}."
        )
        remedy = "Write year-month-day."
        found.append(note("qr-register-year", TABLE, message, remedy))
    return found


def _unknown(
    events: pd.DataFrame, unknown: pd.Series, states: Mapping[str, str]
) -> list[Finding]:
    """Name codes that were never given, and which may have been meant."""
    if unknown.empty:
        return []
    message = (
        f"{len(unknown)} rows have codes that were never given: {name_some(unknown)}."
    )
    meant = []
    codes = events["code"][unknown.index]
    for place, code in list(zip(unknown, codes, strict=True))[:LISTED]:
        near = verify(code, hosts=(), keys=Keys({}), states=states).perhaps
        if len(near) == 1:
            meant.append(f"{place}: {near[0]}")
    if meant:
        message = " ".join([message, f"Perhaps meant: {name_some(meant)}."])
    remedy = "Look at the plate, and correct the code."
    return [warning("qr-register-unknown", TABLE, message, remedy)]


def _conflicts(events: pd.DataFrame, where: pd.Series) -> list[Finding]:
    conflicts = events[events["standing"] == Standing.CONFLICT.value]
    found = []
    for code, group in conflicts.groupby("code"):
        says = " and ".join(where[group.index] + " says " + group["event"])
        message = f"Code {printed(str(code))}: {says} of the same day."
        remedy = "Look at the plate, and add a row with a later date."
        found.append(
            warning("qr-register-conflict", TABLE, message, remedy, label=str(code))
        )
    return found


def _out_of_order(events: pd.DataFrame, where: pd.Series) -> list[Finding]:
    """Note events that do not follow from the one before; they count all the same."""
    used = events[events["standing"].isin([Standing.USED.value])]
    used = used.sort_values(["code", "date"], kind="stable")
    before = used.groupby("code")["event"].shift()
    hung = before.isin(HANGS)
    odd = (used["event"] == Plate.POSTED.value) & hung
    odd |= used["event"].isin(HUNG_BEFORE) & before.isna()
    gone = before == Plate.REMOVED.value
    odd |= gone & used["event"].isin(HUNG_BEFORE - {Plate.REPLACED.value})
    rows = where[used.index[odd]].sort_index()
    if rows.empty:
        return []
    message = (
        f"{len(rows)} rows do not follow from what was told before, as a plate posted "
        f"twice, or replaced that never hung: {name_some(rows)}."
    )
    remedy = "They count. Look whether a row before them is missing."
    return [note("qr-register-order", TABLE, message, remedy)]
