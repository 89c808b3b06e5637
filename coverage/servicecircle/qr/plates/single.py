"""One plate as a file of its own: SVG, PNG or PDF."""

from __future__ import annotations

import io
from itertools import chain
from typing import TYPE_CHECKING

import pandas as pd

from servicecircle._optional import load
from servicecircle.qr.plates.findings import plate_findings
from servicecircle.qr.plates.font import cut_font
from servicecircle.qr.plates.layout import PAD_MM, half_width_mm, lay_out, plate_size_mm
from servicecircle.qr.plates.pdf import Plate, plate_pdf
from servicecircle.qr.plates.rectangles import pdf_paths, svg_path
from servicecircle.qr.plates.sheets import COLUMNS, Printed
from servicecircle.qr.plates.symbols import QUIET, symbols

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.qr.plates.font import Font
    from servicecircle.qr.plates.layout import Line, Words
    from servicecircle.qr.plates.sheets import Order

DOTS_PER_MM = 12
"""Some 300 dots an inch, as printers of labels have."""
MM_PER_INCH = 25.4
POINTS_PER_INCH = 72


def plate_svg(words: Words, payload: str, *, side_mm: float, font: Font) -> str:
    """
    Draw one plate as SVG in millimetres, letters as outlines.

    Parameters
    ----------
    words
        What it says.
    payload
        The address in the symbol.
    side_mm
        Side of the code with its quiet zone.
    font
        With the letters of the words.
    """
    symbol = symbols([payload])[0]
    wide, high = plate_size_mm(side_mm)
    module = side_mm / (len(symbol) + 2 * QUIET)
    corner = PAD_MM + QUIET * module
    layout = lay_out(words, side_mm=side_mm, widths=font.widths)
    letters = _outlines(layout.lines, font)
    axis = PAD_MM + side_mm / 2
    texts = []
    for line in layout.lines:
        x = axis - half_width_mm(line, font.widths)
        for letter in line.text:
            if letters[letter]:
                scale = f"scale({line.size_mm:.6g} {-line.size_mm:.6g})"
                move = f"translate({x:.3f} {line.base_mm:.3f})"
                data = letters[letter]
                texts.append(f'<path transform="{move} {scale}" d="{data}"/>')
            x += font.widths[letter] * line.size_mm
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'width="{wide:g}mm" height="{high:g}mm" viewBox="0 0 {wide:g} {high:g}">\n'
        '<rect width="100%" height="100%" fill="#fff"/>\n'
        f'<path transform="translate({corner:.4f} {corner:.4f}) scale({module:.6f})" '
        f'd="{svg_path(symbol)}"/>\n' + "\n".join(texts) + "\n</svg>\n"
    )


def plate_png(words: Words, payload: str, *, side_mm: float, font: Font) -> bytes:
    """
    Draw one plate as PNG of 12 dots a millimetre; parameters as of `plate_svg`.

    Raises
    ------
    MissingDependencyError
        If pypdfium2 is not installed.
    """
    symbol = symbols([payload])
    layout = lay_out(words, side_mm=side_mm, widths=font.widths)
    plate = Plate(pdf_paths(symbol)[0], symbol.shape[1], layout)
    pdf = plate_pdf(plate, side_mm=side_mm, font=font)
    document = load("pypdfium2", extra="qr").PdfDocument(pdf)
    scale = DOTS_PER_MM * MM_PER_INCH / POINTS_PER_INCH
    image = document[0].render(scale=scale, grayscale=True).to_pil()
    document.close()
    file = io.BytesIO()
    dots = DOTS_PER_MM * MM_PER_INCH
    image.save(file, format="PNG", dpi=(dots, dots), optimize=True)
    return file.getvalue()


def write_single(order: Order, folder: Path, *, font_file: Path) -> Printed:
    """
    Write each plate of an order as `<code>_<size>mm.svg` and `.png`.

    Parameters
    ----------
    order
        What to print; units and sections do not matter.
    folder
        It must exist.
    font_file
        The font, whose outlines the SVG has.
    """
    font, lacking = cut_font(font_file, [*chain.from_iterable(order.words), "-"])
    rows: list[tuple[str, float, int, int]] = []
    cut: set[str] = set()
    each = zip(order.words, order.payloads, order.size_mm, strict=True)
    for words, payload, side_mm in each:
        name = f"{words.code}_{side_mm:g}mm"
        svg = plate_svg(words, payload, side_mm=side_mm, font=font)
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8", newline="\n")
        png = plate_png(words, payload, side_mm=side_mm, font=font)
        (folder / f"{name}.png").write_bytes(png)
        rows += [(f"{name}.{form}", side_mm, 1, 1) for form in ("svg", "png")]
        cut.update(lay_out(words, side_mm=side_mm, widths=font.widths).cut)
    files = pd.DataFrame(rows, columns=list(COLUMNS))
    return Printed(files, font, plate_findings(cut, lacking))


def _outlines(lines: tuple[Line, ...], font: Font) -> dict[str, str]:
    """Give each letter's outline, in shares of the size, y upwards."""
    from fontTools.pens.svgPathPen import (  # type: ignore[import-untyped] # noqa: PLC0415
        SVGPathPen,
    )
    from fontTools.pens.transformPen import (  # type: ignore[import-untyped] # noqa: PLC0415
        TransformPen,
    )
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # noqa: PLC0415

    face = TTFont(io.BytesIO(font.data))
    glyphs, names = face.getGlyphSet(), face.getBestCmap()
    share = 1 / face["head"].unitsPerEm
    drawn: dict[str, str] = {}
    for letter in sorted({letter for line in lines for letter in line.text}):
        pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.4g}")
        turned = TransformPen(pen, (share, 0, 0, share, 0, 0))
        glyphs[names[ord(letter)]].draw(turned)
        drawn[letter] = pen.getCommands()
    return drawn
