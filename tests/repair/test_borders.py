"""Closing slivers, cutting overlaps, filling gaps: the ground is conserved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from lattice import lattice
from repair_board import CRS, X0, Y0, box, repaired, rewritten, rules

from servicecircle.repair.faces import cut_along_borders
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path

    from repair_board import Board

    from servicecircle.repair import Repaired


def shapes_of(done: Repaired, table: str) -> pd.Series:
    """Give a table's outlines by id."""
    source = done.after.tables[table]
    return pd.Series(source.shapes, index=source.ids())


def is_exact_partition(done: Repaired) -> bool:
    """Whether every level fills the district, and no two units share any ground."""
    whole = done.after.tables["district"].shapes[0]
    for source in done.after.levels():
        if not shapely.coverage_is_valid(source.shapes):
            return False
        if not shapely.coverage_union_all(source.shapes).equals(whole):
            return False
    return True


def test_a_gap_goes_to_the_longest_border(board: Board) -> None:
    """g2 is drawn 0.4 m too small all round; its own border is the longest."""
    board.grids.loc[1, "geometry"] = box(0.4, 500.4, 999.6, 999.6)
    done = board.mended("close-slivers")
    assert shapes_of(done, "grids")["g2"].equals(box(0, 500, 1000, 1000))
    assert done.log["after"].tolist() == ["in g2"]
    assert is_exact_partition(done)


def test_an_overlap_goes_to_the_id_that_sorts_first(board: Board) -> None:
    """g2 reaches 0.5 m into g1."""
    board.grids.loc[1, "geometry"] = box(0, 499.5, 1000, 1000)
    done = board.mended("close-slivers")
    assert shapes_of(done, "grids")["g2"].equals(box(0, 500, 1000, 1000))
    assert done.log[["id", "before", "after"]].to_numpy().tolist() == [
        ["g2", "in g2", "in g1 alone"]
    ]
    assert done.log["area_change_m2"].sum() == pytest.approx(-500)


def test_what_sticks_out_of_a_parent_is_cut(board: Board) -> None:
    """Though the id of the intruder sorts first."""
    board.grids.loc[0, "geometry"] = box(0, 0, 1000.7, 500)
    done = board.mended("close-slivers")
    assert shapes_of(done, "grids")["g1"].equals(box(0, 0, 1000, 500))
    assert is_exact_partition(done)


def test_beyond_a_sliver_nothing_is_done_unasked(board: Board) -> None:
    """A strip of 3 m needs a width; one that is too small changes nothing."""
    board.grids.loc[1, "geometry"] = box(0, 497, 1000, 1000)
    board.grids.loc[3, "geometry"] = box(1000, 503, 2000, 1000)
    folder = board.write()
    assert repaired(folder, "close-slivers").log.empty
    fixes = ("cut-overlaps", "fill-gaps")
    assert repaired(folder, *fixes, width_m=2.9).log.empty
    done = repaired(folder, *fixes, width_m=3.1)
    assert done.log["what"].tolist() == ["cut-overlaps", "fill-gaps"]
    assert is_exact_partition(done)


def test_check_finds_no_more_what_was_mended(board: Board) -> None:
    """And a second repair changes nothing."""
    board.grids.loc[1, "geometry"] = box(0.6, 499.5, 999.5, 1000)
    board.grids.loc[2, "geometry"] = box(999.2, 0, 2000, 500.3)
    folder = board.write()
    broken = {"units-overlap", "gap", "unit-sticks-out", "sliver"}
    assert broken & rules(folder)
    new = rewritten(folder, "close-slivers")
    assert not broken & rules(new)
    assert repaired(new, "close-slivers").log.empty


