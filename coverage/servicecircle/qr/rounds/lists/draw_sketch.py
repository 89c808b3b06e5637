"""A round's sketch drawn on a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.qr.plates.pdf import PT_PER_MM
from servicecircle.qr.rounds.lists.labels import place_labels

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fpdf import FPDF
    from numpy.typing import NDArray

    from servicecircle.qr.rounds.lists.sketch import Sketch

DOT_MM, FIRST_MM, START_MM = 0.55, 1.1, 2.2
NUMBER_MM = 2.3
NUMBER_GAP_MM = 1.25
BAR_MM = 30.0
BARS_M = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
ROUND = 0.5523
"""Of a circle's radius: where a Bezier's handles stand."""
GREY, STREET, BLUE = "0.88 g", "0.72 G", "0.06 0.32 0.62 RG"
RED, GREEN = "0.75 0.1 0.1 rg", "0 0.45 0.3 rg"


def draw_sketch(  # noqa: PLR0913 - where, how large, and with which letters
    pdf: FPDF,
    sketch: Sketch,
    *,
    corner_mm: tuple[float, float],
    size_mm: tuple[float, float],
    write: Callable[[tuple[float, float], str, float], None],
    wide_mm: Callable[[str, float], float],
) -> None:
    """
    Draw houses, streets, the way, and numbered stops, north up, with a bar of metres.

    A green square is where a round begins that does not begin at its first stop.

    Parameters
    ----------
    pdf
        Its current sheet is drawn on.
    sketch
        What to draw; stops in posting order.
    corner_mm, size_mm
        The frame's upper left corner, and its size.
    write, wide_mm
        Write text at a place in a size, and measure it.
    """
    left, top = corner_mm
    wide, high = size_mm
    scale = wide / sketch.width_m
    points = scale * PT_PER_MM
    x, y = left * PT_PER_MM, pdf.h_pt - (top + high) * PT_PER_MM
    pen = PT_PER_MM / points

    def outlines(parts: Sequence[NDArray[np.float64]]) -> list[str]:
        return [_path(part) for part in parts]

    streets = [f"{path} S" for path in outlines(sketch.streets)]
    way = [f"{_path(sketch.line)} S"] if len(sketch.line) else []
    raw = [
        "q",
        f"{x:.2f} {y:.2f} {wide * PT_PER_MM:.2f} {high * PT_PER_MM:.2f} re W n",
        f"{points:.6f} 0 0 {points:.6f} {x:.3f} {y:.3f} cm",
        f"1 J 1 j {GREY} {STREET} {0.35 * pen:.3f} w",
        *[f"{path} f" for path in outlines(sketch.houses)],
        *streets,
        f"{BLUE} {0.5 * pen:.3f} w",
        *way,
        RED,
        *[_disk(spot, DOT_MM * pen) for spot in sketch.stops[1:]],
        _disk(sketch.stops[0], FIRST_MM * pen),
        *_start(sketch, START_MM * pen),
        "Q",
    ]
    pdf._out("\n".join(raw))  # noqa: SLF001 - its raw door
    pdf.rect(left, top, wide, high)
    stops, line = (
        xy * [scale, -scale] + [left, top + high] for xy in (sketch.stops, sketch.line)
    )
    _numbers(stops, line, write, wide_mm)
    _bar(pdf, scale, (left + wide, top + high), write, wide_mm)


def _numbers(
    spots: NDArray[np.float64],
    line: NDArray[np.float64],
    write: Callable[[tuple[float, float], str, float], None],
    wide_mm: Callable[[str, float], float],
) -> None:
    texts = [str(k + 1) for k in range(len(spots))]
    size = np.array([[wide_mm(text, NUMBER_MM), NUMBER_MM * 0.75] for text in texts])
    middles = place_labels(spots, size, gap=NUMBER_GAP_MM, line=line)
    for text, middle, (wide, high) in zip(texts, middles, size, strict=True):
        write((middle[0] - wide / 2, middle[1] + high / 2), text, NUMBER_MM)


def _bar(
    pdf: FPDF,
    scale: float,
    corner_mm: tuple[float, float],
    write: Callable[[tuple[float, float], str, float], None],
    wide_mm: Callable[[str, float], float],
) -> None:
    """Draw the longest round number of metres that is short enough, lower right."""
    fitting = [m for m in BARS_M if m * scale <= BAR_MM]
    length_m = fitting[-1] if fitting else BARS_M[0]
    right, base = corner_mm[0] - 3, corner_mm[1] - 3
    left = right - length_m * scale
    text = f"{length_m:,} m"
    pdf.set_fill_color(255)
    pdf.rect(left - 2, base - 5, right - left + 4, 7, style="F")
    for x1, y1, x2, y2 in (
        (left, base, right, base),
        (left, base - 1, left, base),
        (right, base - 1, right, base),
    ):
        pdf.line(x1, y1, x2, y2)
    middle = (left + right - wide_mm(text, NUMBER_MM)) / 2
    write((middle, base - 1.2), text, NUMBER_MM)


def _start(sketch: Sketch, side: float) -> list[str]:
    """Say the square where the round begins."""
    if not sketch.begins_apart or not len(sketch.line):
        return []
    left, low = (sketch.line[0] - side / 2).tolist()
    return [f"{GREEN} {left:.2f} {low:.2f} {side:.2f} {side:.2f} re f"]


def _path(xy: NDArray[np.float64]) -> str:
    """Say a line in the words of PDF, to a tenth of a metre."""
    first, *others = xy.tolist()
    rest = " ".join(f"{x:.1f} {y:.1f} l" for x, y in others)
    return f"{first[0]:.1f} {first[1]:.1f} m {rest}"


def _disk(spot: NDArray[np.float64], radius: float) -> str:
    """Say a filled circle in the words of PDF."""
    x, y = spot.tolist()
    r, h = radius, radius * ROUND
    corners = [
        (x + r, y + h, x + h, y + r, x, y + r),
        (x - h, y + r, x - r, y + h, x - r, y),
        (x - r, y - h, x - h, y - r, x, y - r),
        (x + h, y - r, x + r, y - h, x + r, y),
    ]
    curves = " ".join(" ".join(f"{v:.2f}" for v in c) + " c" for c in corners)
    return f"{x + r:.2f} {y:.2f} m {curves} f"
