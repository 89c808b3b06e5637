"""The folder of a finished run, read back: its manifest and its tables."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from servicecircle.errors import InputError
from servicecircle.reports.column_words import column
from servicecircle.reports.run_folder import COMMAND, MANIFEST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike


@dataclass(frozen=True)
class FinishedRun:
    """
    A run folder.

    Parameters
    ----------
    folder
        Where it lies.
    manifest
        What `manifest.json` says.
    """

    folder: Path
    manifest: Mapping[str, Any]
    _read: dict[str, pd.DataFrame] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def command(self) -> str:
        """Who wrote it."""
        return str(self.manifest.get(COMMAND, ""))

    @property
    def tables(self) -> list[str]:
        """Its tables by name, without ``.csv``."""
        return sorted(path.stem for path in self.folder.glob("*.csv"))

    def has(self, name: str) -> bool:
        """Whether there is a table of that name."""
        return (self.folder / f"{name}.csv").is_file()

    def table(self, name: str) -> pd.DataFrame:
        """
        Read a table once: codes and words as text, numbers as numbers.

        Raises
        ------
        InputError
            If it is not there or cannot be read.
        """
        if name not in self._read:
            self._read[name] = read_table(self.folder / f"{name}.csv")
        return self._read[name]


def finished_run(folder: PathLike[str] | str) -> FinishedRun:
    """
    Open a run folder.

    Raises
    ------
    InputError
        If it is none, or its manifest is damaged.
    """
    place = Path(folder)
    file = place / MANIFEST
    if not file.is_file():
        msg = (
            f"{place} is not a run folder (it has no {MANIFEST}). Name a folder that a "
            "command of servicecircle wrote."
        )
        raise InputError(msg)
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        msg = f"{file} cannot be read: {error}. Run the command again."
        raise InputError(msg) from error
    if not isinstance(content, dict) or COMMAND not in content:
        msg = f"{file} is no manifest of a run. Run the command again."
        raise InputError(msg)
    return FinishedRun(place, content)


def read_table(path: Path) -> pd.DataFrame:
    r"""
    Read a table of a run folder.

    Only columns that are described as numbers become numbers, and only an empty cell is
    missing: a unit may be called "NA".

    Raises
    ------
    InputError
        If the file is not there or cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "coverage.csv"
    >>> _ = path.write_bytes(b"unit_id,residents\r\n007,12\r\n")
    >>> read_table(path).to_dict("records")
    [{'unit_id': '007', 'residents': 12}]
    """
    try:
        names = pd.read_csv(path, encoding="utf-8-sig", nrows=0).columns
        kinds = {n: column(n, path.stem, language="en") for n in names}
        return pd.read_csv(
            path,
            encoding="utf-8-sig",
            dtype={n: "str" for n, told in kinds.items() if not told.is_number},
            keep_default_na=False,
            na_values=[""],
        )
    except (OSError, ValueError) as error:
        msg = f"{path} cannot be read: {error}. Run the command again."
        raise InputError(msg) from error
