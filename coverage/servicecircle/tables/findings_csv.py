"""Findings as a table and as `findings.csv`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.errors import OutputError
from servicecircle.tables.schema import table
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from servicecircle.findings import Finding

TOLD = ("message", "remedy")
"""Columns that are sentences."""


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """
    Put findings in reading order: what blocks first, then by table, rule and id.

    A finding that is there twice is kept once; silenced ones come last.
    """
    weight = list(Severity).index
    return sorted(
        dict.fromkeys(findings),
        key=lambda f: (
            f.silenced,
            weight(f.severity),
            f.table,
            f.rule,
            f.id,
            f.message,
        ),
    )


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """
    Make the table of findings, in reading order, without the silenced ones.

    Returns
    -------
    DataFrame
        ``severity``, ``rule``, ``table``, ``id``, ``message``, ``remedy``, all text.

    Examples
    --------
    >>> findings_frame([]).columns.tolist()
    ['severity', 'rule', 'table', 'id', 'message', 'remedy']
    """
    rows = [f.as_row() for f in sort_findings(findings) if not f.silenced]
    return pd.DataFrame(rows, columns=table("findings").names, dtype="str")


def write_findings_csv(
    findings: Iterable[Finding],
    path: Path,
    *,
    in_chinese: Callable[[str], str] | None = None,
) -> None:
    """
    Write `findings.csv`: UTF-8 with a BOM, so that spreadsheets read Chinese.

    Parameters
    ----------
    findings
        What the checks found.
    path
        The file.
    in_chinese
        Says a message in Chinese: then two columns more, ``message_zh`` and
        ``remedy_zh``, do.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    frame = findings_frame(findings)
    if in_chinese is not None:
        chinese = {f"{name}_zh": frame[name].map(in_chinese) for name in TOLD}
        frame = frame.assign(**chinese)
    text = frame.to_csv(index=False, lineterminator="\r\n")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8-sig"))
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror}. Choose another place."
        raise OutputError(msg) from error
