"""Events of plates, from what was filled in in the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle._validation import name_some
from servicecircle.errors import AreaError
from servicecircle.inputs import UnusableInputError, read_table
from servicecircle.qr.codes.printed import typed
from servicecircle.qr.register.words import WORDS
from servicecircle.tables import conform, table
from servicecircle.tables.dates import days
from servicecircle.tables.say import any_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def read_events(files: Sequence[Path]) -> pd.DataFrame:
    """
    Read the rows of registers, one file after another.

    Parameters
    ----------
    files
        .csv or .xlsx with the columns of `qr_register`, whatever their order; what an
        earlier run merged, too.

    Returns
    -------
    DataFrame
        One row a row: ``file``, ``row`` (as a spreadsheet counts), ``code`` (as
        printed, without hyphens), ``event`` and ``date`` (missing where they cannot be
        read), ``event_text``, ``date_text`` and ``note`` (as written).

    Raises
    ------
    InputError
        If a file cannot be read, or lacks the code, the event or the date, or two files
        have one name.
    """
    names = [path.name for path in files]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        message = f"Several registers are called {name_some(twice)}."
        remedy = "Give each file a name of its own."
        raise UnusableInputError(message, remedy, rule="qr-register-unusable")
    frames, findings = [_empty()], []
    for path in files:
        raw = read_table(path)
        done = conform(raw, table("qr_register"), source=path.name)
        findings += done.findings
        frames.append(_events(done.frame, path.name))
    if any_blocks(findings):
        raise AreaError([f for f in findings if f.blocks])
    every = pd.concat(frames, ignore_index=True)
    texts = ["file", "code", "event", "event_text", "date_text", "note"]
    return every.astype(dict.fromkeys(texts, "str") | {"row": "int64"})


def _events(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Read the cells of one file; a register merged before names the first files."""
    text = frame.fillna("").astype("str")
    word = text["event"].str.strip().str.lower()
    own = frame.index.to_series()
    row = pd.to_numeric(text["row"], errors="coerce").fillna(own)
    return pd.DataFrame(
        {
            "file": text["file"].mask(text["file"] == "", name),
            "row": row.astype("int64"),
            "code": text["code"].map(typed),
            "event": word.map({k: v.value for k, v in WORDS.items()}),
            "date": days(text["date"]),
            "event_text": text["event"],
            "date_text": text["date"],
            "note": text["note"],
        }
    )


def _empty() -> pd.DataFrame:
    """Give no events, with their columns."""
    names = ["file", "row", "code", "event", "date", "event_text", "date_text", "note"]
    return pd.DataFrame(columns=names).astype({"date": "datetime64[ns]"})
