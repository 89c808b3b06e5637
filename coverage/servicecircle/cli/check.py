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
from servicecircle.cli.language import Language, spoken
from servicecircle.cli.plan import AreaFolder
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.findings import Finding

BLOCKED = 1
"""Exit code when a finding blocks."""
SHOWN = 20
SHOWN_OF_A_RULE = 3
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
COLUMNS = {
    Language.ENGLISH: ("severity", "rule", "table", "findings"),
    Language.CHINESE: ("严重程度", "规则", "数据表", "数量"),
}
WORDS: dict[Language, dict[str, str]] = {
    Language.ENGLISH: {
        "silenced": "{n} findings are silenced in area.toml.",
        "clean": "Nothing found.",
        "more": "and {n} more; --out DIR writes them all.",
        "written": "Written: {out}; read {page}",
    },
    Language.CHINESE: {
        "silenced": "有 {n} 项已在 area.toml 中静默。",
        "clean": "未发现问题。",
        "more": "另有 {n} 项；用 --out 目录 可全部写出。",
        "written": "已写出：{out}；请看 {page}",
        "error": "错误",
        "warning": "警告",
        "note": "提示",
    },
}
"""What the console says around the findings; severities in English are themselves."""

Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        help="A folder to write or replace: findings as table, layer and page.",
    ),
]
PageLanguage = Annotated[
    Language, typer.Option("--lang", help="Of what is printed, and of findings.html.")
]
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
        summary = spoken(repr(sound)) if sound else ""
        _print(Console(highlight=False), findings, summary=summary, lang=lang)
        if out is not None:
            page = out / "findings.html"
            typer.echo(WORDS[lang]["written"].format(out=out, page=page))
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


def _print(
    console: Console, findings: list[Finding], *, summary: str, lang: Language
) -> None:
    """Print the count per rule, then the findings that weigh most."""
    from servicecircle.reports.in_chinese import in_chinese  # noqa: PLC0415 - heavy

    chinese = lang is Language.CHINESE
    say: Callable[[str], str] = in_chinese if chinese else str
    words = WORDS[lang]
    if summary:
        console.print(Text(summary), soft_wrap=True)
    silenced = sum(f.silenced for f in findings)
    if silenced:
        console.print(words["silenced"].format(n=silenced))
    findings = [f for f in findings if not f.silenced]
    if not findings:
        console.print(words["clean"])
        return
    table = Table(*COLUMNS[lang], box=None, pad_edge=False)
    table.columns[-1].justify = "right"
    counts = Counter((f.severity, f.rule, f.table) for f in findings)
    for (severity, rule, name), count in counts.items():
        weight = Text(words.get(severity, severity), COLOURS[severity])
        table.add_row(weight, Text(rule), Text(say(name)), str(count))
    console.print(table)
    shown = _first_of_each_rule(findings)[:SHOWN]
    for finding in shown:
        line = Text()
        told = words.get(finding.severity, finding.severity)
        line.append(f"{told} ", COLOURS[finding.severity])
        between = "" if chinese else " "
        line.append(f"{say(finding.message)}{between}{say(finding.remedy)}")
        console.print(line, soft_wrap=True)
    if len(findings) > len(shown):
        console.print(words["more"].format(n=len(findings) - len(shown)))


def _first_of_each_rule(findings: list[Finding]) -> list[Finding]:
    """Keep a few findings of each rule, so that no rule hides the others."""
    seen: Counter[str] = Counter()
    kept = []
    for finding in findings:
        seen[finding.rule] += 1
        if seen[finding.rule] <= SHOWN_OF_A_RULE:
            kept.append(finding)
    return kept
