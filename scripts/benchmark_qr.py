r"""
Measure QR points from area to paper, and read every code back from the rendered pages.

    python scripts/benchmark_qr.py my-district
    python scripts/benchmark_qr.py --sheets my-plates/qr_sheets --points my-qr

Pages are rendered by PDFium and read by ZXing, neither of which drew them. Every active
code of the points must be read, on every sheet where it is, and nothing else.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pypdfium2  # type: ignore[import-untyped]
import zxingcpp

from servicecircle.area.read import read_area
from servicecircle.network.from_area import network_of
from servicecircle.pipeline.qr_points import points_file
from servicecircle.pipeline.qr_rounds import RoundsRequest, qr_rounds
from servicecircle.pipeline.qr_sheets import SheetsRequest, qr_sheets
from servicecircle.qr import add_key, give_codes, plan_points
from servicecircle.qr.codes.payload import parse
from servicecircle.reports.geopackage import write_geopackage

if TYPE_CHECKING:
    from collections.abc import Iterator

DPI = 72
"""A 75 mm code then has about 6 dots a module, a 40 mm one 3."""


def main() -> None:
    """Measure an area, or read the sheets of a folder back."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("area", type=Path, nargs="?")
    options.add_argument("--sheets", type=Path)
    options.add_argument("--points", type=Path)
    options.add_argument("--dpi", type=float, default=DPI)
    asked = options.parse_args()
    if asked.area:
        measure(asked.area, dpi=asked.dpi)
    elif asked.sheets and asked.points:
        read_back(asked.sheets, asked.points, dpi=asked.dpi)
    else:
        options.error("name an area, or --sheets and --points")


def measure(folder: Path, *, dpi: float = DPI) -> None:
    """Plan, print, decode and walk an area's points, and print processor seconds."""
    area = read_area(folder)
    network = network_of(area)
    with clock("points"):
        points, _ = plan_points(area, network)
    with clock(f"{len(points)} codes"):
        coded = give_codes(points).points
    with tempfile.TemporaryDirectory() as base:
        out = Path(base)
        file, keys = out / "qr_points.gpkg", out / "keys.txt"
        write_geopackage(file, {"points": coded}, styles={})
        add_key(keys, area.config.qr.key_id or "A")
        with clock("plates and sheets, the area read again"):
            qr_sheets(folder, out / "sheets", SheetsRequest(), points=file, keys=keys)
        pages = sorted((out / "sheets/qr_sheets").glob("*.pdf"))
        print(f"{sum(page.stat().st_size for page in pages) / 1e6:.0f} MB of PDF")
        with clock("reading back"):
            read_back(out / "sheets/qr_sheets", file, dpi=dpi)
        with clock("rounds, the area read again"):
            qr_rounds(folder, out / "rounds", RoundsRequest(), points=file)


@contextmanager
def clock(what: str) -> Iterator[None]:
    """Print the processor seconds that something takes."""
    start = time.process_time()
    yield
    print(f"{what}: {time.process_time() - start:.1f} CPU seconds", flush=True)


def read_back(sheets: Path, points: Path, *, dpi: float) -> None:
    """Hold the codes on all sheets against those of the points."""
    read = Counter(decode_sheets(sheets, dpi=dpi))
    table = gpd.read_file(points_file(points), layer="points")
    printed = set(table.loc[table["state"] == "active", "code"])
    codes = {payload.code for payload in map(parse, read) if payload is not None}
    print(f"{len(printed)} codes, {len(codes & printed)} read back, ", end="")
    print(f"{len(codes - printed)} read that are none, ", end="")
    print(f"{sum(parse(text) is None for text in read)} other symbols")
    for code in sorted(printed - codes)[:20]:
        print(f"not read: {code}")


def decode_sheets(folder: Path, *, dpi: float = DPI) -> Iterator[str]:
    """Give the text of every symbol on every page of every PDF of a folder."""
    for file in sorted(folder.glob("*.pdf")):
        document = pypdfium2.PdfDocument(file)
        for page in document:
            image = page.render(scale=dpi / 72, grayscale=True).to_numpy()
            for symbol in zxingcpp.read_barcodes(
                image[..., 0] if image.ndim > 2 else image,  # noqa: PLR2004 - channels
                formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
            ):
                yield symbol.text
        document.close()


if __name__ == "__main__":
    main()
