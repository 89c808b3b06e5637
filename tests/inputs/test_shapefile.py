"""Shapefiles as old software leaves them."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from servicecircle.inputs import UnusableInputError, files_of, read_table

if TYPE_CHECKING:
    from pathlib import Path

CRS = "EPSG:4547"
LONG = 4403040010010100001
NAMES = ["光明第1网格（合成）", "李松蓢社区"]


def layer(**columns: list[object]) -> gpd.GeoDataFrame:
    """Give two points with columns."""
    points = shapely.points([[490_000.0, 2_510_000.0], [490_100.0, 2_510_100.0]])
    return gpd.GeoDataFrame(columns, geometry=points, crs=CRS)


def write(path: Path, frame: gpd.GeoDataFrame, *, encoding: str) -> Path:
    """Write a shapefile without .cpg and without a language byte."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyogrio.write_dataframe(frame, path, encoding=encoding)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    change(path.with_suffix(".dbf"), 29, b"\0")
    return path


def change(path: Path, place: int, content: bytes) -> None:
    """Overwrite some bytes of a file."""
    data = bytearray(path.read_bytes())
    data[place : place + len(content)] = content
    path.write_bytes(data)


def refusal(path: Path) -> UnusableInputError:
    """Return the error that reading raises."""
    with pytest.raises(UnusableInputError, match=r"\.") as caught:
        read_table(path)
    return caught.value


@pytest.mark.parametrize("label", [None, "UTF-8", "ISO-8859-1", "GBK", "1252", "xyz"])
@pytest.mark.parametrize("encoding", ["GBK", "UTF-8"])
def test_text_is_read_whatever_the_label_says(
    tmp_path: Path, encoding: str, label: str | None
) -> None:
    """A .cpg file that lies, or is missing, changes nothing."""
    path = write(tmp_path / "g.shp", layer(名称=NAMES), encoding=encoding)
    if label is not None:
        path.with_suffix(".cpg").write_text(label)
    read = read_table(path)
    assert read.columns.tolist() == ["名称", "geometry"]
    assert read["名称"].tolist() == NAMES


@pytest.mark.parametrize(
    ("encoding", "left"), [("GBK", "诉求受理时"), ("UTF-8", "诉求受")]
)
def test_names_and_values_cut_in_mid_character(
    tmp_path: Path, encoding: str, left: str
) -> None:
    """What is left of a name of ten bytes and of a value of 254 is whole characters."""
    value = "a" + "网" * 200
    frame = layer(诉求受理时间=[value, "b"])
    read = read_table(write(tmp_path / "g.shp", frame, encoding=encoding))
    assert read.columns[0] == left
    short, other = read[left]
    assert value.startswith(short)
    assert len(short) > 80
    assert other == "b"


def test_codes_of_19_digits_stay_exact(tmp_path: Path) -> None:
    """GDAL takes such a column for floats, unless it is asked to look."""
    frame = layer(code=[LONG, LONG + 1])
    read = read_table(write(tmp_path / "g.shp", frame, encoding="UTF-8"))
    assert read["code"].tolist() == [LONG, LONG + 1]
    assert read["code"].dtype == np.int64


def test_heights_and_measures_are_dropped(tmp_path: Path) -> None:
    """Planning is two-dimensional."""
    frame = layer(a=[1, 2])
    frame = frame.set_geometry(shapely.force_3d(frame.geometry, 7.0))
    read = read_table(write(tmp_path / "g.shp", frame, encoding="UTF-8"))
    assert not read.geometry.has_z.any()


@pytest.mark.parametrize("suffix", [".shx", ".dbf"])
def test_a_missing_part_is_named(tmp_path: Path, suffix: str) -> None:
    """A shapefile is several files."""
    path = write(tmp_path / "g.shp", layer(a=[1, 2]), encoding="UTF-8")
    path.with_suffix(suffix).unlink()
    error = refusal(path)
    assert error.rule == "file-incomplete"
    assert f"g.shp lacks g{suffix}" in error.message
    assert "copy all of them" in error.remedy


