"""Statuses can be told apart whatever colours a reader sees."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from servicecircle.maps.palette import (
    AMOUNT_COLOURS,
    GAP_COLOURS,
    RISK_COLOURS,
    SHARE_COLOURS,
    STATUS_COLOURS,
)
from servicecircle.reports.risk_files import TIERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
SIGHT = {
    "all cones": np.eye(3),
    "no red cones": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green cones": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no blue cones": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
FREQUENT = {"covered", "newly_covered", "too_far"}


def lab(colour: str, sight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return CIELAB (D65) of a colour as seen with these cones."""
    values = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(
        values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4
    )
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = to_xyz @ np.clip(sight @ linear, 0, 1) / np.array([0.9505, 1, 1.089])
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array(
        [116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])]
    )


@pytest.mark.parametrize("sight", SIGHT)
def test_statuses_differ_for_every_eye(sight: str) -> None:
    """Any two statuses are 18 units apart, frequent ones 30."""
    shown = {
        key: lab(colour, SIGHT[sight])
        for key, colour in STATUS_COLOURS.items()
        if key not in {"in_circle", "circle_only", "out_of_circle"}
    }
    for one, other in combinations(shown, 2):
        least = 30 if {one, other} <= FREQUENT else 18
        assert np.linalg.norm(shown[one] - shown[other]) >= least, (one, other)


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("scheme", [SHARE_COLOURS, GAP_COLOURS, AMOUNT_COLOURS])
def test_schemes_grow_darker(scheme: tuple[str, ...], sight: str) -> None:
    """Every class is clearly darker than the one before."""
    lightness = [lab(colour, SIGHT[sight])[0] for colour in scheme]
    assert (np.diff(lightness) < -4).all()


@pytest.mark.parametrize("sight", SIGHT)
def test_risk_is_told_by_every_eye_and_in_grey(sight: str) -> None:
    """Red, yellow and blue differ by 20 in lightness alone; QGIS has the same."""
    lightness = sorted(lab(c, SIGHT[sight])[0] for c in RISK_COLOURS.values())
    assert (np.diff(lightness) >= 15).all()
    assert {key: colour for key, colour, _ in TIERS if key in RISK_COLOURS} == (
        RISK_COLOURS
    )
