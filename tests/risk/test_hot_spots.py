"""Hot spots: no more false ones than was said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from risk_scene import GRIDS, SIDE, district

from servicecircle.area.risk_config import HotSpotsSection
from servicecircle.risk.adjacency import neighbours_of
from servicecircle.risk.hot_spots import find_hot_spots, name_hot
from servicecircle.risk.rates import fit_rates
from servicecircle.vocabulary import Level

NEAR = neighbours_of(district().levels[Level.GRID])
ALL = np.ones(GRIDS, dtype=bool)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.floats(0.01, 0.5))
def test_those_named_are_expected_to_hold_few_false_ones(
    chances: list[float], most: float
) -> None:
    """And none that is left out is more probable than one that is named."""
    chance = np.array(chances)
    named = name_hot(chance, false_discoveries=most)
    if named.any():
        assert (1 - chance[named]).mean() <= most + 1e-12
        assert chance[~named].max(initial=-1) < chance[named].min()


def test_units_as_probable_are_named_together_or_not() -> None:
    """Order decides nothing."""
    chance = np.array([0.95, 0.86, 0.86])
    assert name_hot(chance, false_discoveries=0.10).tolist() == [True, False, False]
    assert name_hot(chance, false_discoveries=0.12).all()


def test_the_stated_share_of_false_ones_holds() -> None:
    """Over districts drawn from the model, about a tenth of those named is false."""
    rng = np.random.default_rng(6)
    named = false = 0
    for _ in range(40):
        truth = rng.gamma(3.0, 1 / 3.0, 500)
        expected = np.full(500, 25.0)
        rates = fit_rates(rng.poisson(truth * expected).astype(float), expected)
        hot = name_hot(rates.above(2.0), false_discoveries=0.1)
        named, false = named + hot.sum(), false + (hot & (truth <= 2.0)).sum()
    assert named > 400
    assert false / named == pytest.approx(0.1, abs=0.03)


def step_up(p: np.ndarray, share: float) -> np.ndarray:
    """Name by Benjamini and Hochberg's rule, as their paper puts it."""
    order = np.sort(p)
    passed = order <= share * np.arange(1, len(p) + 1) / len(p)
    return p <= order[passed].max(initial=-1)


def test_a_patch_is_a_cluster_and_a_lone_grid_is_none() -> None:
    """Gi* and local Moran see the patch; the lone one is hot by itself."""
    rates = np.ones(GRIDS)
    patch = [(r * SIDE) + c for r in range(2, 6) for c in range(2, 6)]
    lone = 10 * SIDE + 10
    rates[[*patch, lone]] = 4.0
    events = np.random.default_rng(1).poisson(rates * 40).astype(float)
    fitted = fit_rates(events, np.full(GRIDS, events.mean()))
    table = find_hot_spots(fitted, NEAR, ALL, HotSpotsSection())
    middle = [3 * SIDE + 3, 3 * SIDE + 4, 4 * SIDE + 3, 4 * SIDE + 4]
    assert table.loc[[*patch, lone], "hot_spot"].all()
    assert table["hot_spot"].sum() <= len(patch) + 3
    assert (table.loc[middle, "cluster"] == "hot").all()
    assert (table.loc[middle, "moran_kind"] == "high-high").all()
    assert pd.isna(table.loc[lone, "cluster"])
    for p, named in (("gi_p", "cluster"), ("moran_p", "moran_kind")):
        assert (table[named].notna() == step_up(table[p].to_numpy(), 0.1)).all()


def test_without_clusters_hardly_any_is_named() -> None:
    """Where rates have no order in space, clusters are rare."""
    rng = np.random.default_rng(8)
    named = 0
    for _ in range(8):
        events = rng.poisson(rng.gamma(3, 10, GRIDS)).astype(float)
        fitted = fit_rates(events, np.full(GRIDS, events.mean()))
        table = find_hot_spots(fitted, NEAR, ALL, HotSpotsSection())
        named += table["cluster"].notna().any() + table["moran_kind"].notna().any()
    assert named <= 3


def test_units_without_neighbours_are_in_no_cluster() -> None:
    """Islands are told apart, and nothing fails."""
    near = [np.empty(0, np.int64) for _ in range(GRIDS)]
    events = np.arange(GRIDS, dtype=float) ** 2
    fitted = fit_rates(events, np.full(GRIDS, events.mean()))
    table = find_hot_spots(fitted, near, ALL, HotSpotsSection())
    assert table["gi_star"].isna().all()
    assert table["hot_spot"].any()


def test_corners_touch() -> None:
    """In a lattice a grid inside has eight neighbours, one in the corner three."""
    count = [len(near) for near in NEAR]
    assert (count[0], count[1], count[SIDE + 1]) == (3, 5, 8)
