"""Every file that the demonstration writes says that it was made up."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import docx
import openpyxl
import pandas as pd
import pytest
from lattice import lattice, society

from servicecircle.inputs import read_table
from servicecircle.pipeline import plan
from servicecircle.synthetic import write_village
from servicecircle.synthetic.dirty import write_dirty_twin
from servicecircle.synthetic.write_area import write_area

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTICE = "合成数据 synthetic"
COLUMNS = {"data", "notice"}
"""In which of its columns a table says so."""
ENCODINGS = {"dirty/appeals.csv": "gb18030"}
BESIDE_SHP = {".dbf", ".shx", ".prj"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write what the command writes: an area, its dirty twin, a village, its run."""
    folder = tmp_path_factory.mktemp("demo")
    write_area(folder / "area", lattice(), society())
    write_dirty_twin(folder / "dirty", lattice(), society(), seed=1)
    plan(write_village(folder / "village"), folder / "run")
    return folder


def told(path: Path, name: str) -> Iterator[set[str]]:
    """Give what each table, layer or text in a file says, as a set of words."""
    match path.suffix:
        case ".gpkg":
            with closing(sqlite3.connect(path)) as database:
                rows = database.execute(
                    "SELECT description FROM gpkg_contents WHERE data_type = 'features'"
                ).fetchall()
            yield from ({text} for (text,) in rows)
        case ".csv":
            encoding = ENCODINGS.get(name, "utf-8-sig")
            table = pd.read_csv(path, dtype="str", encoding=encoding)
            yield from (set(table[column]) for column in COLUMNS & set(table))
        case _ if path.stem == "report":
            yield from on_every_page(path)
        case ".xlsx":
            for sheet in openpyxl.load_workbook(path):
                header, *rows = sheet.iter_rows(values_only=True)
                at = header.index("data")
                yield {row[at] for row in rows}
        case ".parquet":
            yield set(pd.read_parquet(path)["notice"])
        case ".json" | ".toml" | ".html":
            text = path.read_text("utf-8")
            yield {NOTICE if NOTICE in text or "合成数据 Synthetic" in text else ""}
        case ".shp":
            names = read_table(path)["综合网格名"]
            yield {NOTICE if names.str.endswith("（合成）").all() else ""}
        case suffix if suffix in BESIDE_SHP:
            yield {NOTICE if "合成" in path.name else ""}


def on_every_page(report: Path) -> Iterator[set[str]]:
    """Give what stands at the head of the pages that are printed of a report."""
    if report.suffix == ".docx":
        head = docx.Document(str(report)).sections[0].header.paragraphs[0].text
        yield {NOTICE if NOTICE in head else ""}
    else:
        for sheet in openpyxl.load_workbook(report):
            yield {sheet.oddHeader.left.text}


def test_every_file_says_so(demo: Path) -> None:
    """Of each kind of file there is one, and a kind that is not known here fails."""
    files = [path for path in sorted(demo.rglob("*")) if path.is_file()]
    for path in files:
        said = list(told(path, path.relative_to(demo).as_posix()))
        assert said, f"{path} is of a kind that says nothing"
        assert all(words == {NOTICE} for words in said), (path, said)
    assert {path.suffix for path in files} >= {
        ".gpkg", ".csv", ".docx", ".xlsx", ".parquet", ".json", ".toml", ".html",
        ".shp",
    }  # fmt: skip
    assert len(files) > 35


def test_the_map_says_so_in_its_title_and_its_credits(demo: Path) -> None:
    """Whoever sees a screenshot sees it."""
    page = (demo / "run" / "map.html").read_text("utf-8")
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert "(synthetic)" in title
    assert "（合成）" in title
    assert "合成数据 Synthetic data: not a real place" in page


def test_units_say_so_in_their_names(demo: Path) -> None:
    """In every table of the run that names them."""
    for name in ("coverage", "honesty", "equity", "worst_units"):
        table = pd.read_csv(demo / "run" / f"{name}.csv")
        assert table["unit_name"].str.endswith("（合成）").all()
    manifest = json.loads((demo / "run" / "manifest.json").read_text("utf-8"))
    assert manifest["area"]["name"].endswith("（合成）")
