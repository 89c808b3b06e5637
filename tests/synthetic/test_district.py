"""A few communities of the synthetic district, from a seed to a measured area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from servicecircle.pipeline import measure_area
from servicecircle.synthetic import write_district

if TYPE_CHECKING:
    from pathlib import Path


def test_a_community_can_be_measured_as_it_is(tmp_path: Path) -> None:
    """Every level, station and street is where the planner's main job needs it."""
    folder = write_district(tmp_path / "area", seed=3, communities=["合水口社区"])
    measured = measure_area(folder)
    district = measured.honesty.query("level == 'district' and service == 'appeals'")
    walk, circle = district[["share_by_walk", "share_by_circle"]].iloc[0]
    assert 0 < walk < circle <= 1
    assert not [f for f in measured.findings if f.blocks]
    assert "合成" in measured.area.name


def test_unknown_community_is_refused(tmp_path: Path) -> None:
    """A misspelt name is not an empty district."""
    with pytest.raises(ValueError, match="nowhere"):
        write_district(tmp_path / "area", communities=["nowhere"])
    assert not (tmp_path / "area").exists()
