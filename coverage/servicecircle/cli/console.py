"""How commands show progress and results."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from servicecircle.cli.language import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from servicecircle.progress import Show


@contextmanager
def progress_bars(*, quiet: bool) -> Iterator[Show]:
    """Show one bar per stage on standard error, or nothing."""
    if quiet:
        yield lambda _name, _share: None
        return
    from rich.console import Console  # noqa: PLC0415 - loads where it is used
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )
    from rich.table import Column  # noqa: PLC0415

    from servicecircle.cli.time_left import TimeLeft  # noqa: PLC0415 - loads rich

    console = Console(stderr=True)
    columns = (
        # Chinese letters are two cells wide: the column is counted in cells.
        TextColumn("{task.description}", table_column=Column(min_width=24)),
        BarColumn(),
        TimeElapsedColumn(),
        TimeLeft(),
    )
    # What is not a terminal, such as a log, is told nothing on the way.
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        tasks: dict[str, Any] = {}

        def show(name: str, share: float) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(spoken(name), total=1.0)
            elapsed_s = bars.tasks[tasks[name]].elapsed
            bars.update(tasks[name], completed=share, at_s=elapsed_s)

        yield show


def as_typed(path: Path) -> str:
    """
    Write a path as one types it: in quotes where it has blanks.

    >>> from pathlib import Path
    >>> as_typed(Path("my-run")), as_typed(Path("my run"))[1:-1]
    ('my-run', 'my run')
    """
    if sys.platform == "win32":
        return subprocess.list2cmdline([str(path)])
    return shlex.quote(str(path))


def say_json(content: Mapping[str, Any]) -> None:
    """
    Print a machine-readable result on standard output.

    Where that is not UTF-8, such as a pipe of a Chinese Windows, letters beyond ASCII
    are escaped, so that it is JSON all the same.
    """
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    escaped = encoding.replace("-", "") != "utf8"
    text = json.dumps(content, ensure_ascii=escaped, indent=2, allow_nan=False)
    typer.echo(text)
