"""Control points in a CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyproj
import pytest

from servicecircle.area.control_points import read_control_points
from servicecircle.crs import LONLAT, parse_crs

if TYPE_CHECKING:
    from pathlib import Path

CRS = parse_crs("EPSG:4547")
KNOWN = np.array(
    [
        (487_000.0, 2_510_000.0),
        (499_000, 2_511_000),
        (495_000, 2_524_000),
        (488_500, 2_520_000),
    ]
)
TURN = np.radians(0.8)
MATRIX = np.array([[np.cos(TURN), -np.sin(TURN)], [np.sin(TURN), np.cos(TURN)]])
LOCAL = (KNOWN - (391_000, 2_483_000)) @ MATRIX


def points(**changes: object) -> pd.DataFrame:
    """Give four control points, to be spoilt."""
    columns = {
        "点号": ["K1", "K2", "K3", "K4"],
        "local_x": LOCAL[:, 0],
        "local_y": LOCAL[:, 1],
        "x": KNOWN[:, 0],
        "y": KNOWN[:, 1],
    }
    return pd.DataFrame(columns).assign(**changes)


def write(folder: Path, table: pd.DataFrame) -> Path:
    """Write the points as a CSV."""
    path = folder / "points.csv"
    table.to_csv(path, index=False)
    return path


def test_residuals_are_told(tmp_path: Path) -> None:
    """A fit is a note with every point's residual."""
    fit, findings = read_control_points(write(tmp_path, points()), crs=CRS)
    assert fit is not None
    np.testing.assert_allclose(fit.to_working(LOCAL), KNOWN, rtol=0, atol=1e-6)
    (said,) = findings
    assert (said.rule, said.blocks) == ("control-points-fitted", False)
    assert "turned by 0.8000 degrees" in said.message
    assert all(f"K{n} 0.000 m" in said.message for n in range(1, 5))


def test_degrees_will_do(tmp_path: Path) -> None:
    """Longitude and latitude instead of the working CRS."""
    turn = pyproj.Transformer.from_crs(CRS, LONLAT, always_xy=True)
    lon, lat = turn.transform(KNOWN[:, 0], KNOWN[:, 1])
    table = points(经度=lon, 纬度=lat).drop(columns=["x", "y"])
    fit, _ = read_control_points(write(tmp_path, table), crs=CRS)
    assert fit is not None
    np.testing.assert_allclose(fit.to_working(LOCAL), KNOWN, rtol=0, atol=1e-3)


def test_the_worst_point_is_named(tmp_path: Path) -> None:
    """It is the one without which the others fit, and the run is refused."""
    y = KNOWN[:, 1] + (0, 0, 0, 1000)
    fit, (said,) = read_control_points(write(tmp_path, points(y=y)), crs=CRS)
    assert fit is None
    assert (said.rule, said.blocks) == ("control-points", True)
    assert "control point 'K4' does not fit the others" in said.message
    assert said.remedy == "Check its coordinates, or take it out."


def test_north_before_east_is_recognised(tmp_path: Path) -> None:
    """Surveyors' x is north: the remedy says what to write, and it works."""
    path = write(tmp_path, points(local_x=LOCAL[:, 1], local_y=LOCAL[:, 0]))
    fit, (said,) = read_control_points(path, crs=CRS)
    assert fit is None
    assert "Write swap_axes = true" in said.remedy
    fit, _ = read_control_points(path, crs=CRS, swapped=True)
    assert fit is not None


def test_a_local_unit_is_a_metre(tmp_path: Path) -> None:
    """Kilometres, or a scale of 1:500, are refused."""
    path = write(tmp_path, points(local_x=LOCAL[:, 0] / 2, local_y=LOCAL[:, 1] / 2))
    _, (said,) = read_control_points(path, crs=CRS)
    assert "a local unit comes out as 2.0000 m" in said.message


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (
            points().drop(columns=["x"]),
            "does not say where its points are in EPSG:4547",
        ),
        (points(x=[1.0, np.nan, 2.0, 3.0]), "row 3 lacks a coordinate"),
        (points().head(1), "too few for a fit"),
        (points().drop(columns=["local_y"]), "no column for local_y"),
    ],
)
def test_what_is_not_enough(tmp_path: Path, table: pd.DataFrame, says: str) -> None:
    """It blocks, and the file and the row are named."""
    fit, findings = read_control_points(write(tmp_path, table), crs=CRS)
    assert fit is None
    assert any(
        f.blocks and says in f.message and "points.csv" in f.message for f in findings
    )


def test_two_points_prove_nothing(tmp_path: Path) -> None:
    """They always fit, and the note says so."""
    fit, (said,) = read_control_points(write(tmp_path, points().head(2)), crs=CRS)
    assert fit is not None
    assert "always fit" in said.remedy


def test_a_missing_file(tmp_path: Path) -> None:
    """It is a finding like any other."""
    fit, (said,) = read_control_points(tmp_path / "none.csv", crs=CRS)
    assert (fit, said.rule) == (None, "file-missing")


def test_of_three_points_none_is_accused(tmp_path: Path) -> None:
    """Without one of them the other two fit whatever they are."""
    x = KNOWN[:, 0] + (0, 0, 60, 0)
    fit, (said,) = read_control_points(write(tmp_path, points(x=x).iloc[:3]), crs=CRS)
    assert fit is None
    assert "do not tell which of them is wrong: K1" in said.message
    assert said.remedy == "Check their coordinates, and add a point or two."


def test_of_four_points_of_an_affine_map_none_is_accused(tmp_path: Path) -> None:
    """It takes three points alone."""
    x = KNOWN[:, 0] + (0, 0, 60, 0)
    path = write(tmp_path, points(x=x))
    _, (said,) = read_control_points(path, crs=CRS, model="affine")
    assert "so few do not tell which of them is wrong" in said.message


def test_known_coordinates_in_each_others_place(tmp_path: Path) -> None:
    """It is their columns that are to be exchanged, not the local ones."""
    table = points(x=KNOWN[:, 1], y=KNOWN[:, 0])
    fit, (said,) = read_control_points(write(tmp_path, table), crs=CRS)
    assert fit is None
    assert said.remedy.startswith("Exchange the columns x and y")
    turn = pyproj.Transformer.from_crs(CRS, LONLAT, always_xy=True)
    lon, lat = turn.transform(KNOWN[:, 0], KNOWN[:, 1])
    table = points(经度=lat, 纬度=lon).drop(columns=["x", "y"])
    fit, (said,) = read_control_points(write(tmp_path, table), crs=CRS)
    assert (fit, said.rule) == (None, "control-points")
    assert said.remedy.startswith("Exchange the columns longitude and latitude")


def test_known_coordinates_of_another_zone(tmp_path: Path) -> None:
    """They are said to be in the working CRS and are not."""
    table = points(x=KNOWN[:, 0] + 38_000_000)
    _, (said,) = read_control_points(write(tmp_path, table), crs=CRS)
    assert said.remedy == "Give x and y in EPSG:4547."


def test_points_on_one_line(tmp_path: Path) -> None:
    """They hold a map that turns and scales, and no affine one."""
    step = np.arange(4)[:, None] * np.array([[3_000.0, 4_000.0]])
    known, local = KNOWN[0] + step, LOCAL[0] + step @ MATRIX
    table = points(x=known[:, 0], y=known[:, 1])
    table = table.assign(local_x=local[:, 0], local_y=local[:, 1])
    path = write(tmp_path, table)
    assert read_control_points(path, crs=CRS)[0] is not None
    fit, (said,) = read_control_points(path, crs=CRS, model="affine")
    assert fit is None
    assert "lie on one line" in said.message
