"""
Hold the risk of grids against the truths of a synthetic district.

    python scripts/make_demo_district.py --out demo-district --seed 1
    python scripts/validate_risk.py demo-district --seeds 101 110

The ground stays; for every seed truths and appeals are drawn anew, as
`make_demo_district.py` draws them, and assessed with the settings of area.toml. Printed
side by side with maps of rates as they were counted: hot spots found, tiers and their
probabilities, and what becomes of grids that do not report.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from servicecircle.area import read_area
from servicecircle.errors import ServiceCircleError
from servicecircle.network.from_area import network_of
from servicecircle.pipeline.measured import measure_walks
from servicecircle.pipeline.risk_run import assess_appeals
from servicecircle.reach import coverage_table
from servicecircle.risk import Ground, Tier
from servicecircle.risk.validation import calibration, detection, true_tiers
from servicecircle.synthetic.appeals import make_appeals
from servicecircle.synthetic.channels import SCAN
from servicecircle.synthetic.facts import read_facts
from servicecircle.synthetic.scale import Scale
from servicecircle.synthetic.truths import make_truths
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from servicecircle.area import PlanningArea
    from servicecircle.risk import Assessment
    from servicecircle.risk.decay import Window
    from servicecircle.synthetic.truths import Truths

HOT = 2.0
MONTH, QUARTER = 30, 91
WELL_REPORTING, MORE_SCANS = 60, 0.6
"""So many grids bring so many more appeals, by scans, for the same burden."""


class Tables(NamedTuple):
    """What one seed shows."""

    hot: pd.DataFrame
    tiers: pd.DataFrame
    calibration: pd.DataFrame
    quiet: pd.DataFrame
    effort: pd.DataFrame


def main(argv: list[str] | None = None) -> int:
    """Print the tables, added up over the seeds."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("area", type=Path, help="a synthetic district")
    parser.add_argument("--seeds", type=int, nargs=2, default=(101, 110))
    words = "only appeals of the last so many days; else as area.toml says"
    parser.add_argument("--window-days", type=float, help=words)
    options = parser.parse_args(argv)
    try:
        area = read_area(options.area)
        reach = measure_walks(area, network_of(area))
    except ServiceCircleError as error:
        print(f"validate_risk: {error}", file=sys.stderr)
        return 1
    coverage = coverage_table(reach, area.buildings, area.levels)
    if options.window_days:
        area = windowed(area, options.window_days)
    first, last = options.seeds
    seeds = range(first, last + 1)
    found = [one_seed(area, coverage, seed=seed) for seed in seeds]
    for name in Tables._fields:
        print(f"\n{name}, {len(found)} seeds")
        print(summed([getattr(tables, name) for tables in found]).to_string())
    return 0


def windowed(area: PlanningArea, days: float) -> PlanningArea:
    """Let only the appeals of the last days count."""
    risk = area.config.risk.model_copy(update={"window_days": days})
    return area.replace(config=area.config.model_copy(update={"risk": risk}))


def one_seed(area: PlanningArea, coverage: pd.DataFrame, *, seed: int) -> Tables:
    """Draw truths and appeals, assess the grids, and compare."""
    ground = SimpleNamespace(levels=area.levels)
    truths = make_truths(ground, area.buildings, seed=seed)
    facts = read_facts()
    scale = Scale.of(float(area.buildings["residents"].sum()), facts)
    register = make_appeals(area.buildings, truths, facts, scale, seed=seed)
    appeals = register.rename(columns={"grid_id": "unit_id"})
    appeals = appeals.assign(open=appeals["resolved_at"].isna())
    assessment, window = assess_grids(area, appeals, coverage)
    seen = appeals[window.holds(appeals["reported_at"])]
    age = (window.last - seen["reported_at"].to_numpy().astype("M8[D]")).astype(int)
    raw = {
        name: rate_map(seen["unit_id"][age < days], assessment)
        for name, days in (("month", MONTH), ("quarter", QUARTER), ("window", 10**6))
    }
    current = with_outbreaks(seen, window, truths)
    tables = compare(assessment, raw, truths, current)
    effort = reporting_well(area, appeals, coverage, truths, seed=seed)
    return Tables(**tables, effort=effort)


