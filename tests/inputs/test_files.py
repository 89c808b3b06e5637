"""Reading tables of every kind, and what is said when that cannot be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from openpyxl import Workbook

from servicecircle.errors import InputError
from servicecircle.inputs import UnusableInputError, check_unit, read_table

if TYPE_CHECKING:
    from pathlib import Path

CRS = "EPSG:4547"
POINTS = gpd.GeoDataFrame(
    {"code": ["S1", "S2"], "名称": ["东", "西"]},
    geometry=shapely.points([[490_000.0, 2_510_000.0], [490_100.0, 2_510_100.0]]),
    crs=CRS,
)


def refusal(path: Path, **options: str) -> UnusableInputError:
    """Return the error that reading raises."""
    with pytest.raises(UnusableInputError, match=r"\.") as caught:
        read_table(path, **options)
    assert isinstance(caught.value, InputError)
    return caught.value


@pytest.mark.parametrize("name", ["s.gpkg", "s.geojson", "s.shp", "s.fgb", "s.parquet"])
def test_reads_every_vector_kind(tmp_path: Path, name: str) -> None:
    """Text, geometry and CRS come back, and features count from 1."""
    path = tmp_path / name
    points = POINTS.to_crs(4326) if name == "s.geojson" else POINTS
    if name == "s.parquet":
        points.to_parquet(path)
    else:
        points.to_file(path, encoding="utf-8")
    read = read_table(path)
    assert isinstance(read, gpd.GeoDataFrame)
    assert read.index.tolist() == [1, 2]
    assert read.index.name == "feature"
    # FlatGeobuf keeps its features in the order of its index.
    read = read.sort_values("code")
    assert read["名称"].tolist() == ["东", "西"]
    found = shapely.get_coordinates(read.to_crs(CRS).geometry)
    np.testing.assert_allclose(
        found, shapely.get_coordinates(POINTS.geometry), atol=0.01
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_reads_csv_of_every_make(tmp_path: Path, encoding: str, separator: str) -> None:
    """As text, with the rows of a spreadsheet; empty rows keep their number."""
    path = tmp_path / "s.csv"
    lines = [("code", "名称"), ("0012", "东"), ("", ""), ("NA", "西")]
    text = "\r\n".join(separator.join(line) for line in lines)
    text = text.replace(f"\r\n{separator}\r\n", f"\r\n\r\n{separator}\r\n")
    path.write_bytes(text.encode(encoding))
    read = read_table(path)
    assert read["code"].tolist() == ["0012", "NA"]
    assert read["名称"].tolist() == ["东", "西"]
    assert read.index.tolist() == [2, 5]


def test_reads_workbooks_cell_by_cell(tmp_path: Path) -> None:
    """Whole numbers stay whole; those with lost digits come as floats."""
    book = Workbook()
    book.active.append(["code", "n", None])
    book.active.append([4403, 4403040010010100, None])
    book.active.append([None, None, None])
    book.save(tmp_path / "s.xlsx")
    read = read_table(tmp_path / "s.xlsx")
    assert read.columns.tolist() == ["code", "n"]
    assert [type(cell) for cell in read.iloc[0]] == [int, float]
    assert read.index.tolist() == [2]


def test_long_codes_survive_missing_neighbours(tmp_path: Path) -> None:
    """An integer column with a gap does not turn into floats."""
    code = pd.array([4403040010010100001, None], dtype="Int64")
    POINTS.assign(code=code).to_file(tmp_path / "s.gpkg")
    read = read_table(tmp_path / "s.gpkg")
    assert str(read["code"].iloc[0]) == "4403040010010100001"


def test_a_missing_file_lists_its_neighbours(tmp_path: Path) -> None:
    """The folder's content shows the slip."""
    (tmp_path / "stations.csv").write_text("x")
    error = refusal(tmp_path / "station.csv")
    assert error.rule == "file-missing"
    assert "no file station.csv in" in str(error)
    assert "Its folder holds: 'stations.csv'" in str(error)


