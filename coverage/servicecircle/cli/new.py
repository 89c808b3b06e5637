"""`servicecircle new`: start a planning area."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

Folder = Annotated[
    Path, typer.Argument(help="An empty folder, or one that is not there yet.")
]


def new(folder: Folder) -> None:
    """
    Start a planning area: a commented area.toml, and what its tables may hold.

    Example: servicecircle new my-district
    """
    from servicecircle.area.template import write_template  # noqa: PLC0415 - heavy

    written = write_template(folder)
    console = Console(soft_wrap=True, highlight=False)
    console.print("Written:")
    for path in written:
        console.print(f"  {path}", markup=False)
    console.print("Add your files, name them in area.toml, then run:")
    console.print(f"  servicecircle check {folder}", markup=False)
