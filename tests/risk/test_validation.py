"""Held against the truths of a made-up district, which the method never sees."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from lattice import lattice, society
from risk_scene import as_area, assessed

from servicecircle.risk import Assessment, Tier
from servicecircle.risk.validation import detection
from servicecircle.synthetic.addresses import make_addresses
from servicecircle.vocabulary import Level

MONTH = np.timedelta64(30, "D")
HOT = 2.0


@cache
def held() -> tuple[Assessment, pd.DataFrame]:
    """Assess the lattice's 216 grids, and set truths and counts beside them."""
    ground, made = lattice(), society(seed=11)
    homes = ground.buildings.join(make_addresses(ground)[["grid_id"]])
    levels = {Level.GRID: ground.levels[Level.GRID].sort_index()}
    register = made.appeals.rename(columns={"grid_id": "unit_id"})
    register = register.assign(open=register["resolved_at"].isna())
    found = assessed(as_area(levels, homes), register).assessments[0]
    rates = made.truths.rates.loc[found.units.index]
    day = register["reported_at"].to_numpy().astype("M8[D]")
    recent = register.loc[day > day.max() - MONTH, "unit_id"].value_counts()
    lived = rates["residents"]
    last = recent.reindex(rates.index, fill_value=0) / lived
    under = made.truths.under_reporting.set_index("grid_id")["reported_share"]
    truth = pd.DataFrame(
        {
            "rate": rates["reported_weight"] / lived * lived.sum(),
            "month": last / (recent.sum() / lived.sum()),
            "reported": under.reindex(rates.index),
        }
    )
    return found, truth


def test_hot_spots_are_found_and_hardly_a_false_one() -> None:
    """Side by side with a map of the last month's rates."""
    found, truth = held()
    ways = {"risk": found.units["hot_spot"], "month": truth["month"] > HOT}
    table = detection(
        {way: flags.to_numpy() for way, flags in ways.items()},
        (truth["rate"] > HOT).to_numpy(),
    ).set_index("way")
    assert table.loc["risk", "precision"] >= 0.8
    assert table.loc["risk", "recall"] >= 0.6
    assert table.loc["month", "precision"] < 0.6 * table.loc["risk", "precision"]


def test_most_grids_that_do_not_report_are_not_called_blue() -> None:
    """All but one bring less than usual, so that counts alone would call them low."""
    found, truth = held()
    silent = truth["reported"].notna().to_numpy()
    blue = (found.units.loc[silent, "tier"] == Tier.BLUE).mean()
    low = (found.units.loc[silent, "rate_as_counted"] < found.burden.per_1000).mean()
    assert blue <= 0.45
    assert low >= 0.85
