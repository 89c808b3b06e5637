"""
Colours and classes of maps, in one place for the map, its legend and its fallback.

The sequential scheme runs from pale yellow over green to dark blue: its lightness falls
steadily, so it can be read with any colour vision and in a grey print. The reasons take
colours from Okabe and Ito's set, which people with any colour vision can tell apart.
"""

from __future__ import annotations

from itertools import pairwise

from servicecircle.vocabulary import Reason

SHARE_BREAKS = (25, 50, 70, 85, 95)
"""Where a class ends and the next begins, in percent; the break starts the next."""

SHARE_COLOURS = ("#fdf4c4", "#cbe3a8", "#92cfb6", "#4dadc0", "#2b76ae", "#233b86")
"""One colour per class, from the lowest share to the highest."""

NO_DATA_COLOUR = "#b9b9b4"
"""The lines of the hatch that says there is nothing to show."""

REASON_COLOURS = {
    Reason.COVERED: "#0072b2",
    Reason.TOO_FAR: "#d55e00",
    Reason.NO_PATH: "#cc3f95",
    Reason.NO_EDGE_NEARBY: "#3d3d3d",
    Reason.BEHIND_OBSTACLE: "#7b4fa3",
    Reason.NO_STATION: "#8c7a2b",
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