def test_a_missing_prj_asks_for_the_crs(tmp_path: Path) -> None:
    """And area.toml can give it."""
    path = write(tmp_path / "g.shp", layer(a=[1, 2]), encoding="UTF-8")
    path.with_suffix(".prj").unlink()
    assert refusal(path).rule == "crs-missing"
    assert read_table(path, crs=CRS).crs == CRS


def test_parts_in_capitals_are_found(tmp_path: Path) -> None:
    """Windows does not care, and Linux does."""
    path = write(tmp_path / "g.shp", layer(名称=NAMES), encoding="GBK")
    for part in files_of(path):
        part.rename(tmp_path / part.name.upper())
    assert read_table(tmp_path / "G.SHP")["名称"].tolist() == NAMES


def test_deleted_records_do_not_count(tmp_path: Path) -> None:
    """A row that dBase only marked as deleted is not read, and nothing is missing."""
    path = write(tmp_path / "g.shp", layer(a=["x", "y"]), encoding="UTF-8")
    data = path.with_suffix(".dbf").read_bytes()
    change(path.with_suffix(".dbf"), int.from_bytes(data[8:10], "little"), b"*")
    assert read_table(path)["a"].tolist() == ["y"]


@pytest.mark.parametrize("suffix", [".shp", ".shx", ".dbf"])
def test_a_part_of_another_edition_is_refused(tmp_path: Path, suffix: str) -> None:
    """Parts that do not hold the same number of records are not one shapefile."""
    path = write(tmp_path / "g.shp", layer(a=[1, 2]), encoding="UTF-8")
    (tmp_path / "old").mkdir()
    old = write(tmp_path / "old/g.shp", layer(a=[1, 2]).iloc[:1], encoding="UTF-8")
    path.with_suffix(suffix).write_bytes(old.with_suffix(suffix).read_bytes())
    assert refusal(path).rule in {"file-incomplete", "file-unreadable"}


@pytest.mark.parametrize(
    ("place", "content", "says"),
    [
        (0x61, b"x", "do not fit"),  # the flag of the first record
        (0x62, b"x", "do not fit"),  # a digit of its number
        (4, b"\3", "counts 3 records, and 2 follow"),
        (4, b"\1", "do not fit"),
    ],
)
def test_a_table_out_of_step_is_refused(
    tmp_path: Path, place: int, content: bytes, says: str
) -> None:
    """Flags stand where flags belong, digits where numbers do."""
    path = write(tmp_path / "g.shp", layer(a=[1, 2]), encoding="UTF-8")
    start = int.from_bytes(path.with_suffix(".dbf").read_bytes()[8:10], "little")
    place = place - 0x61 + start if place > 32 else place
    change(path.with_suffix(".dbf"), place, content)
    assert says in refusal(path).message


def test_text_in_no_encoding_is_refused(tmp_path: Path) -> None:
    """Spanish in Latin-1 without a label is not read as Chinese."""
    names = ["Avenida Peña", "Calle Simón"]
    path = write(tmp_path / "g.shp", layer(name=names), encoding="ISO-8859-1")
    error = refusal(path)
    assert error.rule == "encoding-unknown"
    assert "g.cpg" in error.remedy
    path.with_suffix(".cpg").write_text("ISO-8859-1")
    assert read_table(path)["name"].tolist() == names


def test_names_that_are_the_same_once_cut_are_refused(tmp_path: Path) -> None:
    """Two columns of one name cannot be told apart."""
    path = write(tmp_path / "g.shp", layer(ab=[1, 2], cd=[3, 4]), encoding="UTF-8")
    change(path.with_suffix(".dbf"), 64, b"ab")
    assert refusal(path).rule == "column-repeated"


def test_an_index_that_leads_beside_its_shapes_is_refused(tmp_path: Path) -> None:
    """A .shx file of another edition can have the right number of entries."""
    path = write(tmp_path / "g.shp", layer(a=[1, 2]), encoding="UTF-8")
    change(path.with_suffix(".shx"), 108, (50 + 13).to_bytes(4, "big"))
    assert "g.shx does not lead to its shapes" in refusal(path).message
