"""Sheets of plates as one PDF."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from servicecircle.qr.plates.fit import fit
from servicecircle.qr.plates.font import STAND_IN
from servicecircle.qr.plates.layout import PAD_MM, Layout, half_width_mm, plate_size_mm
from servicecircle.qr.plates.symbols import QUIET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fpdf import FPDF

    from servicecircle.qr.plates.font import Font
    from servicecircle.qr.plates.pages import Page

PT_PER_MM = 72 / 25.4
HEADER_MM = 2.6
HEADER_GAP_MM = 1.0
HAIR_MM = 0.1
FAMILY = "plates"
FIXED_DATE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""The same plates are the same bytes on any day."""


class Plate(NamedTuple):
    """A plate ready to be drawn."""

    path: bytes
    """The symbol in modules, as `pdf_paths` gives it."""
    modules: int
    layout: Layout


class Section(NamedTuple):
    """Plates that begin on a new sheet, with the line at its top."""

    title: str
    plates: Sequence[Plate]


def write_pdf(
    path: Path, sections: Sequence[Section], *, page: Page, side_mm: float, font: Font
) -> int:
    """
    Write plates on sheets, with cutting marks and a bookmark a section.

    The same plates give the same bytes.

    Returns
    -------
    The number of sheets.
    """
    pdf = document(page.width_mm, page.height_mm, font)
    for section in sections:
        sheets = -(-len(section.plates) // page.plates)
        for sheet in range(sheets):
            pdf.add_page()
            if sheet == 0:
                pdf.start_section(section.title)
            _header(pdf, page, f"{sheet + 1}/{sheets}  {section.title}", font)
            _marks(pdf, page)
            first = sheet * page.plates
            some = section.plates[first : first + page.plates]
            for number, plate in enumerate(some):
                _draw(pdf, plate, page.corner_mm(number), side_mm=side_mm, font=font)
    pdf.output(str(path))
    return int(pdf.pages_count)


def plate_pdf(plate: Plate, *, side_mm: float, font: Font) -> bytes:
    """Give one plate as a PDF of its own size."""
    pdf = document(*plate_size_mm(side_mm), font)
    pdf.add_page()
    _draw(pdf, plate, (0.0, 0.0), side_mm=side_mm, font=font)
    return bytes(pdf.output())


def document(width_mm: float, height_mm: float, font: Font) -> FPDF:
    """Begin a document with one size of sheets, without margins, and one font."""
    from fpdf import FPDF  # noqa: PLC0415 - loads where it is used

    pdf = FPDF(unit="mm", format=(width_mm, height_mm))
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(0)
    pdf.set_creation_date(FIXED_DATE)
    pdf.set_line_width(HAIR_MM)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plates.ttf"
        file.write_bytes(font.data)
        pdf.add_font(FAMILY, fname=file)
    # Each document keeps the letters that it shows; measuring each of them anew for the
    # frame around all letters took most of the time of many small documents.
    embedded: Any = pdf.fonts[FAMILY]
    embedded.ttfont.recalcBBoxes = False
    return pdf


def _header(pdf: FPDF, page: Page, text: str, font: Font) -> None:
    """Name the sheet above its first plate, between two cutting marks."""
    shown = "".join(x if x in font.widths else STAND_IN for x in text)
    room = (page.plate_mm[0] - 2 * HEADER_GAP_MM) / HEADER_MM
    fitted = fit(shown, room=room, lines=1, widths=font.widths)
    pdf.set_font(FAMILY, size=HEADER_MM * fitted.scale * PT_PER_MM)
    at = page.left_mm + HEADER_GAP_MM, page.top_mm - 2 * HEADER_GAP_MM
    pdf.text(*at, fitted.lines[0])


def _marks(pdf: FPDF, page: Page) -> None:
    for x1, y1, x2, y2 in page.marks_mm():
        pdf.line(x1, y1, x2, y2)


def _draw(
    pdf: FPDF,
    plate: Plate,
    corner_mm: tuple[float, float],
    *,
    side_mm: float,
    font: Font,
) -> None:
    """Draw a plate at its corner."""
    left, top = corner_mm
    module = side_mm / (plate.modules + 2 * QUIET)
    scale = module * PT_PER_MM
    x = (left + PAD_MM + QUIET * module) * PT_PER_MM
    y = pdf.h_pt - (top + PAD_MM + QUIET * module) * PT_PER_MM
    # In modules from the upper left; f fills all rectangles as one shape.
    frame = f"q {scale:.5f} 0 0 {-scale:.5f} {x:.3f} {y:.3f} cm\n"
    pdf._out(frame + plate.path.decode("ascii") + "f Q")  # noqa: SLF001 - its raw door
    axis = left + PAD_MM + side_mm / 2
    for line in plate.layout.lines:
        pdf.set_font(FAMILY, size=line.size_mm * PT_PER_MM)
        start = axis - half_width_mm(line, font.widths)
        pdf.text(start, top + line.base_mm, line.text)
