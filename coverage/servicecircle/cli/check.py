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
from servicecircle.cli.plan import AreaFolder  # noqa: TC001 - typer reads it
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from servicecircle.findings import Finding

BLOCKED = 1
"""Exit code when a finding blocks."""
SHOWN = 20
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}

Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="A folder to write findings.csv into."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")]


def check(area: AreaFolder, *, out: Out = None, as_json: AsJson = False) -> None:
    """
    Check a planning area: tables, levels, residents, services and network.

    Exit code 0: nothing blocks; 1: something does.

    Example: servicecircle check my-district --out my-district/check
    """
    from servicecircle.pipeline import check_area  # noqa: PLC0415 - heavy
    from servicecircle.progress import Stages  # noqa: PLC0415
    from servicecircle.tables import write_findings_csv  # noqa: PLC0415

    with progress_bars(quiet=as_json) as show:
        sound, findings = check_area(area, stages=Stages(show))
    if out is not None:
        write_findings_csv(findings, out / "findings.csv")
    if as_json:
        say_json(_as_data(findings))
    else:
        _print(Console(highlight=False), findings, summary=repr(sound) if sound else "")
        if out is not None:
            typer.echo(f"Written: {out / 'findings.csv'}")
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
    for finding in findings[:SHOWN]:
        line = Text()
        line.append(f"{finding.severity} ", COLOURS[finding.severity])
        line.append(f"{finding.message} {finding.remedy}")
        console.print(line, soft_wrap=True)
    if len(findings) > SHOWN:
        rest = len(findings) - SHOWN
        console.print(f"and {rest} more; --out DIR writes them all.")
