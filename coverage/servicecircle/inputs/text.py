"""CSV files: UTF-8, with or without a BOM, or GB18030 as Chinese Excel writes it."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.inputs.problem import UnusableInputError
from servicecircle.inputs.rows import frame_from_rows

if TYPE_CHECKING:
    from pathlib import Path

# GB18030 decodes most bytes to something, so the strict one is tried first.
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = (",", ";", "\t")


def read_csv(path: Path) -> pd.DataFrame:
    """
    Read a CSV file as text, cell by cell: nothing is taken for a number here.

    Raises
    ------
    UnusableInputError
        If the encoding is unknown, or rows are longer than the header.
    """
    text = _decoded(path)
    header = text.split("\n", 1)[0]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            cells = pd.read_csv(
                io.StringIO(text),
                header=None,
                dtype="str",
                keep_default_na=False,
                skip_blank_lines=False,
                index_col=False,
                sep=max(DELIMITERS, key=header.count),
            )
    except pd.errors.EmptyDataError as error:
        msg = f"{path.name} is empty."
        raise UnusableInputError(
            msg, "Fill it in, or take it out of area.toml.", rule="file-empty"
        ) from error
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        detail = str(error).removeprefix("Error tokenizing data. C error: ").strip()
        msg = f"{path.name} is not a regular table: {detail}."
        raise UnusableInputError(
            msg,
            "Put cells that hold a separator between double quotes, or save as xlsx.",
            rule="file-unreadable",
        ) from error
    return frame_from_rows(cells, path=path)


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    msg = f"{path.name} is text in neither UTF-8 nor GB18030."
    raise UnusableInputError(msg, "Save it as UTF-8.", rule="file-unreadable")
