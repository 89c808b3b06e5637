"""One plate: the code's square, and what is printed below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from servicecircle.qr.codes.printed import printed
from servicecircle.qr.plates.fit import fit, width_of
from servicecircle.qr.plates.font import STAND_IN

if TYPE_CHECKING:
    from collections.abc import Mapping

SIZES_MM = (120.0, 75.0, 40.0)
"""Side of the code with its quiet zone: at a gate, at a door, at a landing. So many
are those on number plates of doors in Tianjin (津公人口函[2021]484号)."""
PAD_MM = 3.0
"""White round the plate, for the cut."""
TEXT = 0.45
"""Height of the text, as a share of the code's side."""


class Words(NamedTuple):
    """What a plate says beside its symbol; what is empty is left out."""

    code: str
    building: str
    place: str
    hotline: str
    host: str
    door: str = ""


class Line(NamedTuple):
    """A line of text, centred at the plate's axis, its base so far below the top."""

    text: str
    size_mm: float
    base_mm: float


class Layout(NamedTuple):
    """The lines of a plate, and the texts that did not fit whole."""

    lines: tuple[Line, ...]
    cut: tuple[str, ...]


_ROWS = (
    ("code", 0.105, 1, 0.120),
    ("building", 0.064, 2, 0.100),
    ("door", 0.056, 1, 0.060),
    ("place", 0.050, 1, 0.0565),
    ("hotline", 0.050, 1, 0.0565),
    ("host", 0.050, 1, 0.0565),
)
"""Field, size, lines at most and least height of a row, as shares of the code's side.
What rows without words leave is shared out among the others."""


def plate_size_mm(side_mm: float) -> tuple[float, float]:
    """
    Give width and height of a plate, the white for the cut included.

    >>> plate_size_mm(75)
    (81.0, 114.75)
    """
    return side_mm + 2 * PAD_MM, side_mm * (1 + TEXT) + 2 * PAD_MM


def lay_out(words: Words, *, side_mm: float, widths: Mapping[str, float]) -> Layout:
    """
    Place a plate's lines.

    Parameters
    ----------
    words
        The code as it is kept, not yet grouped.
    side_mm
        Side of the code with its quiet zone.
    widths
        What `Font` says; letters it lacks are shown as the stand-in.
    """
    top_mm = PAD_MM + side_mm
    lines, cut = [], []
    rows = [row for row in _ROWS if getattr(words, row[0])]
    spare = (TEXT - sum(row[-1] for row in rows)) / len(rows)
    for field, size, most, least in rows:
        text, height = getattr(words, field), least + spare
        text = printed(text) if field == "code" else text
        shown = "".join(x if x in widths else STAND_IN for x in text)
        fitted = fit(shown, room=1 / size, lines=most, widths=widths)
        size_mm = size * side_mm * fitted.scale
        step_mm = height * side_mm / len(fitted.lines)
        for line in fitted.lines:
            base_mm = top_mm + step_mm * 0.5 + size_mm * 0.36
            lines.append(Line(line, round(size_mm, 3), round(base_mm, 3)))
            top_mm += step_mm
        if fitted.cut:
            cut.append(text)
    return Layout(tuple(lines), tuple(cut))


def half_width_mm(line: Line, widths: Mapping[str, float]) -> float:
    """Give half of a line's width: how far left of the axis it begins."""
    return width_of(line.text, widths) * line.size_mm / 2
