"""Posting rounds as a notebook shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.cards import Paint, card, count, percent, small_map

if TYPE_CHECKING:
    from servicecircle.qr.rounds.frames import Rounds

COLOURS = ("#2b7bba", "#d55e00", "#009e73", "#b3206e", "#8c6d1f", "#7b4fb0")
"""In turn, so that rounds side by side can mostly be told apart."""
STOP = "#6b6b6b"


def rounds_card(planned: Rounds) -> str:
    """Write a card of rounds: how many, how long, how near to the shortest, a map."""
    rounds, stops = planned
    length, least = rounds["length_m"].sum(), rounds["least_m"].sum()
    listed = rounds["id_order_m"].sum()
    facts = {
        "rounds": count(len(rounds)),
        "plates": count(rounds["plates"].sum()),
        "points without a round": count(stops["stop"].isna().sum()),
        "length": f"{length / 1000:,.1f} km",
        "by building id": f"{listed / 1000:,.1f} km",
        "no round is below": f"{least / 1000:,.1f} km",
        "hours of work": f"{rounds['minutes'].sum() / 60:,.1f}",
    }
    if least > 0:
        facts["above the shortest by at most"] = percent(length / least - 1)
    drawn = rounds.geometry.notna().to_numpy()
    lines = np.asarray(rounds.geometry.array, dtype=object)[drawn]
    turn = np.arange(len(lines)) % len(COLOURS)
    places = np.asarray(stops.geometry.array, dtype=object)
    return card(
        "Posting rounds",
        facts,
        picture=small_map(
            [
                *(
                    Paint("", lines[turn == k], colour, 2)
                    for k, colour in enumerate(COLOURS)
                ),
                Paint("stops", places, STOP, 2),
            ],
            label="The rounds along the streets",
        ),
    )
