"""A rise of the whole area at once, held against its own past."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.risk.warning.chance import MONTH_DAYS, SEED, lowest
from servicecircle.risk.warning.episodes import Alarm, Hit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.risk.warning.daily import Events

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

WEEK_DAYS = 7
WEEKS = (1, 2, 4)
"""Lengths of time that are looked back on."""
LEAST_YEARS = 2.0
"""With a shorter past a season cannot be told from a trend."""
APART_WEEKS = 4
"""Weeks before the latest that are in no baseline: a rise may have begun in them."""
REFITTED_WEEKS = 4
YEAR_WEEKS = 365.25 / WEEK_DAYS
SIGMA = 2.58
ROUNDS = 8
BLOCK_WEEKS = 6
"""What goes on in one week often goes on in the next: chance is drawn in blocks."""
WHOLE = -1
"""Stands for the whole area where else a zone's row is."""
SERIES = 40
"""Pasts that are drawn to see what chance brings."""


class Rises(NamedTuple):
    """Weeks in which the whole area brought more than usual, of one or more pasts."""

    week: Integers
    """Position of the last week, shape (watched weeks,)."""
    counted: Floats
    """Appeals, shape (windows, matters, pasts, watched weeks)."""
    expected: Floats
    score: Floats
    """Standard deviations of the Anscombe residual; -inf where nothing is known."""


class WholeArea(NamedTuple):
    """What was watched of the whole area."""

    rises: Rises
    threshold: float
    """Score from which on it is an alarm; infinite where the past is too short."""
    chance: Rises | None
    ends: Integers
    """The last day of each week."""

    @property
    def months_by_chance(self) -> float:
        """Say how many months of chance were watched."""
        if self.chance is None:
            return 0.0
        weeks = self.chance.score.shape[2] * self.chance.score.shape[3]
        return float(weeks * WEEK_DAYS / MONTH_DAYS)

    def chance_alarms(self, score: float) -> int:
        """Count the alarms of at least this score in those months."""
        return 0 if self.chance is None else count_episodes(self.chance, score)


def watch_whole(events: Events, *, first_day: int, per_month: float) -> WholeArea:
    """
    Hold the whole area's weeks against what its own past lets expect.

    Parameters
    ----------
    events
        The register.
    first_day
        The first day watched.
    per_month
        False alarms per 30 days.

    Notes
    -----
    Weekly counts of every matter follow a quasi-Poisson regression on trend and the
    season (two harmonics of the year), with weeks of the past whose Anscombe residual
    is above 2.58 weighted down, as in Farrington's algorithm (Noufaily and others
    2013). Counts of the last 1, 2 and 4 weeks are held against it by the residual of
    their powers of two thirds, the error of the prediction included. What chance
    brings is drawn from blocks of the residuals of the past, since weeks are not
    independent of each other: holidays, campaigns.
    """
    counts, ends = weekly_counts(events)
    needed = int(np.ceil(LEAST_YEARS * YEAR_WEEKS)) + APART_WEEKS
    watched = np.flatnonzero((ends >= first_day) & (np.arange(len(ends)) >= needed))
    if not len(watched):
        empty = np.empty((len(WEEKS), len(counts), 1, 0))
        return WholeArea(Rises(watched, empty, empty, empty), np.inf, None, ends)
    rises = _rises(counts[:, None], watched)
    chance = _rises(_drawn(counts), watched)
    months = SERIES * len(watched) * WEEK_DAYS / MONTH_DAYS
    threshold = lowest(
        lambda score: count_episodes(chance, score) / months,
        at_most=per_month,
        low=0.0,
        high=float(chance.score.max()),
    )
    return WholeArea(rises, threshold, chance, ends)


def whole_alarms(whole: WholeArea, *, units: int) -> list[Alarm]:
    """Join weeks over the threshold into alarms, in the order they were raised."""
    rises, alarms = whole.rises, list[Alarm]()
    matters = rises.score.shape[1]
    flat = rises.score[:, :, 0].reshape(len(WEEKS) * matters, len(rises.week))
    for at, week in enumerate(rises.week):
        window, matter = divmod(int(flat[:, at].argmax()), matters)
        score = float(flat[:, at].max())
        if score < whole.threshold:
            continue
        day = int(whole.ends[week])
        hit = Hit(
            day,
            WHOLE,
            1,
            WEEKS[window] * WEEK_DAYS,
            matter,
            int(rises.counted[window, matter, 0, at]),
            float(rises.expected[window, matter, 0, at]),
            # A normal residual's log likelihood ratio, as the zones' excess is one.
            score**2 / 2,
            np.arange(units),
        )
        if alarms and day - alarms[-1].last <= APART_WEEKS * WEEK_DAYS:
            old = alarms[-1]
            best = hit if hit.excess > old.best.excess else old.best
            alarms[-1] = old._replace(last=day, best=best)
        else:
            alarms.append(Alarm(day, day, hit, hit))
    return alarms


def weekly_counts(events: Events) -> tuple[Floats, Integers]:
    """Count the area's appeals by matter and whole week, the last ending today."""
    weeks = events.days // WEEK_DAYS
    week = weeks - 1 - (events.days - 1 - events.day) // WEEK_DAYS
    known = week >= 0
    counts = np.zeros((len(events.words), weeks))
    np.add.at(counts[0], week[known], 1.0)
    said = known & (events.matter > 0)
    np.add.at(counts, (events.matter[said], week[said]), 1.0)
    ends = events.days - 1 - WEEK_DAYS * np.arange(weeks)[::-1]
    return counts, ends


