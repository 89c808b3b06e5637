"""Rows that say their own datum."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from servicecircle.area.local_system import fit_local_system
from servicecircle.area.reading import Reading, as_in_the_file, in_working_crs
from servicecircle.area.row_datums import in_one_datum
from servicecircle.crs import LONLAT, parse_crs

CRS = parse_crs("EPSG:4547")
HERE = shapely.points([[494_000.0, 2_517_000.0], [495_000.0, 2_518_000.0]])
WORDS = [("GCJ-02", "gcj02"), ("高德坐标系", "gcj02"), ("百度地图", "bd09")]


def rows(datums: list[str | None], shapes: np.ndarray) -> gpd.GeoDataFrame:
    """Make a table of rows numbered from 2."""
    frame = gpd.GeoDataFrame({"datum": datums}, geometry=shapes, index=[2, 3])
    return frame.astype({"datum": "str"}).rename_axis("row")


@pytest.mark.parametrize("declared", ["wgs84", "bd09"])
@pytest.mark.parametrize(("word", "datum"), WORDS)
@pytest.mark.parametrize("crs", [LONLAT, CRS], ids=["degrees", "metres"])
def test_every_row_is_read_in_its_own_datum(
    crs: object, word: str, datum: str, declared: str
) -> None:
    """One row says it, the other is read as area.toml says."""
    own = as_in_the_file(HERE[:1], Reading(crs, datum), crs=CRS)
    other = as_in_the_file(HERE[1:], Reading(crs, declared), crs=CRS)
    reading = Reading(crs, declared)
    frame = rows([word, None], np.concatenate([own, other]))
    alike, findings = in_one_datum(frame, reading, table="stations", source="s.csv")
    there = in_working_crs(np.array(alike.geometry.array), reading, crs=CRS)
    assert not findings
    assert shapely.distance(there, HERE).max() < 1e-3


def test_the_callers_frame_is_left_alone() -> None:
    """Numbers are brought over in a new frame."""
    frame = rows(["gcj02", "gcj02"], HERE.copy())
    in_one_datum(frame, Reading(CRS), table="stations", source="s.csv")
    assert shapely.equals(np.array(frame.geometry.array), HERE).all()


def test_a_word_that_is_no_datum() -> None:
    """Nothing is guessed: the row is named, and what can be written."""
    frame = rows(["西安80", "wgs84"], HERE)
    _, (said,) = in_one_datum(frame, Reading(CRS), table="stations", source="s.csv")
    assert (said.rule, said.row, said.blocks) == ("datum-unknown", 2, True)
    assert said.message == "s.csv row 2: '西安80' is no datum that is known."


def test_a_local_system_is_in_no_shifted_datum() -> None:
    """Control points say where a place is; CGCS2000 is no contradiction."""
    local = fit_local_system([(0, 0), (0, 1)], [(5, 5), (5, 6)])
    reading = Reading(None, local=local)
    frame = rows(["CGCS2000", "bd09"], HERE)
    _, (said,) = in_one_datum(frame, reading, table="stations", source="s.csv")
    assert said.rule == "reading-unfit"