def assess_grids(
    area: PlanningArea, appeals: pd.DataFrame, coverage: pd.DataFrame
) -> tuple[Assessment, Window]:
    """Assess the grids, as `servicecircle risk` does."""
    found = assess_appeals(
        area, appeals, until=None, ground=Ground(coverage), levels=[Level.GRID]
    )
    return found.assessments[0], found.window


def reporting_well(
    area: PlanningArea,
    appeals: pd.DataFrame,
    coverage: pd.DataFrame,
    truths: Truths,
    *,
    seed: int,
) -> pd.DataFrame:
    """Let grids scan more, their burden being the same, and see who turns red."""
    draws = np.random.default_rng([seed, 1])
    special = (truths.hot_spots, truths.outbreaks, truths.under_reporting)
    told = pd.concat([table["grid_id"] for table in special])
    rates = truths.rates
    plain = rates.index[(rates["residents"] > 0) & ~rates.index.isin(told)]
    grids = draws.choice(plain, WELL_REPORTING, replace=False)
    own = appeals[appeals["unit_id"].isin(grids)]
    more = own.sample(frac=MORE_SCANS, random_state=draws).assign(channel=SCAN)
    scanned = pd.concat([appeals, more], ignore_index=True)
    blind = area.config.risk.effort.model_copy(update={"channels": ()})
    risk = area.config.risk.model_copy(update={"effort": blind})
    without = area.replace(config=area.config.model_copy(update={"risk": risk}))
    rows = []
    for way, district, rows_of in (
        ("as they are", area, appeals),
        ("more scans, effort told apart", area, scanned),
        ("more scans, effort not told apart", without, scanned),
    ):
        tier = assess_grids(district, rows_of, coverage)[0].units.loc[grids, "tier"]
        rows.append(
            {
                "way": way,
                "grids": len(grids),
                "red": int((tier == Tier.RED).sum()),
                "red or yellow": int(tier.isin([Tier.RED, Tier.YELLOW]).sum()),
            }
        )
    return pd.DataFrame(rows)


def with_outbreaks(appeals: pd.DataFrame, window: Window, truths: Truths) -> np.ndarray:
    """Give true reported weights of the window's days, outbreaks included."""
    day = appeals["reported_at"].to_numpy().astype("M8[D]")
    weight = window.weights(appeals["reported_at"])
    total = truths.rates["reported_weight"].copy()
    for _, rows in truths.outbreaks.groupby("outbreak_id"):
        first = rows.iloc[0]
        start, end = (first[c].to_datetime64() for c in ("start", "end"))
        share = weight[(day >= start) & (day <= end)].sum() / weight.sum()
        total[rows["grid_id"]] *= 1 + (first["factor"] - 1) * share
    return np.asarray(total.to_numpy())


