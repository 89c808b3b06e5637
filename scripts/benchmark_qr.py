r"""
Read every code of printed sheets back from the rendered pages.

    python scripts/benchmark_qr.py my-plates/qr_sheets my-plates/qr_points.gpkg

Pages are rendered by PDFium and read by ZXing, neither of which drew them. Every active
code of the points must be read, on every sheet where it is, and nothing else.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pypdfium2  # type: ignore[import-untyped]
import zxingcpp

from servicecircle.qr.codes.payload import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

DPI = 72
"""A 75 mm code then has about 6 dots a module, a 40 mm one 3."""


def main() -> None:
    """Read all sheets of a folder and count."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sheets", type=Path)
    options.add_argument("points", type=Path)
    options.add_argument("--dpi", type=float, default=DPI)
    asked = options.parse_args()
    start = time.process_time()
    read = Counter(decode_sheets(asked.sheets, dpi=asked.dpi))
    spent = time.process_time() - start
    points = gpd.read_file(asked.points, layer="points")
    printed = set(points.loc[points["state"] == "active", "code"])
    codes = {payload.code for payload in map(parse, read) if payload is not None}
    print(f"{len(printed)} codes, {len(codes & printed)} read back, ", end="")
    print(f"{len(codes - printed)} read that are none, ", end="")
    print(f"{sum(parse(text) is None for text in read)} other symbols; ", end="")
    print(f"{spent:.0f} CPU seconds")
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
