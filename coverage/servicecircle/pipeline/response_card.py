"""What the flow of answers and dispatch gives, as a notebook shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.area.as_card import said_with
from servicecircle.cards import card, count, percent, table

if TYPE_CHECKING:
    import pandas as pd

    from servicecircle.pipeline.response_run import Responded


def responded_card(done: Responded) -> str:
    """Write a card of the widest unit: targets met, residents reached, orders."""
    whole = done.tables["resolution.csv"].iloc[0]
    facts = {
        "appeals received": count(whole["received"]),
        "resolved": count(whole["resolved"]),
        "open": count(whole["open"]),
        "findings": count(len(done.findings)),
    }
    return card(
        f"Response: {done.area.name}",
        facts,
        more=[
            _clock(_widest(done, "response.csv")),
            _dispatch(_widest(done, "dispatch_reach.csv")),
        ],
        notes=[
            "Shares are of what is due, and of all residents.",
            *said_with(done.area),
        ],
    )


def responded_line(done: Responded) -> str:
    """Say what was judged, in one line."""
    whole = done.tables["resolution.csv"].iloc[0]
    received, resolved = count(whole["received"]), count(whole["resolved"])
    return f"<Responded {received} appeals, {resolved} resolved>"


def _widest(done: Responded, name: str) -> pd.DataFrame:
    """Take the rows of the first of the widest units."""
    rows = done.tables[name]
    first = done.area.units(done.area.widest).index[0]
    widest = rows["level"] == done.area.widest.value
    of_it: pd.DataFrame = rows[widest & (rows["unit_id"] == first)]
    return of_it


def _clock(rows: pd.DataFrame) -> str:
    """Tell which share of what is due was in time, by target."""
    told = [
        [
            f"{row['class']} {row['step']} ({row['limit']})",
            count(row["due"]),
            percent(row["met_share_of_due"]),
        ]
        for row in rows.to_dict("records")
    ]
    return table(["the clock", "due", "in time"], told) if told else ""


def _dispatch(rows: pd.DataFrame) -> str:
    """Tell which share of the residents is reached, by service and way."""
    told = [
        [
            f"{row['service']}, {str(row['mode']).replace('_', ' ')}",
            count(row["reached_residents"]),
            percent(row["share_of_residents"]),
        ]
        for row in rows.to_dict("records")
    ]
    return table(["dispatch", "residents reached", "of all"], told) if told else ""
