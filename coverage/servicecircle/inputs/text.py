"""CSV files: UTF-8, with or without a BOM, UTF-16, or GB18030 as Chinese Excel does."""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
from itertools import islice
from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.inputs.encoding import find_encoding
from servicecircle.inputs.headings import LOOKED_AT, count_notes, find_headings
from servicecircle.inputs.problem import UnusableInputError, incomplete
from servicecircle.inputs.rows import frame_from_rows

if TYPE_CHECKING:
    from pathlib import Path

DELIMITERS = (",", ";", "\t", "|")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_HEAD = 100_000
"""The first characters, in which the headings are looked for."""


def read_csv(path: Path) -> pd.DataFrame:
    """
    Read a CSV file as text, cell by cell: nothing is taken for a number here.

    Raises
    ------
    UnusableInputError
        If the encoding is unknown, rows are longer than the header, or the last row
        is cut short.
    """
    text = decode_text(path)
    if not text.strip():
        msg = f"{path.name} is empty."
        remedy = "Fill it in, or take it out of area.toml."
        raise UnusableInputError(msg, remedy, rule="file-empty")
    delimiter = _delimiter(text)
    top = _first_rows(text, delimiter)
    names, data = find_headings(top)
    width = len(top[data - 1])
    cells = _parsed(text, delimiter, above=data, width=width, path=path)
    _check_end(text, delimiter, width=width, path=path)
    tail = cells.tail(LOOKED_AT).to_numpy(dtype=object).tolist()
    cells = cells.iloc[: len(cells) - count_notes(tail, columns=width)]
    first = data + 1
    cells.index = pd.RangeIndex(first, first + len(cells), name="row")
    return frame_from_rows(cells, names[:width], path=path)


def decode_text(path: Path) -> str:
    """
    Read a text file in UTF-8, GB18030 or, if it says so itself, UTF-16.

    Raises
    ------
    UnusableInputError
        If it is text in none of them.
    """
    data = path.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding: str | None = "utf-16"
    else:
        encoding = find_encoding(dict.fromkeys(data.splitlines()))
    try:
        text = "\0" if encoding is None else data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        msg = f"{path.name} is text in neither UTF-8 nor GB18030."
        raise UnusableInputError(msg, "Save it as UTF-8.", rule="encoding-unknown")
    return text.removeprefix("\ufeff")


def _delimiter(text: str) -> str:
    """
    Find what separates cells: it stands in most lines, quoted text aside.

    A header has no decimal commas and no lists in its cells, so that these lose.
    """
    bare = _QUOTED.sub("", text[:_HEAD])
    lines = bare.splitlines()[:LOOKED_AT]
    counts = {mark: [line.count(mark) for line in lines] for mark in DELIMITERS}
    return max(
        DELIMITERS,
        key=lambda mark: (sum(n > 0 for n in counts[mark]), sum(counts[mark])),
    )


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    lines = io.StringIO(text[:_HEAD], newline="")
    return list(islice(csv.reader(lines, delimiter=delimiter), LOOKED_AT))


def _parsed(
    text: str, delimiter: str, *, above: int, width: int, path: Path
) -> pd.DataFrame:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            return pd.read_csv(
                io.StringIO(text),
                header=None,
                names=list(range(width)),
                skiprows=above,
                dtype="str",
                keep_default_na=False,
                skip_blank_lines=False,
                index_col=False,
                sep=delimiter,
            )
    except pd.errors.EmptyDataError:
        return pd.DataFrame({column: [] for column in range(width)}, dtype="str")
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        detail = str(error).removeprefix("Error tokenizing data. C error: ").strip()
        msg = f"{path.name} is not a regular table: {detail}."
        remedy = (
            "Put cells that hold a separator between double quotes, or save as xlsx."
        )
        raise UnusableInputError(msg, remedy, rule="file-unreadable") from error


def _check_end(text: str, delimiter: str, *, width: int, path: Path) -> None:
    """Refuse a last row that neither ends nor has all its cells: the file was cut."""
    if text.endswith(("\n", "\r")):
        return
    # A quoted cell may run over lines, so the last row is looked for from behind.
    lines = text.splitlines()
    start = len(lines) - 1
    while start > 0 and "\n".join(lines[start:]).count('"') % 2:
        start -= 1
    last = next(csv.reader(io.StringIO("\n".join(lines[start:])), delimiter=delimiter))
    if len(last) < width:
        why = f"its last row has {len(last)} of {width} cells, and no end of line"
        raise incomplete(path, why)
