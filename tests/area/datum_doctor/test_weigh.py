"""Two readings on the scales."""

from __future__ import annotations

import numpy as np
import shapely

from servicecircle.area.datum_doctor.evidence import (
    AT_BUILDINGS,
    IN_DISTRICT,
    NAMED,
    Evidence,
)
from servicecircle.area.datum_doctor.weigh import Standing, compare, place_by

ROWS = 40
HERE = np.column_stack([np.arange(ROWS) * 1e5, np.zeros(ROWS)])
EAST = np.array([500.0, 0.0])


def evidence(places: np.ndarray, *, any_of: bool) -> Evidence:
    """Take it that rows should be within a metre of these places."""
    rows = np.arange(ROWS)
    weight = AT_BUILDINGS if any_of else NAMED
    shapes = shapely.points(places)
    return Evidence("e", "do", "x", weight, rows, shapes, any_of=any_of, within_m=1.0)


def standing(part: Evidence) -> Standing:
    """Hold the places 500 m east against those declared."""
    return compare(place_by(HERE + EAST, [part]), place_by(HERE, [part]), [part])


def test_a_shift_that_is_right_is_better() -> None:
    """And the declared one is better where that is right."""
    assert standing(evidence(HERE + EAST, any_of=True)) is Standing.BETTER
    assert standing(evidence(HERE, any_of=True)) is Standing.WORSE
    assert standing(evidence(HERE + 99, any_of=True)) is Standing.AS_GOOD


def test_a_shift_that_is_right_any_way_says_nothing() -> None:
    """With buildings 500 m off in every direction, east is no better than north."""
    turns = np.radians(np.arange(0, 360, 45))
    ring = 500 * np.column_stack([np.cos(turns), np.sin(turns)])
    around = (HERE[:, None, :] + ring[None, :, :]).reshape(-1, 2)
    assert standing(evidence(around, any_of=True)) is Standing.AS_GOOD


def test_a_mixed_layer_is_not_called_shifted() -> None:
    """Of rows that name their unit, one in five may not be for the declared reading."""
    right = HERE + EAST
    right[:7] = HERE[:7]
    assert standing(evidence(right, any_of=False)) is Standing.AS_GOOD
    right[2:7] += EAST
    assert standing(evidence(right, any_of=False)) is Standing.BETTER


def test_one_row_far_off_is_enough() -> None:
    """All rows 200 km off, or nowhere, and another reading puts them near."""
    rows = np.arange(1)
    ground = np.array([shapely.box(0, 0, 10_000, 10_000)])
    part = Evidence("district", "lie", "x", IN_DISTRICT, rows, ground)
    near = place_by(np.array([[-500.0, 500.0]]), [part])
    for places in ([[200_000.0, 0.0]], [[np.nan, np.nan]]):
        far = place_by(np.array(places), [part])
        assert compare(near, far, [part]) is Standing.BETTER
    off = place_by(np.array([[-50_000.0, 0.0]]), [part])
    assert compare(near, off, [part]) is Standing.AS_GOOD
