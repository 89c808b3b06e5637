"""Points from columns of coordinates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from servicecircle.crs import LONLAT
from servicecircle.inputs import UnusableInputError, points_from_columns


def test_a_row_without_coordinates_has_no_geometry() -> None:
    """It is kept, so that its row can be named."""
    frame = pd.DataFrame({"id": ["a", "b"], "x": [113.9, 114.0], "y": [22.7, np.nan]})
    points = points_from_columns(frame, crs=LONLAT, source="s.csv")
    assert points.columns.tolist() == ["id", "geometry"]
    assert points.geometry.isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("x", "y", "rule"),
    [
        (np.nan, np.nan, "coordinates-missing"),
        (22.7, 113.9, "swapped-coordinates"),
        (490_000.0, 2_510_000.0, "metres-for-degrees"),
    ],
)
def test_impossible_coordinates(x: float, y: float, rule: str) -> None:
    """What cannot be longitude and latitude is refused."""
    frame = pd.DataFrame({"x": [x], "y": [y]})
    with pytest.raises(UnusableInputError, match=r"s\.csv") as caught:
        points_from_columns(frame, crs=LONLAT, source="s.csv")
    assert caught.value.rule == rule
