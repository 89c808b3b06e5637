"""CSV files of every make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecircle.inputs import UnusableInputError, read_table

if TYPE_CHECKING:
    from pathlib import Path

CELLS = st.text(st.sampled_from("网格（）€ñ ab1,;|'\t\n\""), min_size=1, max_size=8)


def csv(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a CSV file."""
    (tmp_path / "s.csv").write_text(text, encoding=encoding, newline="")
    return tmp_path / "s.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, mark: str) -> None:
    """Also those in quotes in the header."""
    text = f'编码{mark}"a,b;c|d"\r\nS1{mark}"x\r\ny"\r\n'
    read = read_table(csv(tmp_path, text, encoding))
    assert read.columns.tolist() == ["编码", "a,b;c|d"]
    assert read.iloc[0].tolist() == ["S1", "x\r\ny"]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("a,b\n1,x;y;z;w\n", ["1", "x;y;z;w"]),
        ("a;b\n1,5;2,5\n3,5;4,5\n", ["1,5", "2,5"]),
        ('a,b\n"p\n;;;",2\n', ["p\n;;;", "2"]),
    ],
)
def test_a_separator_stands_in_the_header_too(
    tmp_path: Path, text: str, row: list[str]
) -> None:
    """Lists in cells and decimal commas separate nothing."""
    assert read_table(csv(tmp_path, text)).iloc[0].tolist() == row


def test_titles_and_notes(tmp_path: Path) -> None:
    """As a sheet saved as CSV has them."""
    text = "站点表,,\n编码,经度,纬度\nS1,1,2\n\n注：截至年底,,\n"
    read = read_table(csv(tmp_path, text))
    assert read.index.tolist() == [3]
    assert read.columns.tolist() == ["编码", "经度", "纬度"]


def test_a_huge_cell_is_read(tmp_path: Path) -> None:
    """A long outline in one cell is longer than most readers' limit."""
    assert (
        len(read_table(csv(tmp_path, f'a,b\n1,"{"x" * 10**6}"\n'))["b"].iloc[0])
        == 10**6
    )


@pytest.mark.parametrize("end", ["3", "3,", '3,"x', '3,"x\ny'])
def test_a_last_row_that_is_cut_is_refused(tmp_path: Path, end: str) -> None:
    """It has no end of line and not all of its cells."""
    path = csv(tmp_path, f"a,b,c\n1,2,3\n{end}")
    with pytest.raises(UnusableInputError, match=r"last row has|EOF inside") as caught:
        read_table(path)
    assert caught.value.rule in {"file-incomplete", "file-unreadable"}


def test_a_last_row_without_an_end_of_line_is_whole(tmp_path: Path) -> None:
    """Many programs leave it away."""
    assert len(read_table(csv(tmp_path, 'a,b\n1,"x\ny"\n3,"p, q"'))) == 2


@settings(max_examples=20)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_every_cell_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    """In quotes, any text but what a spreadsheet calls an error."""
    cells = [[f'"{cell}#"'.replace('"', '""')[1:-1] for cell in row] for row in rows]
    quoted = "".join(",".join(row) + "\n" for row in cells)
    path = csv(tmp_path_factory.getbasetemp(), "名称,备注\n" + quoted)
    read = read_table(path)
    assert [tuple(row) for row in read.to_numpy()] == [
        (f"{a}#", f"{b}#") for a, b in rows
    ]


def test_geometry_as_text(tmp_path: Path) -> None:
    """In longitude and latitude unless the CRS is named; heights are dropped."""
    text = (
        'id,WKT\nA,"POLYGON ((0 0, 1 0, 1 1, 0 0))"\nB,SRID=4326;POINT Z (1 2 3)\nC,\n'
    )
    read = read_table(csv(tmp_path, text))
    assert isinstance(read, gpd.GeoDataFrame)
    assert read.crs == "EPSG:4326"
    assert read.geometry.dropna().geom_type.tolist() == ["Polygon", "Point"]
    assert not read.geometry.has_z.any()
    with pytest.raises(UnusableInputError, match="look like degrees"):
        read_table(tmp_path / "s.csv", crs="EPSG:4547")


@pytest.mark.parametrize("cell", ["POINT (1", "POINT (1 2", "nowhere"])
def test_geometry_cut_short_names_its_row(tmp_path: Path, cell: str) -> None:
    """Excel cuts long cells."""
    path = csv(tmp_path, f"id,geometry\nA,POINT (1 2)\nB,{cell}\n")
    with pytest.raises(UnusableInputError, match="row 3, column 'geometry'") as caught:
        read_table(path)
    assert caught.value.rule == "geometry-unreadable"


def test_curves_as_text_are_refused(tmp_path: Path) -> None:
    """What cannot be read is not left out."""
    text = 'id,WKT\nA,"CIRCULARSTRING (0 0, 1 1, 2 0)"\n'
    with pytest.raises(UnusableInputError, match="curves are not read"):
        read_table(csv(tmp_path, text))


def test_a_number_too_large_for_one_is_left_to_the_checks(tmp_path: Path) -> None:
    """It is no crash and no warning; the geometry is not finite."""
    read = read_table(csv(tmp_path, "id,WKT\nA,POINT (1e999 2)\nB,POINT (1 2)\n"))
    assert np.isinf(read.geometry.iloc[0].x)


def test_text_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """Most bytes are some Chinese in GB18030; Spanish is not read as Chinese."""
    path = csv(tmp_path, "name,n\nAvenida Peña,1\nCalle Simón,2\n", "latin-1")
    with pytest.raises(UnusableInputError, match="neither UTF-8 nor GB18030") as caught:
        read_table(path)
    assert caught.value.rule == "encoding-unknown"
