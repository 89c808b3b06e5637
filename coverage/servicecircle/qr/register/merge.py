"""One register from several: nothing lost, conflicts named."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from servicecircle.qr.register.dates import days_without_year
from servicecircle.qr.register.words import LIVE, NOTHING, Plate, Standing

TABLE = "qr_register"
if TYPE_CHECKING:
    from collections.abc import Sequence


class Register(NamedTuple):
    """Every row with what became of it, and how every code stands."""

    events: pd.DataFrame
    """As `read_events` gives them, in that order, with ``standing`` and
    ``year_added`` (the day had none)."""
    plates: pd.DataFrame
    """By ``code``, every one that was given: ``plate`` (a `Plate`) and ``since``."""


def merge(
    events: pd.DataFrame, codes: Sequence[str] | pd.Index, *, on: pd.Timestamp
) -> Register:
    """
    Say from all events how every plate stands on a day.

    The last day decides. Of one file's rows of that day the last counts; if the files
    do not agree whether the plate hangs whole, it is `Plate.UNCLEAR`, and all of these
    rows are conflicts. Where both say that it does, or that it does not, the later file
    counts. A day without a year is the last such day.

    Parameters
    ----------
    events
        As `read_events` gives them.
    codes
        All codes that were given, without hyphens.
    on
        Events after this day are kept and do not count.
    """
    known = pd.Index(codes, name="code")
    added = events["date"].isna()
    full = days_without_year(events["date_text"].where(added), until=on)
    added &= full.notna()
    events = events.assign(date=events["date"].fillna(full), year_added=added)
    standing = pd.Series(Standing.USED.value, index=events.index)
    unread = events["event"].isna() | events["date"].isna()
    copies = events.duplicated(["code", "event", "date"])
    standing[copies] = Standing.COPY.value
    standing[events["date"] > on] = Standing.LATER.value
    standing[unread] = Standing.UNREAD.value
    standing[events["event"] == NOTHING] = Standing.NOTHING.value
    standing[~events["code"].isin(known)] = Standing.UNKNOWN.value
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
    ).reindex(known)
    plates["plate"] = np.where(
        plates.index.isin(unclear),
        Plate.UNCLEAR.value,
        plates["plate"].fillna(Plate.NEVER.value),
    )
    return Register(events.assign(standing=standing), plates)
