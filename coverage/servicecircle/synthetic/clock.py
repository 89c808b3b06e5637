"""The five times of an appeal: reported, responded, accepted, dispatched, resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLASSES = ("一类", "二类", "三类")
CLASS_SHARES = (0.06, 0.30, 0.64)
STEPS = ("responded_at", "accepted_at", "dispatched_at", "resolved_at")
MEDIAN_MIN = np.array(
    [
        [4.0, 9.0, 6.0, 14 * 60.0],
        [20.0, 45.0, 40.0, 40 * 60.0],
        [45.0, 90.0, 60.0, 5 * 60.0],
    ]
)
"""Minutes from step to step, by class: urgent, major, general."""
SPREAD = np.array(
    [[0.55, 0.50, 0.60, 0.80], [0.80, 0.80, 0.90, 0.75], [0.90, 0.80, 0.90, 0.90]]
)
LONGEST_MIN = np.array([2_000.0, 3_000.0, 3_000.0, 28_000.0])
"""No step takes longer; all four together stay under a month."""
OPENS_H, CLOSES_H = 8, 22
"""Outside these hours only urgent matters are answered at once."""
DAY_S, HOUR_S = 86_400, 3_600


def appeal_times(
    reported: NDArray[np.datetime64],
    kind: NDArray[np.int64],
    draws: np.random.Generator,
) -> dict[str, NDArray[np.datetime64]]:
    """
    Draw the four times that follow on a report.

    Parameters
    ----------
    reported
        When each appeal came in, in seconds of local time.
    kind
        Its class: 0 urgent, 1 major, 2 general.
    draws
        Random numbers.

    Returns
    -------
    The times by column name; each at least a second after the one before.

    Examples
    --------
    >>> night = np.array(["2024-03-01T23:30:00"], dtype="datetime64[s]")
    >>> times = appeal_times(night, np.array([2]), np.random.default_rng(0))
    >>> bool(times["responded_at"][0] >= np.datetime64("2024-03-02T08:00:00"))
    True
    """
    step_min = MEDIAN_MIN[kind] * np.exp(
        SPREAD[kind] * draws.standard_normal((len(kind), len(STEPS)))
    )
    step_s = np.maximum(np.minimum(step_min, LONGEST_MIN) * 60, 1.0).astype(np.int64)
    now = np.where(kind == 0, reported, _when_open(reported)).astype("M8[s]")
    times = {}
    for column, name in enumerate(STEPS):
        now = now + step_s[:, column].astype("m8[s]")
        times[name] = now
    return times


def _when_open(moment: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """Move what comes in at night to the next morning."""
    day = moment.astype("M8[D]")
    second = (moment - day.astype("M8[s]")).astype(np.int64)
    early, late = second < OPENS_H * HOUR_S, second >= CLOSES_H * HOUR_S
    day = np.where(late, day + np.timedelta64(1, "D"), day).astype("M8[D]")
    morning = day.astype("M8[s]") + np.timedelta64(OPENS_H * HOUR_S, "s")
    return np.where(early | late, morning, moment).astype("M8[s]")
