"""
Colours and classes of maps, in one place for the map, its legend and its fallback.

The sequential schemes fall steadily in lightness, so they can be read with any colour
vision and in a grey print. The statuses of buildings differ by at least 18 units of
CIELAB from one another under the simulations of Machado, Oliveira and Fernandes (2009)
of missing red, green and blue cones, and the frequent ones by at least 30;
``tests/maps/test_explorer_colours.py`` holds them to it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from servicecircle.vocabulary import Reason

SHARE_BREAKS = (25, 50, 70, 85, 95)
"""Where a class ends and the next begins, in percent; the break starts the next."""

SHARE_COLOURS = ("#fdf4c4", "#cbe3a8", "#92cfb6", "#4dadc0", "#2b76ae", "#233b86")
"""One colour per class, from the lowest share to the highest."""

GAP_BREAKS = (1, 5, 10, 20, 40)
"""Percentage points by which a circle claims more than people can walk."""

GAP_COLOURS = ("#f4f1f5", "#dccfe6", "#bea3d0", "#9a6fb0", "#75408f", "#4a1a62")

AMOUNT_COLOURS = ("#f5f3ee", "#fbdcb4", "#f5b67a", "#e38548", "#b9522a", "#7d2a17")
"""For amounts; the first is for none at all."""

NO_DATA_COLOUR = "#b9b9b4"
"""The lines of the hatch that says there is nothing to show."""

REASON_COLOURS = {
    Reason.COVERED: "#2b7bba",
    Reason.TOO_FAR: "#e66b10",
    Reason.NO_PATH: "#b3206e",
    Reason.NO_EDGE_NEARBY: "#262626",
    Reason.BEHIND_OBSTACLE: "#53307f",
    Reason.NO_STATION: "#9c9c94",
}

STATUS_COLOURS: dict[str, str] = {
    "covered": REASON_COLOURS[Reason.COVERED],
    "in_circle": REASON_COLOURS[Reason.COVERED],
    "newly_covered": "#43d9e8",
    "out_of_circle": "#6b6b6b",
    "circle_only": REASON_COLOURS[Reason.TOO_FAR],
    **{r.value: c for r, c in REASON_COLOURS.items() if r is not Reason.COVERED},
}
"""What a building can be drawn as, the later ones over the earlier ones."""

RISK_COLOURS = {"red": "#a50f15", "yellow": "#fed439", "blue": "#4292c6"}
"""Far apart in lightness too: red is the darkest, so that a grey print tells them."""

ACTION_COLOURS = {
    "open": "#b5127a",
    "open_gate": "#b5127a",
    "move": "#7b3294",
    "close": "#2b2b2b",
    "keep": "#2f6f8f",
}


def explorer_palette() -> dict[str, Any]:
    """
    Return the colours as the page reads them.

    >>> sorted(explorer_palette())[:4]
    ['actions', 'amount', 'area', 'border']
    """
    return {
        "statuses": [{"key": k, "colour": c} for k, c in STATUS_COLOURS.items()],
        "share": {"breaks": SHARE_BREAKS, "colours": SHARE_COLOURS},
        "gap": {"breaks": GAP_BREAKS, "colours": GAP_COLOURS},
        "amount": {"colours": AMOUNT_COLOURS},
        "risk": RISK_COLOURS,
        "actions": ACTION_COLOURS,
        "hatch": NO_DATA_COLOUR,
        "border": "#3f484d",
        "network": "#b4b4ad",
        "closed": "#d99c96",
        "reached": "#a9cbe6",
        "area": "#2b7bba",
        "circle": "#3f484d",
        "tried": "#c2188b",
        "qr": "#1d1d1f",
    }


def share_labels() -> list[str]:
    """
    Return the classes' labels, from the lowest share to the highest.

    Shares are shown to a tenth of a percent, so a class ends a tenth below the next.

    >>> share_labels()
    ['< 25 %', '25 – 49.9 %', '50 – 69.9 %', '70 – 84.9 %', '85 – 94.9 %', '≥ 95 %']
    """
    inner = [f"{low} – {high - 0.1:.1f} %" for low, high in pairwise(SHARE_BREAKS)]
    return [f"< {SHARE_BREAKS[0]} %", *inner, f"≥ {SHARE_BREAKS[-1]} %"]


def share_colour(tenths: int | None) -> str:
    """
    Return the colour of a share given in tenths of a percent.

    Examples
    --------
    >>> share_colour(499), share_colour(500)
    ('#cbe3a8', '#92cfb6')
    >>> share_colour(None)
    '#b9b9b4'
    """
    if tenths is None:
        return NO_DATA_COLOUR
    return SHARE_COLOURS[sum(tenths >= 10 * limit for limit in SHARE_BREAKS)]
