"""
Hold early warning against the outbreaks of a synthetic district.

    python scripts/make_demo_district.py --out demo-district --seed 1
    python scripts/validate_warning.py demo-district --seeds 201 210

The ground stays; for every seed truths and appeals are drawn anew, as
`make_demo_district.py` draws them. Every way of watching has the same days, the same
appeals and the same rate of false alarms to keep, learnt from the same shuffled
registers; the EARS methods are shown with their published threshold too. Outbreaks of
other strengths are the same ones with another factor.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from servicecircle.area import read_area
from servicecircle.area.warning_config import WarningSection
from servicecircle.errors import ServiceCircleError
from servicecircle.risk.warning import watch
from servicecircle.risk.warning._episode_kernels import QUIET_DAYS
from servicecircle.risk.warning.chance import MONTH_DAYS, SEED, shuffled
from servicecircle.synthetic.appeals import make_appeals
from servicecircle.synthetic.facts import read_facts
from servicecircle.synthetic.scale import Scale
from servicecircle.synthetic.truths import make_truths
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.area import PlanningArea
    from servicecircle.risk.warning.daily import Events
    from servicecircle.synthetic.truths import Truths

LOOK_BACK_DAYS = 455
"""So that the first of the outbreaks is watched."""
WEEK, BASELINE_WEEKS, GAP_WEEKS = 7, 7, 2
PUBLISHED = 3.0
"""Standard deviations, in EARS C1 and C2 (Hutwagner and others 2003)."""
LEAST_SPREAD = 0.2
SHUFFLES = 4


class Raised(NamedTuple):
    """An alarm, of whatever way of watching."""

    day: int
    members: np.ndarray


def main(argv: list[str] | None = None) -> int:
    """Print the table, added up over the seeds."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("area", type=Path, help="a synthetic district")
    parser.add_argument("--seeds", type=int, nargs=2, default=(201, 210))
    parser.add_argument("--per-month", type=float, default=1.0)
    words = "in place of the outbreaks' own factors"
    parser.add_argument("--factor", type=float, help=words)
    parser.add_argument("--only-scan", action="store_true", help="no other methods")
    options = parser.parse_args(argv)
    try:
        area = read_area(options.area)
    except ServiceCircleError as error:
        print(f"validate_warning: {error}", file=sys.stderr)
        return 1
    first, last = options.seeds
    parts = [
        one_seed(area, options, seed=seed).assign(seed=seed)
        for seed in range(first, last + 1)
    ]
    print(summed(pd.concat(parts, ignore_index=True)).to_string())
    return 0


def one_seed(
    area: PlanningArea, options: argparse.Namespace, *, seed: int
) -> pd.DataFrame:
    """Draw truths and appeals, watch in every way, and compare."""
    truths = make_truths(SimpleNamespace(levels=area.levels), area.buildings, seed=seed)
    if options.factor:
        weaker = truths.outbreaks.assign(factor=options.factor)
        truths = dataclasses.replace(truths, outbreaks=weaker)
    facts = read_facts()
    scale = Scale.of(float(area.buildings["residents"].sum()), facts)
    register = make_appeals(area.buildings, truths, facts, scale, seed=seed)
    appeals = register.rename(columns={"grid_id": "unit_id"})
    scans = {"scan of zones": (12, [Level.COMMUNITY, Level.RED_SUB_GRID])}
    if not options.only_scan:
        scans["scan of single grids"] = (1, [])
    rows = []
    for way, (most, levels) in scans.items():
        config = WarningSection(
            false_alarms_per_month=options.per_month,
            look_back_days=LOOK_BACK_DAYS,
            most_units=most,
        )
        found = watch(
            area,
            appeals,
            until=np.datetime64("2100-01-01"),
            levels=levels,
            config=config,
        )
        raised = [Raised(a.raised, a.first_hit.members) for a in found.alarms]
        rows += judge(way, raised, found.events, truths, area)
    if options.only_scan:
        return pd.DataFrame(rows)
    for way, statistic in EARS.items():
        of = ears(found.events, len(area.units(Level.GRID)), statistic)
        rows += judge(f"{way}, published", of(PUBLISHED), found.events, truths, area)
        kept = kept_threshold(
            found.events, len(area.units(Level.GRID)), statistic, options.per_month
        )
        rows += judge(f"{way}, same rate", of(kept), found.events, truths, area)
    return pd.DataFrame(rows)


