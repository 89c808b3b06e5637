"""Workbooks that are filled in in the field, or read in the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from servicecircle.qr.form_words import words
from servicecircle.qr.register.words import EVENTS
from servicecircle.tables.save_workbook import save_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILLED_IN = {"event": 12, "date": 13, "note": 28, "photo": 18}
"""Columns that are left empty to be filled in, and how wide they are."""
GREY, YELLOW = "FFE7E6E6", "FFFFF8DC"
FORMATS = {"date": "yyyy-mm-dd", "share": "0.0%"}
TEXT = "@"


def write_form(  # noqa: PLR0913 - what a form is made of
    path: Path,
    rows: pd.DataFrame,
    *,
    widths: Mapping[str, int],
    title: str,
    language: str,
    fill_in: bool = True,
) -> None:
    """
    Write a table into a workbook that filters, and that can be filled in.

    The header stays in sight and has filters; texts, codes and ids are text, so that no
    spreadsheet makes numbers of them. Behind come yellow cells for event, day, note and
    photo: the event is chosen from a list, the day must be one; both can be overruled,
    for the register knows more words. The same table gives the same bytes.

    Parameters
    ----------
    path
        A new .xlsx file.
    rows
        Columns called as in `form_words.csv`; missing values are empty cells.
    widths
        The columns to write, in order, and how wide they are, in letters.
    title
        The sheet's name.
    language
        ``en`` or ``zh``, of headings and events.
    fill_in
        Whether there are cells to be filled in.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - loads where it is used
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    said = words(language)
    columns = {**widths, **(FILLED_IN if fill_in else {})}
    last = len(rows) + 1
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for k, width in enumerate(columns.values(), start=1):
        sheet.column_dimensions[get_column_letter(k)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def cell(value: object, **style: Any) -> Any:  # noqa: ANN401 - openpyxl has no types
        made = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            # A name that begins with = is a name, and nothing to be worked out.
            made.data_type = "s"
        for name, given in style.items():
            setattr(made, name, given)
        return made

    bold, grey = Font(bold=True), PatternFill("solid", GREY)
    wrap = Alignment(wrap_text=True, vertical="center")
    sheet.append([cell(said[n], font=bold, fill=grey, alignment=wrap) for n in columns])
    # A cell can stand in many rows, so that a style is made once.
    yellow = PatternFill("solid", YELLOW)
    empty = [
        cell(None, fill=yellow, number_format=FORMATS.get(name, TEXT))
        for name in columns
        if name not in widths
    ]
    model = {name: cell(None, number_format=FORMATS.get(name, TEXT)) for name in widths}
    for values in zip(*(_plain(rows[name]) for name in widths), strict=True):
        line = []
        for name, value in zip(widths, values, strict=True):
            if isinstance(value, str) or name in FORMATS:
                line.append(cell(value, _style=model[name]._style))  # noqa: SLF001
            else:
                line.append(value)
        sheet.append([*line, *empty])
    if fill_in and last > 1:
        for rule in _rules(said, list(columns), last):
            sheet.data_validations.append(rule)
    save_workbook(book, path)


def _plain(values: pd.Series) -> list[Any]:
    """Turn values into what a cell can hold: days as text, nothing for what is not."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        values = values.dt.strftime("%Y-%m-%d")
    return values.astype("object").where(values.notna(), None).tolist()


def _rules(said: Mapping[str, str], names: list[str], last: int) -> list[Any]:
    """Let events be chosen, and days be days."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    choices = ",".join(said[event] for event in EVENTS)
    event = DataValidation("list", formula1=f'"{choices}"', allow_blank=True)
    event.promptTitle, event.prompt = said["event"], said["choose"]
    day = DataValidation("date", operator="greaterThan", formula1="36526")
    day.allow_blank = True
    day.promptTitle, day.prompt = said["date"], said["a_day"]
    for rule, name in ((event, "event"), (day, "date")):
        rule.showInputMessage = rule.showErrorMessage = True
        rule.errorStyle = "warning"
        letter = get_column_letter(names.index(name) + 1)
        rule.add(f"{letter}2:{letter}{last}")
    return [event, day]
