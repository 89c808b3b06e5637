"""How many doors a building has, and where its numbers come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from servicecircle.area import read_area
from servicecircle.area.config import AreaConfig
from servicecircle.area.qr_config import StairsSection
from servicecircle.qr.places.stairs import count_doors
from servicecircle.synthetic import write_village

if TYPE_CHECKING:
    from pathlib import Path


def count(rule: StairsSection, front_m: float = 20, **numbers: float) -> int:
    """Count the doors of one building."""
    table = pd.DataFrame({"floors": [np.nan], **{k: [v] for k, v in numbers.items()}})
    return int(count_doors(table, np.array([front_m]), rule)[0])


def test_the_first_rule_with_numbers_decides() -> None:
    """Stairs go before households, and these before the front."""
    rule = StairsSection()
    assert count(rule, 130) == 3
    assert count(rule, 130, floors=7, households=28) == 1
    assert count(rule, 130, floors=7, households=29) == 2
    assert count(rule, 130, floors=7, households=28, stairs=5) == 5
    assert count(StairsSection(by=("facade",)), 130, stairs=5) == 3


@pytest.mark.parametrize("stairs", [0, np.nan])
def test_no_stairs_stated_are_no_answer(stairs: float) -> None:
    """A nought or an empty cell leaves the question to the next rule."""
    assert count(StairsSection(), 130, stairs=stairs) == 3


def test_homes_without_floors_are_no_answer() -> None:
    """Forty homes can hang on one tall stair."""
    assert count(StairsSection(), 20, households=40) == 1


def test_low_houses_have_one_door_but_for_stated_stairs() -> None:
    """`from_floors` keeps long sheds from having many."""
    rule = StairsSection(from_floors=3)
    assert count(rule, 200, floors=1) == 1
    assert count(rule, 200, floors=1, stairs=2) == 2
    assert count(rule, 200) == 4


def test_no_building_has_more_than_most() -> None:
    """A hall of a kilometre stays printable."""
    assert count(StairsSection(most=6), 1_000) == 6


def test_exactly_one_stretch_is_one_door() -> None:
    """The limit itself counts."""
    assert count(StairsSection(), 60.0) == 1
    assert count(StairsSection(), 60.1) == 2


def test_area_toml_states_the_rule() -> None:
    """The section has its place, and an unknown rule is refused."""
    base = {
        "area": {"name": "Demo", "crs": "EPSG:4547"},
        "levels": {"grid": {"file": "g.gpkg"}},
        "stations": {"file": "s.csv"},
        "buildings": {"file": "b.gpkg"},
        "services": {"appeals": {"distance_m": 500}},
    }
    config = AreaConfig.model_validate(
        {**base, "qr": {"stairs": {"by": ["facade"], "facade_m": 25}}}
    )
    assert config.qr.stairs.facade_m == 25
    with pytest.raises(ValueError, match="by"):
        AreaConfig.model_validate({**base, "qr": {"stairs": {"by": ["windows"]}}})


def test_stairs_and_households_of_the_table_are_kept(tmp_path: Path) -> None:
    """单元数 is read as stairs and reaches the buildings; without it there is none."""
    folder = write_village(tmp_path / "v")
    assert "stairs" not in read_area(folder).buildings
    file = folder / "buildings.gpkg"
    houses = gpd.read_file(file, layer="buildings")
    houses["单元数"] = np.where(houses["building_id"] == "A1", 3, np.nan)
    houses.to_file(file, layer="buildings", driver="GPKG")
    buildings = read_area(folder).buildings
    assert buildings["stairs"]["A1"] == 3
    assert buildings["stairs"].notna().sum() == 1
