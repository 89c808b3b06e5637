"""Sheets written as a workbook: numbers as numbers, codes as text, the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from servicecircle.reports.column_words import Column
    from servicecircle.reports.findings_words import Language
    from servicecircle.reports.workbook.sheets import Sheet

FORMATS = {
    "count": "#,##0",
    "number": "#,##0",
    "rate": "#,##0.00",
    "metres": "0.0",
    "share": "0.0%",
    "points": "0.0%",
}
"""How numbers are shown; everything else is text."""
NARROWEST, WIDEST = 8, 48
LOOKED_AT = 200
"""So many rows say how wide a column is."""
LONGEST_TEXT = 32_767
"""What a cell can hold."""
DAY_ONE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""Stands for the day on which the file was made, which is in no output."""
WORDS: dict[Language, dict[str, Any]] = {
    "en": {
        "contents": "Contents",
        "provenance": "Provenance",
        "columns": "Columns",
        "sheets": ("Sheet", "File", "Rows"),
        "too_long": "too long for a sheet: see the run folder",
        "told": ("What", "Value", "More"),
        "dictionary": ("Sheet", "Heading", "Unit", "Column in the file", "Kind"),
        "page": "&P of &N",
    },
    "zh": {
        "contents": "目录",
        "provenance": "来源",
        "columns": "列说明",
        "sheets": ("工作表", "文件", "行数"),
        "too_long": "行数过多，未放入工作表，见成果文件夹",
        "told": ("项目", "内容", "补充"),
        "dictionary": ("工作表", "列名", "单位", "文件中的列", "类型"),
        "page": "第 &P 页，共 &N 页",
    },
}


def write_workbook(
    sheets: Sequence[Sheet],
    provenance: Sequence[tuple[str, str, str]],
    *,
    title: str,
    notice: str,
    language: Language,
) -> bytes:
    """
    Write sheets as a workbook, behind a contents sheet and before where it comes from.

    Parameters
    ----------
    sheets
        The tables.
    provenance
        Rows of what, value and more: versions, parameters, inputs with SHA-256.
    title
        Of the whole.
    notice
        What every sheet is to repeat, such as that the data are made up; or "".
    language
        Of what is said around the tables.

    Returns
    -------
    bytes
        The file; the same tables give the same bytes.

    Notes
    -----
    Text is written as text whatever it begins with, so that no cell is a formula.
    """
    import xlsxwriter  # noqa: PLC0415 - loads where it is used

    words = WORDS[language]
    out = io.BytesIO()
    settings = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(out, settings) as book:
        book.set_properties(
            {"title": title, "author": "servicecircle", "created": DAY_ONE}
        )
        paint = _Paint(book, notice, words["page"])
        there = [sheet for sheet in sheets if sheet.table is not None]
        listed = [
            (s.name, s.file, f"{s.rows:,}" if s in there else words["too_long"])
            for s in sheets
        ]
        heading = [(title, notice, "")] if notice else [(title, "", "")]
        paint.listing(words["contents"], words["sheets"], [*heading, *listed])
        for sheet in there:
            paint.table(sheet)
        paint.listing(words["provenance"], words["told"], provenance)
        dictionary = [
            (s.name, told.title, told.unit, told.name, told.kind)
            for s in there
            for told in s.columns
        ]
        paint.listing(words["columns"], words["dictionary"], dictionary)
    return out.getvalue()


class _Paint:
    """A workbook with its formats, and how sheets are put into it."""

    def __init__(self, book: Any, notice: str, page: str) -> None:  # noqa: ANN401
        self.book, self.notice, self.page = book, notice, page
        look = {"valign": "top", "font_size": 10}
        self.heading = book.add_format(
            {
                **look,
                "bold": True,
                "text_wrap": True,
                "bg_color": "#E7EEF4",
                "bottom": 1,
                "num_format": "@",
            }
        )
        self.text = book.add_format({**look, "num_format": "@", "quote_prefix": True})
        self.wrapped = book.add_format(
            {**look, "num_format": "@", "quote_prefix": True, "text_wrap": True}
        )
        self.numbers = {
            kind: book.add_format({**look, "num_format": shown})
            for kind, shown in FORMATS.items()
        }

    def table(self, sheet: Sheet) -> None:
        """Add a table with its headings, filters and frozen panes."""
        if sheet.table is None:
            return
        page = self._page(sheet.name, len(sheet.columns), sheet.rows)
        for at, told in enumerate(sheet.columns):
            cells = sheet.table[told.name]
            page.write_string(0, at, told.heading, self.heading)
            page.set_column(at, at, _width(told, cells), self._format(told))
            self._fill(page, at, told, cells)

    def listing(
        self, name: str, headings: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> None:
        """Add a sheet of texts."""
        page = self._page(name, len(headings), len(rows))
        for at, heading in enumerate(headings):
            cells = [str(row[at]) for row in rows]
            page.write_string(0, at, heading, self.heading)
            width = max((_drawn(text) for text in [heading, *cells]), default=0)
            page.set_column(at, at, min(max(width + 2, NARROWEST), 2 * WIDEST))
            for number, text in enumerate(cells, start=1):
                page.write_string(number, at, text[:LONGEST_TEXT], self.wrapped)

    def _page(self, name: str, columns: int, rows: int) -> Any:  # noqa: ANN401
        page = self.book.add_worksheet(name)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, max(rows, 1), max(columns - 1, 0))
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        if self.notice:
            page.set_header(f"&L{_plain(self.notice)}&R{_plain(name)}")
        page.set_footer(f"&C{self.page}")
        return page

    def _format(self, told: Column) -> Any:  # noqa: ANN401
        return self.numbers.get(told.kind, self.text)

    def _fill(self, page: Any, at: int, told: Column, cells: pd.Series) -> None:  # noqa: ANN401
        form = self._format(told)
        put = page.write_number if told.is_number else page.write_string
        known = cells.notna().to_numpy()
        for row, value in enumerate(cells.tolist()):
            if known[row]:
                said = value if told.is_number else str(value)[:LONGEST_TEXT]
                put(row + 1, at, said, form)


def _width(told: Column, cells: pd.Series) -> float:
    """Give a column room for its heading in two lines and for most of its cells."""
    heading = max(_drawn(told.heading) / 2, *map(_drawn, told.heading.split()))
    shown = 12 if told.is_number else 0
    words = [] if told.is_number else cells.dropna().head(LOOKED_AT).tolist()
    longest = max((_drawn(str(word)) for word in words), default=0)
    return min(max(heading + 3, shown, longest + 2, NARROWEST), WIDEST)


def _drawn(text: str) -> int:
    """Count characters, Chinese ones as two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _plain(text: str) -> str:
    """Keep what would be an instruction in a header a character."""
    return text.replace("&", "&&")
