"""Local systems fitted to control points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.area.local_system import fit_local_system

if TYPE_CHECKING:
    from servicecircle.area.local_system import Model

LOCAL = np.array(
    [(12_000.0, 45_000.0), (31_000, 44_000), (20_000, 61_000), (9_000, 58_000)]
)


@given(
    st.floats(-180, 180),
    st.floats(0.5, 2.0),
    st.floats(-3e6, 3e6),
    st.floats(-4e7, 4e7),
)
def test_a_similarity_is_found_exactly(
    turn_deg: float, scale: float, east: float, north: float
) -> None:
    """Whatever its turn, scale and shift: to a tenth of a millimetre, and back."""
    turn = np.radians(turn_deg)
    matrix = scale * np.array(
        [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
    )
    known = LOCAL @ matrix.T + (east, north)
    fit = fit_local_system(LOCAL, known)
    np.testing.assert_allclose(fit.to_working(LOCAL), known, rtol=0, atol=1e-4)
    np.testing.assert_allclose(fit.to_local(known), LOCAL, rtol=0, atol=1e-4)
    np.testing.assert_allclose(fit.scales, scale, rtol=1e-9)


def test_an_affine_map_needs_the_affine_model() -> None:
    """Two scales and a skew leave residuals in a similarity, and none in an affine."""
    known = LOCAL @ np.array([[1.001, 0.002], [0.0, 0.999]]).T + (480_000, 2_470_000)
    assert fit_local_system(LOCAL, known).residuals_m.max() > 1
    affine = fit_local_system(LOCAL, known, model="affine")
    assert affine.residuals_m.max() < 1e-6
    assert affine.has_spare_points


def test_least_squares() -> None:
    """No small change of the four parameters makes the sum of squares smaller."""
    rng = np.random.default_rng(3)
    known = LOCAL + 480_000 + rng.normal(0, 0.5, LOCAL.shape)
    fit = fit_local_system(LOCAL, known)
    least = (fit.residuals_m**2).sum()
    (a, b) = fit.matrix[0, 0], fit.matrix[1, 0]
    for da, db, dx, dy in rng.normal(0, 1, (50, 4)) * (1e-5, 1e-5, 0.1, 0.1):
        matrix = np.array([[a + da, -b - db], [b + db, a + da]])
        off = known - ((LOCAL - fit.local) @ matrix.T + fit.known + (dx, dy))
        assert (off**2).sum() >= least


@pytest.mark.parametrize(
    ("local", "model", "says"),
    [
        ([(0, 0)], "similarity", "1 control point is too few for a fit: it takes 2"),
        ([(0, 0), (9, 9)], "affine", "2 control points is too few .*takes 3"),
        ([(5, 5), (5, 5)], "similarity", "one place"),
        ([(0, 0), (50, 50), (99, 99)], "affine", "one line"),
        ([(0, 0), (50, np.nan)], "similarity", "not finite"),
    ],
)
def test_points_that_hold_nothing(
    local: list[tuple[float, float]], model: Model, says: str
) -> None:
    """They are refused, and the reason is said."""
    known = [(x + 100, y + 200) for x, y in local]
    with pytest.raises(ValueError, match=says):
        fit_local_system(local, known, model=model)


def test_points_that_do_not_pair_up() -> None:
    """As many local as known ones, or nothing."""
    with pytest.raises(ValueError, match="4 local points and 3 known"):
        fit_local_system(LOCAL, LOCAL[:3])
