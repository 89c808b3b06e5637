"""One register from several: nothing lost, conflicts named."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from servicecircle._validation import name_some
from servicecircle.qr.codes.printed import printed
from servicecircle.qr.register.words import LIVE, Plate, Standing
from servicecircle.tables.say import note, warning

if TYPE_CHECKING:
    from servicecircle.findings import Finding

TABLE = "qr_register"


class Register(NamedTuple):
    """Every row with what became of it, and how every code stands."""

    events: pd.DataFrame
    """As `read_events` gives them, in that order, with ``standing``."""
    plates: pd.DataFrame
    """By ``code``, every one that was given: ``plate`` (a `Plate`) and ``since``."""


def merge(events: pd.DataFrame, codes: pd.Index[str], *, on: pd.Timestamp) -> Register:
    """
    Say from all events how every plate stands on a day.

    The last day decides. Of one file's rows of that day the last counts; if the files
    do not agree whether the plate hangs whole, it is `Plate.UNCLEAR`, and all of these
    rows are conflicts. Where both say that it does, or that it does not, the later file
    counts.

    Parameters
    ----------
    events
        As `read_events` gives them.
    codes
        All codes that were given, without hyphens.
    on
        Events after this day are kept and do not count.
    """
    standing = pd.Series(Standing.USED.value, index=events.index)
    unread = events["event"].isna() | events["date"].isna()
    copies = events.duplicated(["code", "event", "date"])
    standing[copies] = Standing.COPY.value
    standing[events["date"] > on] = Standing.LATER.value
    standing[~events["code"].isin(codes)] = Standing.UNKNOWN.value
    standing[unread] = Standing.UNREAD.value
    counted = events[standing.isin([Standing.USED.value, Standing.COPY.value])]
    last = counted[counted["date"] == counted.groupby("code")["date"].transform("max")]
    said = last.drop_duplicates(["code", "file"], keep="last")
    live = said["event"].isin(LIVE).groupby(said["code"])
    mixed = live.any() & ~live.all()
    unclear = mixed.index[mixed]
    standing[said.index[said["code"].isin(unclear)]] = Standing.CONFLICT.value
    told = said.drop_duplicates("code", keep="last").set_index("code")
    plates = pd.DataFrame(
        {"plate": told["event"], "since": told["date"]}, index=told.index
    ).reindex(codes.rename("code"))
    plates["plate"] = np.where(
        plates.index.isin(unclear),
        Plate.UNCLEAR.value,
        plates["plate"].fillna(Plate.NEVER.value),
    )
    return Register(events.assign(standing=standing), plates)


def register_findings(events: pd.DataFrame) -> list[Finding]:
    """
    Name rows that could not be used, and conflicts.

    Parameters
    ----------
    events
        Those of a `Register`.
    """
    found = []
    where = events["file"] + " row " + events["row"].astype(str)

    def rows(standing: Standing) -> pd.Series:
        return where[events["standing"] == standing.value]

    if len(unread := rows(Standing.UNREAD)):
        message = f"{len(unread)} rows have an event or date that cannot be read: "
        message += f"{name_some(unread)}."
        remedy = "Write posted, replaced, damaged or removed, and year-month-day."
        found.append(warning("qr-register-unread", TABLE, message, remedy))
    if len(unknown := rows(Standing.UNKNOWN)):
        message = f"{len(unknown)} rows have codes that were never given: "
        message += f"{name_some(unknown)}."
        remedy = "Correct the code; `servicecircle qr verify` names those near it."
        found.append(warning("qr-register-unknown", TABLE, message, remedy))
    conflicts = events[events["standing"] == Standing.CONFLICT.value]
    for code, group in conflicts.groupby("code"):
        says = " and ".join(where[group.index] + " says " + group["event"])
        message = f"Code {printed(str(code))}: {says} of the same day."
        remedy = "Look at the plate, and add a row with a later date."
        label = str(code)
        found.append(
            warning("qr-register-conflict", TABLE, message, remedy, label=label)
        )
    if len(later := rows(Standing.LATER)):
        message = (
            f"{len(later)} rows lie after the day asked about: {name_some(later)}."
        )
        remedy = "They are kept and do not count yet."
        found.append(note("qr-register-later", TABLE, message, remedy))
    return found