def rate_map(ids: pd.Series, assessment: Assessment) -> np.ndarray:
    """Give rates as they are counted, over the district's."""
    units = assessment.units
    count = ids.value_counts().reindex(units.index, fill_value=0).to_numpy()
    lived = units["residents"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = count / lived / (count.sum() / lived.sum())
    return np.asarray(np.nan_to_num(rate, nan=0.0, posinf=np.inf))


def compare(
    assessment: Assessment,
    raw: dict[str, np.ndarray],
    truths: Truths,
    current: np.ndarray,
) -> dict[str, pd.DataFrame]:
    """Compare an assessment and the raw maps with the truth."""
    units, ids = assessment.units, assessment.units.index
    rates = truths.rates.loc[ids]
    lived = rates["residents"].to_numpy()
    reported = relative(rates["reported_weight"].to_numpy(), lived)
    injected = ids.isin(truths.hot_spots["grid_id"])
    named = {"risk: hot spot": units["hot_spot"].to_numpy()}
    named |= {f"rate of {k} > 2": v > HOT for k, v in raw.items()}
    named["true rate > 2"] = reported > HOT
    hot = [
        detection(named, truth).assign(meant=meant)
        for meant, truth in (("true rate > 2", reported > HOT), ("injected", injected))
    ]
    true = true_tiers(assessment, relative(current, lived))
    red = true == Tier.RED
    share = (units["tier"] == Tier.RED).to_numpy()
    tops = {"risk: red": share}
    for name, rate in raw.items():
        order = np.argsort(-rate, kind="stable")[: int(share.sum())]
        tops[f"as many, rate of {name}"] = np.isin(np.arange(len(rate)), order)
    told = (units["tier"] != Tier.INSUFFICIENT).to_numpy()
    return {
        "hot": pd.concat(hot, ignore_index=True),
        "tiers": detection(tops, red),
        "calibration": calibration(
            np.where(told, units["probability_red"], np.nan), red
        ),
        "quiet": _quiet(assessment, raw, truths),
    }


def relative(weights: np.ndarray, residents: np.ndarray) -> np.ndarray:
    """Give weights per resident, over the district's; 0 where nobody lives."""
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = weights / residents / (weights.sum() / residents.sum())
    return np.where(residents > 0, rate, 0.0)


def _quiet(
    assessment: Assessment, raw: dict[str, np.ndarray], truths: Truths
) -> pd.DataFrame:
    """Say what becomes of grids that do not report, and of those that do."""
    units, ids = assessment.units, assessment.units.index
    under = truths.under_reporting.set_index("grid_id")["reported_share"].reindex(ids)
    groups = {
        "reports at most 30 %": (under <= 0.3).to_numpy(),  # noqa: PLR2004
        "reports 30 to 50 %": (under > 0.3).to_numpy(),  # noqa: PLR2004
        "reports all": under.isna().to_numpy(),
    }
    blue = {"risk": (units["tier"] == Tier.BLUE).to_numpy()}
    for name, rate in raw.items():
        blue[f"rate of {name}"] = rate < np.quantile(
            rate, assessment_yellow(assessment)
        )
    rows = [
        {"group": group, "way": way, "grids": int(there.sum()), "blue": int(b.sum())}
        for group, there in groups.items()
        for way, flags in blue.items()
        for b in (flags & there,)
    ]
    return pd.DataFrame(rows)


def assessment_yellow(assessment: Assessment) -> float:
    """Give the share of grids below yellow, so that raw maps call as many blue."""
    scores = assessment.units["score"].dropna()
    return float((scores < assessment.thresholds.yellow).mean())


def summed(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Add counts up over the seeds, and form the shares anew."""
    table = pd.concat(parts, ignore_index=True)
    if "said" in table:
        by = table.groupby(["from", "to"])
        weighed = table.assign(
            said=table["said"] * table["units"], true=table["true"] * table["units"]
        )
        total = weighed.groupby(["from", "to"])[["units", "said", "true"]].sum()
        return total.assign(
            said=total["said"] / total["units"],
            true=total["true"] / total["units"],
            seeds=by.size(),
        ).round(3)
    if "precision" in table:
        keys = [k for k in ("meant", "way") if k in table]
        table["truth"] = table["right"] / table["recall"]
        total = table.groupby(keys, sort=False)[["named", "right", "truth"]].sum()
        return pd.DataFrame(
            {
                "named": total["named"],
                "precision": total["right"] / total["named"],
                "recall": total["right"] / total["truth"],
            }
        ).round(3)
    if "group" not in table:
        return table.groupby("way", sort=False).sum()
    total = table.groupby(["group", "way"], sort=False)[["grids", "blue"]].sum()
    return total.assign(share=(total["blue"] / total["grids"]).round(3))


if __name__ == "__main__":
    sys.exit(main())