def count_episodes(rises: Rises, score: float) -> int:
    """Count alarms: weeks over the threshold, of any matter, not four weeks apart."""
    over = np.asarray((rises.score >= score).any(axis=(0, 1)))
    count, since = 0, np.full(len(over), APART_WEEKS + 1)
    for week in range(over.shape[1]):
        since += 1
        count += int((over[:, week] & (since > APART_WEEKS)).sum())
        since[over[:, week]] = 0
    return count


def _design(weeks: Integers, last: int) -> Floats:
    """Give the terms: one, trend in years, and two harmonics of the year."""
    turn = 2 * np.pi * weeks / YEAR_WEEKS
    waves = [f(k * turn) for k in (1, 2) for f in (np.sin, np.cos)]
    return np.column_stack([np.ones(len(weeks)), (weeks - last) / YEAR_WEEKS, *waves])


class _Fit(NamedTuple):
    beta: Floats
    covariance: Floats
    dispersion: Floats


def _fit(counts: Floats, design: Floats) -> _Fit:
    """Fit quasi-Poisson regressions side by side, shape (matters, pasts, weeks)."""
    weight = np.ones(counts.shape)
    mean = np.maximum(counts.mean(axis=-1, keepdims=True), 0.05) * np.ones(counts.shape)
    mean = (mean + counts + 0.05) / 2
    beta = np.zeros((*counts.shape[:2], design.shape[1]))
    ridge = 1e-6 * np.eye(design.shape[1])
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    for step in range(ROUNDS):
        by = weight * mean
        information = (by @ products).reshape(*counts.shape[:2], *ridge.shape)
        target = np.log(mean) + (counts - mean) / mean
        right = (by * target) @ design
        beta = np.linalg.solve(information + ridge, right[..., None])[..., 0]
        mean = np.exp(np.clip(beta @ design.T, -8, 20))
        if step >= ROUNDS // 2:
            dispersion = _dispersion(counts, mean, weight, design.shape[1])
            residual = anscombe(counts, mean, mean * dispersion[..., None])
            weight = np.where(residual > SIGMA, 1 / np.maximum(residual, 1) ** 2, 1.0)
    dispersion = _dispersion(counts, mean, weight, design.shape[1])
    inverse = np.linalg.inv(information + ridge)
    return _Fit(beta, inverse * dispersion[..., None, None], dispersion)


def _dispersion(counts: Floats, mean: Floats, weight: Floats, terms: int) -> Floats:
    chi = (weight * (counts - mean) ** 2 / mean).sum(axis=-1)
    return np.asarray(np.maximum(chi / (counts.shape[-1] - terms), 1.0))


def anscombe(counted: Floats, expected: Floats, variance: Floats) -> Floats:
    """
    Give how many standard deviations counts are above what is expected.

    The power of two thirds makes counts nearly normal.

    >>> anscombe(np.array([16.0]), np.array([8.0]), np.array([8.0])).round(2).tolist()
    [2.49]
    """
    spread = (2 / 3) * expected ** (-1 / 3) * np.sqrt(variance)
    return np.asarray((counted ** (2 / 3) - expected ** (2 / 3)) / spread)


def _rises(counts: Floats, watched: Integers) -> Rises:
    """Score every watched week, each with what was known then."""
    shape = (len(WEEKS), *counts.shape[:2], len(watched))
    counted, expected, score = (np.zeros(shape) for _ in range(3))
    for at in range(0, len(watched), REFITTED_WEEKS):
        now = watched[at : at + REFITTED_WEEKS]
        last = int(now[0]) - APART_WEEKS
        fit = _fit(counts[..., :last], _design(np.arange(last), last))
        ahead = np.arange(int(now[0]) - max(WEEKS) + 1, int(now[-1]) + 1)
        terms = _design(ahead, last)
        mean = np.exp(np.clip(fit.beta @ terms.T, -8, 20))
        for i, weeks in enumerate(WEEKS):
            for week in now:
                place = (i, slice(None), slice(None), at + int(week - now[0]))
                of = slice(int(week) - weeks + 1, int(week) + 1)
                inside = (ahead >= of.start) & (ahead < of.stop)
                usual = mean[..., inside].sum(axis=-1)
                slope = mean[..., inside] @ terms[inside]
                error = np.einsum(
                    "mpi,mpij,mpj->mp", slope, fit.covariance, slope, optimize=True
                )
                seen = counts[..., of].sum(axis=-1)
                counted[place], expected[place] = seen, usual
                variance = fit.dispersion * usual + error
                score[place] = anscombe(seen, usual, variance)
    score[(counted < 3) | (counted <= expected)] = -np.inf  # noqa: PLR2004
    return Rises(watched, counted, expected, score)


def _drawn(counts: Floats) -> Floats:
    """Draw pasts in which nothing rises, shape (matters, pasts, weeks)."""
    weeks = counts.shape[1]
    design = _design(np.arange(weeks), weeks)
    fit = _fit(counts[:, None], design)
    mean = np.exp(fit.beta[:, 0] @ design.T)
    spread = np.sqrt(mean * fit.dispersion[:, :1])
    residual = (counts - mean) / spread
    # Rises of the past are no chance.
    residual = np.clip(residual, None, SIGMA)
    generator = np.random.default_rng([SEED, weeks])
    blocks = -(-weeks // BLOCK_WEEKS)
    starts = generator.integers(0, weeks - BLOCK_WEEKS + 1, (SERIES, blocks))
    order = (starts[..., None] + np.arange(BLOCK_WEEKS)).reshape(SERIES, -1)[:, :weeks]
    drawn = mean[:, None] + residual[:, order] * spread[:, None]
    return np.asarray(np.maximum(drawn, 0.0))