def test_a_lake_in_a_derived_district_is_left(board: Board) -> None:
    """Without a district of its own, what the units enclose is inside."""
    board.toml = board.toml.replace('[levels.district]\nfile = "units.gpkg"\n', "")
    hole = (
        box(1000, 0, 2000, 1000)
        - box(1400, 400, 1600, 600)
        - box(1100, 100, 1100.5, 900)
    )
    board.communities.loc[1, "geometry"] = hole
    board.toml = board.toml.replace('[levels.grid]\nfile = "units.gpkg"\n', "")
    done = board.mended("close-slivers")
    assert len(done.log) == 1
    assert done.log["area_change_m2"].iloc[0] == pytest.approx(400)


def test_the_last_ground_of_a_unit_is_never_taken(board: Board) -> None:
    """A unit 0.5 m wide that lies in another one stays, and stays a finding."""
    board.grids.loc[1, "geometry"] = box(0, 500, 0.5, 1000)
    board.grids.loc[0, "geometry"] = box(0, 0, 1000, 1000)
    done = board.mended("close-slivers")
    assert shapes_of(done, "grids")["g2"].area == pytest.approx(250)


@settings(max_examples=5)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 215),
            st.floats(-0.45, 0.45).filter(lambda x: abs(x) > 0.001),
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda pair: pair[0],
    )
)
def test_loose_borders_of_the_lattice_are_mended_exactly(
    tmp_path_factory: pytest.TempPathFactory, loose: list[tuple[int, float]]
) -> None:
    """Whichever grids are drawn too small or too large: the partition is exact."""
    folder = tmp_path_factory.mktemp("loose") / "area"
    folder.mkdir()
    write_lattice(folder, dict(loose))
    done = repaired(folder, "close-slivers")
    assert is_exact_partition(done)
    before = done.before.tables["grids"]
    change = done.log[done.log["table"] == "grids"].groupby("id")["area_change_m2"]
    expected = pd.Series(shapely.area(before.shapes), index=before.ids()).add(
        change.sum(), fill_value=0
    )
    after = shapes_of(done, "grids").map(shapely.area)
    assert np.allclose(after, expected[after.index], rtol=1e-6, atol=1e-6)
    assert after.sum() == pytest.approx(3600**2, rel=1e-12)


def write_lattice(folder: Path, loose: dict[int, float]) -> None:
    """Write the lattice, some of its grids larger or smaller by some metres."""
    text = ['[area]\nname = "Lattice"\ncrs = "EPSG:4547"\n']
    levels = lattice().levels
    for level in (Level.DISTRICT, Level.COMMUNITY, Level.GRID):
        units = levels[level].copy()
        if level is Level.GRID:
            shapes = units.geometry.to_numpy().copy()
            for row, metres in loose.items():
                shapes[row] = shapely.buffer(shapes[row], metres, join_style="mitre")
            units = units.set_geometry(shapes, crs=CRS)
        units[["name", "geometry"]].to_file(folder / f"{level.value}.gpkg")
        text.append(f'[levels.{level.value}]\nfile = "{level.value}.gpkg"\n')
    spot = gpd.GeoDataFrame({"id": ["1"]}, geometry=[shapely.Point(X0, Y0)], crs=CRS)
    for name in ("stations", "buildings"):
        spot.to_file(folder / f"{name}.gpkg")
        text.append(f'[{name}]\nfile = "{name}.gpkg"\n')
    text.append("[services.appeals]\ndistance_m = 500\n")
    (folder / "area.toml").write_text("".join(text), encoding="utf-8")


def test_faces_are_joined_along_borders_within_their_group() -> None:
    """Corners do not join, nor does ground between two of a group."""
    squares = shapely.box([0, 1, 2, 3], 0, [1, 2, 3, 4], 1)
    faces = cut_along_borders([np.append(squares, shapely.box(4, 1, 5, 2))])
    row = np.argsort(shapely.bounds(faces.shapes)[:, 0])
    pieces = faces.pieces(row[[0, 1, 3, 4]], np.array([0, 0, 0, 0]))
    assert pieces[0] == pieces[1]
    assert len(set(pieces.tolist())) == 3
