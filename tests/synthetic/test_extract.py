"""One community cut out of a district: whole, with the walks it has there."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import shapely
from lattice import lattice, society

from servicecircle.area import read_area
from servicecircle.synthetic.extract import MARGIN_M, extract_community
from servicecircle.synthetic.people import PERSONAL
from servicecircle.synthetic.storage import Storage
from servicecircle.synthetic.write_area import write_area
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path

MIDDLE = "community5"


@cache
def part() -> tuple:
    """Cut the middle one of nine communities out of the lattice."""
    return extract_community(lattice(), society(), MIDDLE)


def test_every_level_is_the_community() -> None:
    """District and street are cut to it; what it is made of is all there."""
    whole, cut = lattice().levels, part()[0].levels
    outline = whole[Level.COMMUNITY].set_index("name").geometry[MIDDLE]
    assert list(cut) == list(whole)
    for units in cut.values():
        assert units.geometry.union_all().equals(outline)
        assert units["residents"].sum() == cut[Level.COMMUNITY]["residents"].iloc[0]
    assert [len(units) for units in cut.values()] == [1, 1, 1, 4, 24]


def test_its_buildings_and_doors_are_all_there() -> None:
    """And none of its neighbours'."""
    cut = part()[0]
    outline = cut.levels[Level.DISTRICT].geometry.iloc[0]
    inside = lattice().buildings.representative_point().within(outline)
    assert cut.buildings.index.tolist() == inside.index[inside].tolist()
    assert set(cut.entrances["building_id"]) == set(cut.buildings.index)


@pytest.mark.parametrize("table", ["streets", "obstacles", "gates"])
def test_what_lies_within_the_margin_is_kept_whole(table: str) -> None:
    """So that no walk is cut; the rest of the district is left out."""
    whole, cut = getattr(lattice(), table), getattr(part()[0], table)
    outline = part()[0].levels[Level.DISTRICT].geometry.iloc[0]
    far_m = shapely.distance(np.array(whole.geometry.array, dtype=object), outline)
    assert cut.equals(whole[far_m <= MARGIN_M])


def test_land_ends_at_the_border() -> None:
    """It is for looking at."""
    outline = part()[0].levels[Level.DISTRICT].geometry.iloc[0]
    assert part()[0].land.area.sum() == pytest.approx(
        lattice().land.intersection(outline).area.sum()
    )


def test_what_maps_draw_below_ends_at_the_margin() -> None:
    """There it ends with the streets."""
    outline = part()[0].levels[Level.DISTRICT].geometry.iloc[0]
    assert part()[0].background.area.sum() == pytest.approx(
        lattice().background.intersection(outline.buffer(MARGIN_M)).area.sum()
    )


def test_tables_are_those_of_its_grids_and_stations() -> None:
    """Rows are taken as they are, personal data and all; rates add up to 1 again."""
    cut, grids = part()[1], part()[0].levels[Level.GRID].index
    appeals = society().appeals
    assert cut.appeals.equals(appeals[appeals["grid_id"].isin(grids)])
    assert cut.appeals[list(PERSONAL)].notna().all(axis=None)
    assert set(cut.volunteers["grid_id"]) <= set(grids)
    assert set(cut.platforms["station_id"]) <= set(cut.stations.index)
    assert set(cut.rooms["station_id"]) <= set(cut.stations.index)
    assert cut.truths.rates.index.tolist() == grids.tolist()
    assert cut.truths.rates["weight"].sum() == pytest.approx(1)


def test_an_unknown_community_is_refused() -> None:
    """A misspelt name is not an empty extract."""
    with pytest.raises(ValueError, match="no community nowhere"):
        extract_community(lattice(), society(), "nowhere")


def test_small_files_hold_the_same_area(tmp_path: Path) -> None:
    """GeoParquet or GeoPackage: one reads what the other reads."""
    small = write_area(tmp_path / "small", *part(), storage=Storage.PARQUET)
    large = write_area(tmp_path / "large", *part())
    one, two = read_area(small), read_area(large)
    assert {finding.severity for finding in one.findings} <= {"note", "warning"}
    for name in ("buildings", "stations", "candidates", "entrances"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))
    for level, units in one.levels.items():
        pd.testing.assert_frame_equal(units, two.levels[level])


def test_same_bytes_on_two_runs(tmp_path: Path) -> None:
    """Nothing of the clock is in the small files either."""
    folders = [
        write_area(tmp_path / name, *part(), storage=Storage.PARQUET) for name in "ab"
    ]
    for path in folders[0].rglob("*.*"):
        other = folders[1] / path.relative_to(folders[0])
        assert other.read_bytes() == path.read_bytes()
