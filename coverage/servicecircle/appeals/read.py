"""Reading the register of appeals: only what is needed, nothing of people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.appeals.register import AppealsTable
from servicecircle.appeals.steps import read_steps
from servicecircle.appeals.troubles import TABLE, Troubles
from servicecircle.appeals.units import place_in_units
from servicecircle.appeals.words import read_words
from servicecircle.errors import AreaError
from servicecircle.inputs import (
    UnusableInputError,
    locate,
    read_long_csv,
    read_table,
)
from servicecircle.tables import silence, table
from servicecircle.tables.match_columns import match_columns
from servicecircle.tables.say import any_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicecircle.area.appeals_config import AppealsSection
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.findings import Finding
    from servicecircle.inputs import DatabaseUrl
    from servicecircle.tables import Table


def read_appeals(area: PlanningArea) -> AppealsTable:
    """
    Read the register that `[appeals]` of `area.toml` names.

    Names, telephones, identity numbers, free text and every other column that is not
    asked for are dropped as soon as the file is open; no message quotes a cell.

    Parameters
    ----------
    area
        The planning area; appeals are placed in its units.

    Returns
    -------
    AppealsTable
        One row for every appeal; of rows that share an id, the first.

    Raises
    ------
    UnusableInputError
        If no register is named, or the file cannot be read.
    AreaError
        If it has no column for the id or for when an appeal was made.
    """
    section = area.config.appeals
    if section is None:
        message = "area.toml names no register of appeals."
        remedy = 'Add [appeals] with file = "appeals.csv".'
        raise UnusableInputError(message, remedy, rule="appeals-missing")
    path = locate(area.folder, section.file)
    schema = table(TABLE)
    raw, matched, findings = _read(path, section, schema)
    troubles = Troubles(path.name, raw.index, findings=list(findings))
    raw = _once(raw, matched["appeal_id"], troubles)
    troubles.index = raw.index
    steps, as_of = read_steps(
        raw,
        matched,
        time_zone=section.time_zone,
        as_of=section.as_of or area.config.area.planning_date,
        troubles=troubles,
    )
    words = read_words(
        raw, matched, collective_from=section.collective_from, troubles=troubles
    )
    units = place_in_units(raw, matched, area=area, table=schema, troubles=troubles)
    ids = raw[matched["appeal_id"]].astype("str").rename("appeal_id")
    qr = (
        raw[matched["qr_id"]].astype("str")
        if "qr_id" in matched
        else pd.Series(None, index=raw.index, dtype="str")
    )
    frame = pd.concat([ids, steps, words, units, qr.rename("qr_id")], axis=1)
    return AppealsTable(
        frame,
        tuple(silence(troubles.findings, area.config.checks.silence)),
        dict(sorted(troubles.counts.items())),
        matched,
        as_of,
        area.finest,
    )


def _read(
    path: Path | DatabaseUrl, section: AppealsSection, schema: Table
) -> tuple[pd.DataFrame, dict[str, str], list[Finding]]:
    """Read the columns that are asked for; say which is which."""

    def match(found: Sequence[str]) -> tuple[dict[str, str], list[Finding]]:
        names = [str(name) for name in found]
        matched, findings = match_columns(
            names, schema, columns=section.columns, source=path.name
        )
        if any_blocks(findings):
            raise AreaError([f for f in findings if f.blocks])
        return matched, findings

    def kept(found: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(match(found)[0].values()))

    raw = None
    if isinstance(path, Path) and path.suffix.lower() == ".csv" and path.is_file():
        raw = read_long_csv(path, kept)
    if raw is None:
        raw = read_table(path, layer=section.layer, usual_layers=(TABLE,), placed=False)
    matched, findings = match(list(raw.columns))
    return raw[kept(list(raw.columns))], matched, findings


def _once(raw: pd.DataFrame, key: str, troubles: Troubles) -> pd.DataFrame:
    """Keep the first of the rows that share an id."""
    again = (raw[key].duplicated() & raw[key].notna()).to_numpy()
    troubles.rows(
        "appeal-repeated",
        again,
        "rows have the id of an earlier row and are left out",
        "Give every appeal an id of its own.",
    )
    return raw[~again]
