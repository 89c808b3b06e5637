"""How appeals come in: by QR code more and more, and by the older ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.synthetic.working_days import LAST_DAY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from numpy.typing import NDArray

SCAN = "扫码"
OTHERS = ("现场来访", "电话", "网格员上报", "微信群", "网络平台")
OTHER_SHARES = (0.34, 0.22, 0.20, 0.14, 0.10)
SCAN_GROWTH = 4.05
"""Scans grew by 405 % from the year before the last to the last."""
YEAR_DAYS = 365


def scan_share(facts: Mapping[str, Any]) -> float:
    """
    Say which share of the last year's appeals was scanned.

    >>> counts = {"appeals_self_scanned": 27, "secretary_online_received": 100}
    >>> scan_share({"counts": counts})
    0.27
    """
    counts = facts["counts"]
    share = counts["appeals_self_scanned"] / counts["secretary_online_received"]
    return float(share)


def draw_scans(
    days: NDArray[np.datetime64], *, last_share: float, draws: np.random.Generator
) -> NDArray[np.bool_]:
    """
    Choose the appeals that came by QR code.

    Parameters
    ----------
    days
        The day of each appeal.
    last_share
        Share of those of the last 365 days; a year before, scans are fewer by
        `SCAN_GROWTH`, and so on back to none.
    draws
        Random numbers.

    Returns
    -------
    Whether each appeal was scanned; within a year, later ones more likely.
    """
    back = (LAST_DAY - days).astype(np.int64) // YEAR_DAYS
    scanned = np.zeros(len(days), dtype=bool)
    wanted = round(last_share * int((back == 0).sum()))
    for year in range(int(back.max(initial=0)) + 1):
        there = np.flatnonzero(back == year)
        until = (LAST_DAY - days[there]).astype(np.int64) % YEAR_DAYS
        weight = np.exp(-until / YEAR_DAYS)
        count = min(wanted, len(there))
        chosen = draws.choice(there, count, replace=False, p=weight / weight.sum())
        scanned[chosen] = True
        wanted = round(wanted / (1 + SCAN_GROWTH))
    return scanned


def draw_channels(
    scanned: NDArray[np.bool_], draws: np.random.Generator
) -> NDArray[np.object_]:
    """Name the way by which each appeal came in."""
    other = draws.choice(np.array(OTHERS, dtype=object), len(scanned), p=OTHER_SHARES)
    return np.where(scanned, SCAN, other)
