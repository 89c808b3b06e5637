"""Whatever the tables hold: an area is repaired or refused, never half of it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from repair_board import Board, box, repaired

from servicecircle.errors import ServiceCircleError
from servicecircle.repair import write_repaired
from servicecircle.repair.registry import REPAIRS

if TYPE_CHECKING:
    from pathlib import Path

EVERY = tuple(REPAIRS)
IDS = st.sampled_from(
    [
        None,
        "",
        "g1",
        "g1.0",
        "1.0",
        "4.40311E+18",
        "440311001",
        "0440311001",
        "网格'1\n",
        "７",
    ]
)
SHAPES = st.sampled_from(
    [
        None,
        shapely.Polygon(),
        box(0, 0, 1000, 500),
        box(0, 499.5, 1000, 1000),
        box(-3, -3, 2003, 1003),
        box(0, 0, 0.3, 1000),
        box(9000, 0, 9100, 100),
        shapely.MultiPolygon([box(0, 0, 9, 9), box(500, 500, 900, 900)]),
        shapely.Polygon([*box(0, 0, 1000, 1000).exterior.coords[:2]] * 2),
        shapely.Polygon(
            np.add([(0, 0), (900, 900), (900, 0), (0, 900)], [493e3, 2516e3])
        ),
    ]
)
TABLES = st.sampled_from(["communities", "grids", "buildings"])
CHANGES = st.lists(
    st.tuples(TABLES, st.integers(0, 3), IDS, SHAPES), min_size=1, max_size=6
)


@settings(max_examples=4)
@given(changes=CHANGES, width_m=st.sampled_from([0.01, 3.0, 1e4]))
def test_any_table_is_repaired_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[str, int, str | None, shapely.Geometry | None]],
    width_m: float,
) -> None:
    """With an error that names the remedy; and a second repair changes nothing."""
    folder = tmp_path_factory.mktemp("fuzz") / "area"
    folder.mkdir()
    board = Board(folder)
    for table, row, label, shape in changes:
        frame = getattr(board, table)
        key = "building_id" if table == "buildings" else "unit_id"
        place = frame.index[row % len(frame)]
        frame.loc[place, key] = label
        frame.loc[[place], "geometry"] = np.array([shape], dtype=object)
    out = folder.with_name("new")
    with suppress(ServiceCircleError):
        write_repaired(repaired(board.write(), *EVERY, width_m=width_m), out)
    if out.exists():
        assert repaired(out, *EVERY, width_m=width_m).log.empty


@pytest.mark.parametrize("kind", ["csv", "toml", "gpkg"])
def test_damaged_files_are_refused_and_nothing_is_written(
    board: Board, tmp_path: Path, kind: str
) -> None:
    """Cut in the middle, the middle of a character too."""
    folder = board.write()
    name = {"csv": "stations.csv", "toml": "area.toml", "gpkg": "units.gpkg"}[kind]
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[: len(data) // 3] + b"\xff\xfe")
    with pytest.raises(ServiceCircleError):
        write_repaired(repaired(folder, *EVERY, width_m=3), tmp_path / "new")
    assert not (tmp_path / "new").exists()
