"""From appeals to tiers: what is true of the whole assessment."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from risk_scene import GRIDS, appeals, assessed, district

from servicecircle.errors import ConfigError
from servicecircle.risk import Ground, Tier
from servicecircle.risk.method import indicator_table
from servicecircle.risk.site_weights import site_weights
from servicecircle.risk.validation import calibration, true_tiers
from servicecircle.vocabulary import Level

EVEN = np.ones(GRIDS)


def rates(seed: int) -> np.ndarray:
    """Draw true rates with a mean of about 1."""
    return np.random.default_rng(seed).gamma(3.0, 1 / 3.0, GRIDS)


def test_the_hottest_grids_are_red_and_say_why() -> None:
    """Four times the rate is red with certainty, in both languages."""
    true = EVEN.copy()
    true[[5, 77]] = 4.0
    units = assessed(district(), appeals(true)).assessments[0].units
    hot = units.loc[["g005", "g077"]]
    assert (hot["tier"] == Tier.RED).all()
    assert (hot["probability_red"] > 0.99).all()
    assert hot["hot_spot"].all()
    assert hot["reason"].str.contains("appeals per resident").all()
    assert hot["reason_zh"].str.contains("人均诉求量").all()


def test_points_add_up_to_the_score() -> None:
    """Every contribution is kept, and nothing else makes the score."""
    units = assessed(district(), appeals(rates(2))).assessments[0].units
    points = units.filter(like="points_").sum(axis=1)
    np.testing.assert_allclose(points, units["score"])


def test_too_few_are_not_told() -> None:
    """A grid of nobody, and one of so few that nothing is to be expected."""
    residents = np.full(GRIDS, 800.0)
    residents[:2] = 0.0, 20.0
    units = assessed(district(residents), appeals(EVEN)).assessments[0].units
    assert (units["tier"].iloc[:2] == Tier.INSUFFICIENT).all()
    assert units["reason"].iloc[:2].str.contains("nobody|too few").all()
    assert units["tier_probability"].iloc[:2].isna().all()


def test_a_grid_that_hardly_reports_is_not_called_blue() -> None:
    """One that brings a fifth of what is expected may not report at all."""
    true = rates(2)
    true[9] = 0.1
    units = assessed(district(), appeals(true)).assessments[0].units
    assert units.loc["g009", "tier"] == Tier.INSUFFICIENT
    assert "not reporting" in units.loc["g009", "reason"]
    assert (units["quiet_probability"] > 0.5)[units["tier"] == Tier.INSUFFICIENT].all()


def test_of_grids_called_red_with_probability_p_about_p_are() -> None:
    """Over a few districts drawn from the model."""
    said, so = [], []
    for seed in range(4):
        true = rates(seed)
        of = assessed(district(), appeals(true, each=25, seed=seed)).assessments[0]
        said.append(of.units["probability_red"].to_numpy())
        so.append(true_tiers(of, true / true.mean()) == Tier.RED)
    table = calibration(np.concatenate(said), np.concatenate(so))
    error = (table["said"] - table["true"]).abs() * table["units"]
    assert error.sum() / table["units"].sum() < 0.03


def test_the_same_appeals_in_any_order_give_the_same() -> None:
    """Nothing depends on the order of the register."""
    frame = appeals(rates(3))
    first = assessed(district(), frame).assessments[0].units
    mixed = frame.sample(frac=1, random_state=1)
    again = assessed(district(), mixed).assessments[0].units
    pd.testing.assert_frame_equal(first, again)


def test_wider_units_are_sums_of_finer_ones() -> None:
    """A community's appeals and residents are those of its grids."""
    found = assessed(
        district(), appeals(rates(3)), Level.COMMUNITY, Level.GRID
    ).assessments
    wide, fine = (assessment.units for assessment in found)
    for column in ("appeals", "residents"):
        assert wide[column].sum() == fine[column].sum()
    assert wide["tier"].tolist() == [Tier.INSUFFICIENT]
    assert "too few units" in wide["reason"].iloc[0]


def test_an_unknown_weight_is_refused_with_what_is_known() -> None:
    """A slip of the pen must not leave an indicator out."""
    area = district(weights={"densty": 2.0})
    with pytest.raises(ConfigError, match=r"'densty'.*density"):
        assessed(area, appeals(EVEN))


def test_a_weight_of_nothing_leaves_an_indicator_out() -> None:
    """It is told and gives no points."""
    found = assessed(district(weights={"density": 0}), appeals(EVEN)).assessments[0]
    assert "points_density" not in found.units
    told = indicator_table(found)
    assert told.loc[told["indicator"] == "density", "points"].isna().all()


def test_walks_count_for_each_service() -> None:
    """Residents beyond the standard are a share, and services divide the weight."""
    ids = [f"g{n:03d}" for n in range(GRIDS)]
    coverage = pd.DataFrame(
        {
            "level": "grid",
            "unit_id": ids * 2,
            "service": ["appeals"] * GRIDS + ["legal"] * GRIDS,
            "residents": 800.0,
            "covered_residents": [200.0] * GRIDS + [800.0] * GRIDS,
        }
    )
    found = assessed(district(), appeals(EVEN), ground=Ground(coverage)).assessments[0]
    values = {m.indicator.name: m.value for m in found.measures}
    assert set(values["beyond_appeals"]) == {0.75}
    assert set(values["beyond_legal"]) == {0.0}
    assert found.weights["beyond_appeals"] == found.weights["beyond_legal"] == 0.5
    called = {m.indicator.name: m.indicator.chinese for m in found.measures}
    assert called["beyond_legal"].endswith("（Legal 法律）")


def test_weights_for_siting_keep_the_district_as_heavy() -> None:
    """Residents weigh more where risk is higher, and together what they did."""
    found = assessed(district(), appeals(rates(4))).assessments[0]
    table = site_weights(found).set_index("unit_id")["weight"]
    known = found.units["tier"] != Tier.INSUFFICIENT
    lived = found.units["residents"]
    assert (table[known] * lived[known]).sum() == pytest.approx(lived[known].sum())
    assert (table[~known] == 1).all()
    assert table[known].corr(found.units.loc[known, "score"]) > 0.999