def judge(
    way: str,
    raised: list[Raised],
    events: Events,
    truths: Truths,
    area: PlanningArea,
) -> list[dict[str, object]]:
    """Say which outbreaks were found, when, and how many alarms are of none."""
    ids = area.units(Level.GRID).index
    right = np.zeros(len(raised), dtype=bool)
    rows: list[dict[str, object]] = []
    for name, of in truths.outbreaks.groupby("outbreak_id"):
        start, end = (
            int((of[c].iloc[0].to_datetime64() - events.first) / np.timedelta64(1, "D"))
            for c in ("start", "end")
        )
        grids = ids.get_indexer(pd.Index(of["grid_id"]))
        here = np.array(
            [
                start <= alarm.day <= end + QUIET_DAYS
                and bool(np.isin(alarm.members, grids).any())
                for alarm in raised
            ],
            dtype=bool,
        )
        right |= here
        days = [raised[i].day - start for i in np.flatnonzero(here)]
        in_time = [d for d in days if d <= end - start]
        rows.append(
            {"way": way, "outbreak": name, "days": min(in_time, default=np.nan)}
        )
    months = LOOK_BACK_DAYS / MONTH_DAYS
    rows.append({"way": way, "false_per_month": float((~right).sum()) / months})
    return rows


def weekly(events: Events, units: int) -> np.ndarray:
    """Count appeals by grid and week, the last week ending on the last day."""
    week = (events.days - 1 - events.day) // WEEK
    weeks = (events.days - 1) // WEEK + 1
    at = events.unit * weeks + (weeks - 1 - week)
    counts: np.ndarray = np.bincount(at, minlength=units * weeks)
    return counts.reshape(units, weeks)


def c1(counts: np.ndarray) -> np.ndarray:
    """Compare each week with the seven before it."""
    return _deviation(counts, gap=0)


def c2(counts: np.ndarray) -> np.ndarray:
    """Compare each week with the seven that end two weeks before it."""
    return _deviation(counts, gap=GAP_WEEKS)


def c3(counts: np.ndarray) -> np.ndarray:
    """Add up C2's excesses over one in the week and the two before."""
    over = np.maximum(_deviation(counts, gap=GAP_WEEKS) - 1, 0)
    sums = over.copy()
    sums[:, 1:] += over[:, :-1]
    sums[:, 2:] += over[:, :-2]
    # C3 alarms from 2 on; scaled so that all three alarm from 3 on.
    return np.asarray(sums * (PUBLISHED / 2))


EARS = {"EARS C1": c1, "EARS C2": c2, "EARS C3": c3}


def _deviation(counts: np.ndarray, *, gap: int) -> np.ndarray:
    view = np.lib.stride_tricks.sliding_window_view(counts, BASELINE_WEEKS, axis=1)
    past = view[:, : counts.shape[1] - BASELINE_WEEKS - gap]
    now = counts[:, BASELINE_WEEKS + gap :]
    spread = np.maximum(past.std(axis=2, ddof=1), LEAST_SPREAD)
    found = np.zeros(counts.shape)
    found[:, BASELINE_WEEKS + gap :] = (now - past.mean(axis=2)) / spread
    return found


def ears(
    events: Events, units: int, statistic: Callable[[np.ndarray], np.ndarray]
) -> Callable[[float], list[Raised]]:
    """Give alarms by threshold; one that is renewed within 28 days is no new one."""
    values = statistic(weekly(events, units))
    weeks = values.shape[1]
    ends = events.days - 1 - WEEK * np.arange(weeks)[::-1]
    watched = np.flatnonzero(ends >= events.days - LOOK_BACK_DAYS)

    def raised(threshold: float) -> list[Raised]:
        last = np.full(units, -(10**6))
        found = []
        for week in watched:
            over = np.flatnonzero(values[:, week] > threshold)
            new = over[ends[week] - last[over] > QUIET_DAYS]
            last[over] = ends[week]
            found += [Raised(int(ends[week]), np.array([unit])) for unit in new]
        return found

    return raised


def kept_threshold(
    events: Events,
    units: int,
    statistic: Callable[[np.ndarray], np.ndarray],
    per_month: float,
) -> float:
    """Find the threshold with so many false alarms a month in shuffled registers."""
    runs = [
        ears(shuffled(events, np.random.default_rng([SEED, n])), units, statistic)
        for n in range(SHUFFLES)
    ]
    months = SHUFFLES * LOOK_BACK_DAYS / MONTH_DAYS
    low, high = 0.0, 200.0
    for _ in range(30):
        middle = (low + high) / 2
        rate = sum(len(of(middle)) for of in runs) / months
        low, high = (low, middle) if rate <= per_month else (middle, high)
    return high


def summed(table: pd.DataFrame) -> pd.DataFrame:
    """Add up over the seeds."""
    rows = {}
    for way, of in table.groupby("way", sort=False):
        outbreaks = of[of["outbreak"].notna()]
        rates = of["false_per_month"].dropna()
        rows[way] = {
            "outbreaks": len(outbreaks),
            "found": int(outbreaks["days"].notna().sum()),
            "median_days": outbreaks["days"].median(),
            "p90_days": outbreaks["days"].quantile(0.9),
            "false_per_month": round(rates.mean(), 2),
            "standard_error": round(rates.std() / len(rates) ** 0.5, 2),
        }
    return pd.DataFrame(rows).T


if __name__ == "__main__":
    sys.exit(main())