def test_an_unknown_kind_lists_the_known(tmp_path: Path) -> None:
    """A .abc is not read, and the remedy is a list; a .xls has one of its own."""
    for name, remedy in (("s.abc", "Save it as one of: .gpkg"), ("s.xls", "as .xlsx")):
        (tmp_path / name).write_text("x")
        assert remedy in str(refusal(tmp_path / name))


def test_a_missing_layer_suggests_one(tmp_path: Path) -> None:
    """So does a missing sheet."""
    POINTS.to_file(tmp_path / "u.gpkg", layer="grids")
    error = refusal(tmp_path / "u.gpkg", layer="gird")
    assert error.rule == "layer-missing"
    assert "no layer 'gird'" in str(error)
    assert "Did you mean 'grids'?" in str(error)
    Workbook().save(tmp_path / "s.xlsx")
    assert "no sheet 'Sheat'" in str(refusal(tmp_path / "s.xlsx", layer="Sheat"))


def test_several_layers_are_a_question(tmp_path: Path) -> None:
    """Unless one has the usual name."""
    for layer in ("one", "two"):
        POINTS.to_file(tmp_path / "u.gpkg", layer=layer)
    assert "layer = " in refusal(tmp_path / "u.gpkg").remedy
    assert len(read_table(tmp_path / "u.gpkg", usual_layers=("grids", "two"))) == 2


def test_a_file_without_crs_asks_for_it(tmp_path: Path) -> None:
    """Area.toml can answer, and may not contradict a file that knows."""
    path = tmp_path / "s.shp"
    POINTS.to_file(path, encoding="utf-8")
    error = refusal(path, crs="EPSG:4490")
    assert error.rule == "crs-disagrees"
    assert "carries EPSG:4547, and area.toml says EPSG:4490" in str(error)
    path.with_suffix(".prj").unlink()
    assert refusal(path).rule == "crs-missing"
    assert read_table(path, crs=CRS).crs == CRS


@pytest.mark.parametrize(
    "name", ["s.gpkg", "s.geojson", "s.fgb", "s.parquet", "s.xlsx", "s.zip"]
)
def test_garbage_is_refused_in_words(tmp_path: Path, name: str) -> None:
    """No library's own error reaches the user."""
    (tmp_path / name).write_bytes(b"this is no such file")
    assert refusal(tmp_path / name).rule == "file-unreadable"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "file-empty"),
        ("a,b\n", "file-empty"),
        ("a,b\n1,2,3\n", "file-unreadable"),
        ("a,a\n1,2\n", "column-repeated"),
        ("a,b\n\x81\x00", "encoding-unknown"),
        ("a,b,c\n1,2,3\n4,5", "file-incomplete"),
    ],
)
def test_broken_csv(tmp_path: Path, text: str, rule: str) -> None:
    """Each way of being no table has its own words."""
    (tmp_path / "s.csv").write_bytes(text.encode("latin-1"))
    assert refusal(tmp_path / "s.csv").rule == rule


def test_an_empty_layer_is_refused(tmp_path: Path) -> None:
    """A layer without features is nothing to plan with."""
    POINTS.iloc[:0].to_file(tmp_path / "s.gpkg")
    assert refusal(tmp_path / "s.gpkg").rule == "file-empty"


@pytest.mark.parametrize(
    ("bounds", "crs", "rule"),
    [
        ((113.8, 22.6, 114.1, 22.9), 4547, "degrees-for-metres"),
        ((490_000, 2_510_000, 491_000, 2_511_000), 4326, "metres-for-degrees"),
        ((22.6, 113.8, 22.9, 114.1), 4326, "swapped-coordinates"),
    ],
)
def test_coordinates_must_fit_their_crs(
    bounds: tuple[float, ...], crs: int, rule: str
) -> None:
    """Degrees for metres, metres for degrees, and latitude first."""
    with pytest.raises(UnusableInputError, match="is said to be in EPSG") as caught:
        check_unit(bounds, gpd.GeoSeries(crs=crs).crs, source="s.csv")
    assert caught.value.rule == rule
