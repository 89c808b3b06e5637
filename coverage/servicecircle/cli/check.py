"""`servicecircle check`: everything that is wrong with a planning area, at once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from servicecircle.cli.console import progress_bars, say_json
from servicecircle.cli.plan import AreaFolder, Language
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from servicecircle.findings import Finding

BLOCKED = 1
"""Exit code when a finding blocks."""
SHOWN = 20
SHOWN_OF_A_RULE = 3
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}

Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        help="A folder to write or replace: findings as table, layer and page.",
    ),
]
PageLanguage = Annotated[Language, typer.Option("--lang", help="Of findings.html.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")]


def check(
    area: AreaFolder,
    *,
    out: Out = None,
    as_json: AsJson = False,
    lang: PageLanguage = Language.ENGLISH,
) -> None:
    """
    Check a planning area: tables, levels, residents, services and network.

    Exit code 0: nothing blocks; 1: something does.

    Example: servicecircle check my-district --out my-district/check
    """
    from servicecircle.pipeline import (  # noqa: PLC0415 - heavy
        check_check_folder,
        check_in_full,
        write_check_folder,
    )
    from servicecircle.progress import Stages  # noqa: PLC0415

    if out is not None:
        check_check_folder(out, area)
    with progress_bars(quiet=as_json) as show:
        checked = check_in_full(area, stages=Stages(show))
    sound, findings = checked.area, checked.findings
    if out is not None:
        write_check_folder(out, area, checked, language=lang.value)
    if as_json:
        say_json(_as_data(findings))
    else:
        _print(Console(highlight=False), findings, summary=repr(sound) if sound else "")
        if out is not None:
            typer.echo(f"Written: {out}; read {out / 'findings.html'}")
    if sound is None:
        raise typer.Exit(BLOCKED)


def _as_data(findings: list[Finding]) -> dict[str, object]:
    from servicecircle.tables import silenced_by_rule  # noqa: PLC0415 - heavy

    counts = Counter(f.severity.value for f in findings if not f.silenced)
    return {
        "blocks": any(finding.blocks for finding in findings),
        "counts": {severity.value: counts[severity.value] for severity in Severity},
        "silenced": silenced_by_rule(findings),
        "findings": [f.as_row() for f in findings if not f.silenced],
    }


def _print(console: Console, findings: list[Finding], *, summary: str) -> None:
    """Print the count per rule, then the findings that weigh most."""
    if summary:
        console.print(Text(summary), soft_wrap=True)
    silenced = sum(f.silenced for f in findings)
    if silenced:
        console.print(f"{silenced} findings are silenced in area.toml.")
    findings = [f for f in findings if not f.silenced]
    if not findings:
        console.print("Nothing found.")
        return
    table = Table("severity", "rule", "table", "findings", box=None, pad_edge=False)
    table.columns[-1].justify = "right"
    counts = Counter((f.severity, f.rule, f.table) for f in findings)
    for (severity, rule, name), count in counts.items():
        cells = (Text(severity, COLOURS[severity]), Text(rule), Text(name))
        table.add_row(*cells, str(count))
    console.print(table)
    shown = _first_of_each_rule(findings)[:SHOWN]
    for finding in shown:
        line = Text()
        line.append(f"{finding.severity} ", COLOURS[finding.severity])
        line.append(f"{finding.message} {finding.remedy}")
        console.print(line, soft_wrap=True)
    if len(findings) > len(shown):
        rest = len(findings) - len(shown)
        console.print(f"and {rest} more; --out DIR writes them all.")


def _first_of_each_rule(findings: list[Finding]) -> list[Finding]:
    """Keep a few findings of each rule, so that no rule hides the others."""
    seen: Counter[str] = Counter()
    kept = []
    for finding in findings:
        seen[finding.rule] += 1
        if seen[finding.rule] <= SHOWN_OF_A_RULE:
            kept.append(finding)
    return kept
