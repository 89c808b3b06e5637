"""The truths hidden in the appeals can be found there, and are not said there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from lattice import society

from servicecircle.synthetic.truths import OUTBREAKS, Outbreak

TRUTHS = society().truths
APPEALS = society().appeals


def test_three_outbreaks_in_grids_of_their_own() -> None:
    """No grid is in two of outbreaks, hot spots and under-reporting."""
    grids = [
        *TRUTHS.outbreaks["grid_id"],
        *TRUTHS.hot_spots["grid_id"],
        *TRUTHS.under_reporting["grid_id"],
    ]
    assert len(grids) == len(set(grids))
    assert TRUTHS.outbreaks["outbreak_id"].nunique() == 3


@pytest.mark.parametrize("outbreak", OUTBREAKS, ids=lambda o: o.outbreak_id)
def test_an_outbreak_is_sudden(outbreak: Outbreak) -> None:
    """In its days its grids bring about factor times what they bring otherwise."""
    rows = TRUTHS.outbreaks[TRUTHS.outbreaks["outbreak_id"] == outbreak.outbreak_id]
    start, end = rows["start"].iloc[0], rows["end"].iloc[0]
    there = APPEALS[APPEALS["grid_id"].isin(rows["grid_id"])]
    day = there["reported_at"].dt.normalize()
    inside = day.between(start, end)
    before = day.between(start - pd.Timedelta(days=365), start - pd.Timedelta(days=1))
    usual = before.sum() / 365 * ((end - start).days + 1)
    assert rows["factor"].iloc[0] == pytest.approx(inside.sum() / usual, rel=0.5)
    about = there.loc[inside, "category"].value_counts(normalize=True)
    assert about[rows["category"].iloc[0]] > 0.9


def test_counts_by_grid_follow_the_rates() -> None:
    """Outbreak grids aside, counts are Poisson around the true reported rates."""
    quiet = TRUTHS.rates.drop(index=TRUTHS.outbreaks["grid_id"])
    counts = APPEALS["grid_id"].value_counts().reindex(quiet.index, fill_value=0)
    weight = quiet["reported_weight"]
    expected = counts.sum() * weight / weight.sum()
    surplus = ((counts - expected) ** 2 / expected).mean()
    assert 0.75 < surplus < 1.3


def test_under_reporting_hides_what_arises() -> None:
    """Its grids report that share of their weight, relative to all others."""
    rates = TRUTHS.rates
    ratio = rates["reported_weight"] / rates["weight"]
    under = TRUTHS.under_reporting.set_index("grid_id")["reported_share"]
    usual = ratio.drop(index=under.index)
    assert np.ptp(usual) < 1e-12
    np.testing.assert_allclose(ratio[under.index] / usual.iloc[0], under)


def test_hot_spots_are_hot() -> None:
    """Their rates per resident lie above the others', by about their factors."""
    rates = TRUTHS.rates[TRUTHS.rates["residents"] > 0]
    per_head = rates["weight"] / rates["residents"]
    hot = per_head[TRUTHS.hot_spots["grid_id"]]
    usual = per_head.drop(index=hot.index)
    assert hot.median() > 1.5 * usual.median()


def test_appeals_say_nothing_of_the_truths() -> None:
    """No column and no text of the register names a truth."""
    words = ("outbreak", "factor", "truth", "hot", "weight", "share")
    assert not [c for c in APPEALS.columns if any(word in c for word in words)]
    texts = APPEALS["description"].str.replace(r"^.*：", "", regex=True)
    in_outbreak = APPEALS["grid_id"].isin(TRUTHS.outbreaks["grid_id"])
    assert set(texts[in_outbreak]) <= set(texts[~in_outbreak])
