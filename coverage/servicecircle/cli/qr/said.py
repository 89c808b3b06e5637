"""Findings about QR codes on the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from servicecircle.cli.plan import Language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from servicecircle.findings import Finding


def say_findings(findings: Iterable[Finding], language: Language) -> None:
    """Print a finding a line, in the language asked for."""
    from servicecircle.reports.in_chinese import in_chinese  # noqa: PLC0415 - heavy

    chinese = language is Language.CHINESE
    say, between = (in_chinese, "") if chinese else (str, " ")
    for found in findings:
        told = f"{say(found.message)}{between}{say(found.remedy)}"
        typer.echo(f"{found.severity.value} [{found.rule}] {told}")
