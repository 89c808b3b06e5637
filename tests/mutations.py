"""Small files of every kind, and what can happen to files on their way."""

from __future__ import annotations

import shutil
import warnings
from typing import TYPE_CHECKING

import geopandas as gpd
import pyogrio
import shapely
from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

CRS = "EPSG:4547"
ROWS = 30
KINDS = ("gpkg", "geojson", "shp", "fgb", "parquet", "csv", "xlsx", "gdb", "zip")
"""Kinds of files; of a shapefile and a geodatabase each part is spoiled in turn."""
LINES_ONLY = ("csv",)
"""Kinds in which nothing says how many rows there should be."""


def grids() -> gpd.GeoDataFrame:
    """Give a few squares with codes, names in Chinese and numbers, some missing."""
    left = shapely.box([0], [0], [1], [1])
    codes = [f"44031100100101{k:05d}" for k in range(ROWS)]
    return gpd.GeoDataFrame(
        {
            "code": codes,
            "名称": [f"第{k}网格（李松蓢）" for k in range(ROWS)],
            "residents": [None if k == 3 else 10 * k for k in range(ROWS)],
        },
        geometry=[
            shapely.affinity.translate(left[0], 490_000.0 + 2 * k, 2_510_000.0)
            for k in range(ROWS)
        ],
        crs=CRS,
    ).astype({"residents": "Int64"})


def write_kind(folder: Path, kind: str) -> tuple[Path, list[Path]]:
    """Write a sound file; give what is read, and the files that make it up."""
    folder.mkdir(parents=True, exist_ok=True)
    path, frame = folder / f"grids.{kind}", grids()
    if kind == "parquet":
        frame.to_parquet(path)
    elif kind == "csv":
        places = frame.to_crs(4326).geometry.to_wkt(rounding_precision=7)
        table = frame.assign(wkt=places).drop(columns="geometry")
        path.write_bytes(table.to_csv(index=False).encode("gb18030"))
    elif kind == "xlsx":
        _write_workbook(path, frame)
    elif kind == "zip":
        inner, _ = write_kind(folder / "inner", "shp")
        shutil.make_archive(str(path.with_suffix("")), "zip", inner.parent)
        shutil.rmtree(inner.parent)
    else:
        options = {"shp": {"encoding": "GBK"}, "gdb": {"driver": "OpenFileGDB"}}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pyogrio.write_dataframe(frame, path, **options.get(kind, {}))
        path.with_suffix(".cpg").unlink(missing_ok=True)
    if kind == "shp":
        return path, [path.with_suffix(s) for s in (".shp", ".shx", ".dbf")]
    if kind == "gdb":
        # The last table holds the features, the first ones what there is.
        return path, [max(path.glob(f"*.{s}")) for s in ("gdbtable", "gdbtablx")]
    return path, [path]


def _write_workbook(path: Path, frame: gpd.GeoDataFrame) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["网格一览", None, None])
    sheet.append(["编码", "概况", None])
    sheet.append([None, "名称", "人口"])
    for row in frame.drop(columns="geometry").itertuples(index=False):
        sheet.append([None if cell is None else str(cell) for cell in row])
    for merge in ("A1:C1", "A2:A3", "B2:C2"):
        sheet.merge_cells(merge)
    book.save(path)


def cuts(data: bytes, count: int) -> Iterator[bytes]:
    """Cut the end off at places spread over the file, and at its very end."""
    places = {len(data) * k // count for k in range(count)}
    places |= {len(data) - k for k in (1, 2, 3, 5, 9, 17)}
    yield from (data[:place] for place in sorted(places) if 0 <= place < len(data))


def flips(data: bytes, count: int, draws: Random) -> Iterator[bytes]:
    """Change single bytes, half of them in the header."""
    for k in range(count):
        spoiled = bytearray(data)
        end = min(len(data), 300) if k % 2 else len(data)
        spoiled[draws.randrange(end)] ^= draws.randrange(1, 256)
        yield bytes(spoiled)


def blocks(data: bytes, count: int, draws: Random) -> Iterator[bytes]:
    """Exchange two blocks, blank one, repeat one, or take one out."""
    for k in range(count):
        size = draws.choice((8, 64, 512, 4096))
        parts = [data[p : p + size] for p in range(0, len(data), size)]
        one, two = (draws.randrange(len(parts)) for _ in range(2))
        match k % 4:
            case 0:
                parts[one], parts[two] = parts[two], parts[one]
            case 1:
                parts[one] = b"\xff" * len(parts[one])
            case 2:
                parts.insert(two, parts[one])
            case _:
                del parts[one]
        yield b"".join(parts)


def huge_counts(data: bytes) -> Iterator[bytes]:
    """Write the largest numbers where headers hold counts and sizes."""
    for place in range(0, min(len(data), 128) - 4, 4):
        for number in (b"\xff\xff\xff\x7f", b"\x7f\xff\xff\xff", b"\xff" * 4):
            yield data[:place] + number + data[place + 4 :]
