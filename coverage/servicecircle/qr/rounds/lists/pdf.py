"""Lists of rounds on paper: A4, a sketch, then a line and a box to tick a stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from servicecircle.qr.form_words import words
from servicecircle.qr.plates.fit import fit
from servicecircle.qr.plates.font import STAND_IN
from servicecircle.qr.plates.pdf import FAMILY, PT_PER_MM, document
from servicecircle.qr.rounds.lists.draw_sketch import draw_sketch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from fpdf import FPDF

    from servicecircle.qr.plates.font import Font
    from servicecircle.qr.rounds.lists.content import RoundList

WIDE_MM, HIGH_MM = 210.0, 297.0
LEFT_MM, TOP_MM, FOOT_MM = 12.0, 12.0, 285.0
TEXT_MM = WIDE_MM - 2 * LEFT_MM
SKETCH_MM = 96.0
ROW_MM = 6.4
TITLE_MM, LINE_MM, SMALL_MM = 4.6, 3.1, 2.5
HALO_MM = 0.6
BOX_MM = 3.2
CELL_MM = 1.2
STRAIGHT = "*"
COLUMNS = {
    "tick": 7.0,
    "stop": 9.0,
    "code": 29.0,
    "building": 49.0,
    "place": 26.0,
    "walk_m": 19.0,
    "note": 47.0,
}
"""What stands in a line, and how wide it is in millimetres."""
NUMBERS = {"stop", "walk_m"}
NUMBER_MM = 6.5
"""Numbers end so far right of where words begin."""


class _Pen(NamedTuple):
    """The paper, the font, and the words on it."""

    pdf: FPDF
    font: Font
    said: Mapping[str, str]

    def text(self, at_mm: tuple[float, float], text: str, size_mm: float) -> None:
        self.pdf.set_font(FAMILY, size=size_mm * PT_PER_MM)
        self.pdf.text(*at_mm, self.shown(text))

    def haloed(self, at_mm: tuple[float, float], text: str, size_mm: float) -> None:
        """Write with a white edge, so that lines below leave it legible."""
        with self.pdf.local_context(
            text_mode="STROKE", draw_color=255, line_width=HALO_MM
        ):
            self.text(at_mm, text, size_mm)
        self.text(at_mm, text, size_mm)

    def fitted(
        self, at_mm: tuple[float, float], text: str, size_mm: float, *, wide_mm: float
    ) -> None:
        """Write in the room that there is: smaller, then cut."""
        if not text:
            return
        plain = self.shown(text)
        found = fit(plain, room=wide_mm / size_mm, lines=1, widths=self.font.widths)
        self.text(at_mm, found.lines[0], size_mm * found.scale)

    def shown(self, text: str) -> str:
        return "".join(x if x in self.font.widths else STAND_IN for x in text)

    def wide_mm(self, text: str, size_mm: float) -> float:
        return sum(self.font.widths[x] for x in self.shown(text)) * size_mm


def texts_of(
    lists: Iterable[RoundList], *, language: str, notice: str = ""
) -> list[str]:
    """Give everything that the lists will say, for `cut_font`."""
    said = words(language)
    found = ["0123456789 ./,-m" + STRAIGHT, notice, *said.values()]
    for one in lists:
        found += [one.title, one.facts]
        for name in ("code", "building", "place"):
            found += one.rows[name].unique().tolist()
    return found


def write_lists(
    path: Path,
    lists: Sequence[RoundList],
    *,
    font: Font,
    language: str,
    notice: str = "",
) -> int:
    """
    Write rounds into one PDF, each on sheets of its own, with a bookmark.

    The same lists give the same bytes.

    Parameters
    ----------
    path
        A new file.
    lists
        As `round_lists` gives them.
    font
        Cut to what `texts_of` says.
    language
        ``en`` or ``zh``.
    notice
        Stands at the foot of every sheet.

    Returns
    -------
    The number of sheets.
    """
    pen = _Pen(document(WIDE_MM, HIGH_MM, font), font, words(language))
    for one in lists:
        _write_round(pen, one, notice)
    pen.pdf.output(str(path))
    return int(pen.pdf.pages_count)


def _write_round(pen: _Pen, one: RoundList, notice: str) -> None:
    head_mm = TOP_MM + TITLE_MM + LINE_MM + 6
    first_mm = head_mm + SKETCH_MM + 4
    on_first = int((FOOT_MM - first_mm) // ROW_MM) - 1
    on_others = int((FOOT_MM - head_mm) // ROW_MM) - 1
    count = len(one.rows)
    sheets = 1 + max(0, -(-(count - on_first) // on_others))
    begin = 0
    for sheet in range(sheets):
        pen.pdf.add_page()
        if sheet == 0:
            pen.pdf.start_section(pen.shown(one.title))
        _head(pen, one, f"{sheet + 1}/{sheets}")
        top_mm, room = head_mm, on_others
        if sheet == 0:
            draw_sketch(
                pen.pdf,
                one.sketch,
                corner_mm=(LEFT_MM, head_mm),
                size_mm=(TEXT_MM, SKETCH_MM),
                write=pen.haloed,
                wide_mm=pen.wide_mm,
            )
            top_mm, room = first_mm, on_first
        _table(pen, one.rows.iloc[begin : begin + room], top_mm)
        begin += room
        says = [pen.said["straight"]] if one.rows["straight"].any() else []
        foot = "   ".join(filter(None, [*says, notice]))
        pen.fitted((LEFT_MM, FOOT_MM + 4), foot, SMALL_MM, wide_mm=TEXT_MM)


def _head(pen: _Pen, one: RoundList, number: str) -> None:
    """Write title, sheet, facts, and where the day is written by hand."""
    base_mm = TOP_MM + TITLE_MM
    right_mm = LEFT_MM + TEXT_MM
    at_mm = right_mm - pen.wide_mm(number, LINE_MM)
    pen.text((at_mm, base_mm), number, LINE_MM)
    pen.fitted((LEFT_MM, base_mm), one.title, TITLE_MM, wide_mm=TEXT_MM - 16)
    base_mm += LINE_MM + 2.5
    day_mm = right_mm - 42
    pen.fitted((LEFT_MM, base_mm), one.facts, LINE_MM, wide_mm=day_mm - LEFT_MM - 4)
    pen.text((day_mm, base_mm), pen.said["posted_on"], LINE_MM)
    line_mm = day_mm + pen.wide_mm(pen.said["posted_on"], LINE_MM) + 1
    pen.pdf.line(line_mm, base_mm + 0.6, right_mm, base_mm + 0.6)


def _table(pen: _Pen, rows: pd.DataFrame, top_mm: float) -> None:
    """Write a header, and a line for each stop."""
    if rows.empty:
        return
    heads = {**pen.said, "tick": "", "walk_m": pen.said["metres"]}
    base_mm = top_mm + ROW_MM - 2.1
    left_mm = LEFT_MM
    for name, wide_mm in COLUMNS.items():
        at_mm = left_mm + CELL_MM, base_mm
        pen.fitted(at_mm, heads[name], SMALL_MM, wide_mm=wide_mm - 2 * CELL_MM)
        left_mm += wide_mm
    pdf = pen.pdf
    pdf.line(LEFT_MM, top_mm + ROW_MM, LEFT_MM + TEXT_MM, top_mm + ROW_MM)
    for k, row in enumerate(rows.itertuples(), start=1):
        base_mm = top_mm + k * ROW_MM
        pdf.rect(LEFT_MM + CELL_MM, base_mm + (ROW_MM - BOX_MM) / 2, BOX_MM, BOX_MM)
        _line(pen, row, base_mm + ROW_MM - 2.1)
        pdf.set_draw_color(190)
        pdf.line(LEFT_MM, base_mm + ROW_MM, LEFT_MM + TEXT_MM, base_mm + ROW_MM)
        pdf.set_draw_color(0)


def _line(pen: _Pen, row: object, base_mm: float) -> None:
    metres = row.walk_m  # type: ignore[attr-defined]
    walk = "" if pd.isna(metres) else f"{metres:,.0f}"
    cells = {
        "stop": str(row.stop),  # type: ignore[attr-defined]
        "code": str(row.code),  # type: ignore[attr-defined]
        "building": str(row.building),  # type: ignore[attr-defined]
        "place": str(row.place),  # type: ignore[attr-defined]
        "walk_m": walk + (STRAIGHT if row.straight else ""),  # type: ignore[attr-defined]
    }
    left_mm = LEFT_MM
    for name, wide_mm in COLUMNS.items():
        if name in cells:
            room_mm = wide_mm - 2 * CELL_MM
            indent_mm = CELL_MM
            if name in NUMBERS:
                indent_mm += max(0, NUMBER_MM - pen.wide_mm(cells[name], LINE_MM))
            at_mm = left_mm + indent_mm, base_mm
            pen.fitted(at_mm, cells[name], LINE_MM, wide_mm=room_mm)
        left_mm += wide_mm
