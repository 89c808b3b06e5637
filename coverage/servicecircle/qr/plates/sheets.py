"""Files of sheets: one for each unit and size, a section for each grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from servicecircle.file_names import file_names
from servicecircle.qr.plates.findings import plate_findings
from servicecircle.qr.plates.font import cut_font
from servicecircle.qr.plates.layout import lay_out
from servicecircle.qr.plates.pages import divide
from servicecircle.qr.plates.pdf import Plate, Section, write_pdf
from servicecircle.qr.plates.rectangles import pdf_paths
from servicecircle.qr.plates.symbols import symbols

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from servicecircle.findings import Finding
    from servicecircle.qr.plates.font import Font
    from servicecircle.qr.plates.layout import Words
    from servicecircle.qr.plates.pages import Paper

OUTSIDE = "outside"
"""The file of points that lie in no unit."""
COLUMNS = ("file", "size_mm", "plates", "sheets")


class Order(NamedTuple):
    """Plates to print, side by side."""

    words: Sequence[Words]
    payloads: Sequence[str]
    size_mm: Sequence[float]
    unit_id: Sequence[str | None]
    """Of the unit that a file is for."""
    section: Sequence[str]
    """What the top of the sheet says; plates of one section lie together."""


class Printed(NamedTuple):
    """What was written."""

    files: pd.DataFrame
    """``file``, ``size_mm``, ``plates``, ``sheets``."""
    font: Font
    findings: list[Finding]


def write_sheets(
    order: Order,
    folder: Path,
    *,
    font_file: Path,
    paper: Paper,
    advance: Callable[[float], None] | None = None,
) -> Printed:
    """
    Write a PDF for each unit and size into a folder.

    Parameters
    ----------
    order
        What to print, in the order in which it is to lie.
    folder
        It must exist.
    font_file
        The font, of which the letters needed are embedded.
    paper
        A4 or A3.
    advance
        Told the share that is done.
    """
    texts = [text for words in order.words for text in words]
    header = [*order.section, "0123456789/-ABCDEFGHJKMNPQRSTUVWXYZ"]
    font, lacking = cut_font(font_file, [*texts, *header])
    modules = symbols(order.payloads)
    paths = pdf_paths(modules)
    table = pd.DataFrame(
        {"unit": order.unit_id, "size": order.size_mm, "section": order.section}
    )
    table["unit"] = table["unit"].fillna(OUTSIDE).astype(str)
    names = file_names(table["unit"].unique().tolist())
    rows: list[tuple[str, float, int, int]] = []
    cut: set[str] = set()
    done = 0
    for (unit, _), some in table.groupby(["unit", "size"], sort=True):
        size_mm = float(some["size"].iloc[0])
        name = f"{names[str(unit)]}_{size_mm:g}mm.pdf"
        sections = []
        for title, group in some.groupby("section", sort=False):
            plates = [
                Plate(
                    paths[k],
                    modules.shape[1],
                    lay_out(order.words[k], side_mm=size_mm, widths=font.widths),
                )
                for k in group.index
            ]
            cut.update(text for plate in plates for text in plate.layout.cut)
            sections.append(Section(str(title), plates))
        page = divide(size_mm, paper=paper)
        sheets = write_pdf(
            folder / name, sections, page=page, side_mm=size_mm, font=font
        )
        rows.append((name, size_mm, len(some), sheets))
        done += len(some)
        if advance is not None:
            advance(done / len(table))
    files = pd.DataFrame(rows, columns=list(COLUMNS))
    return Printed(files, font, plate_findings(cut, lacking))
