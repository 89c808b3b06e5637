"""`servicecircle new`: start a planning area, from a template or from files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from servicecircle.cli.console import as_typed, say_json
from servicecircle.cli.language import Language, SaidIn, spoken

if TYPE_CHECKING:
    from servicecircle.area.draft import Draft

Folder = Annotated[
    Path, typer.Argument(help="An empty folder, or one that is not there yet.")
]
From = Annotated[
    list[str] | None,
    typer.Option(
        "--from",
        metavar="FILE",
        help="A file, folder or 'pattern' to look into; more may follow it.",
    ),
]
More = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FILE]...", help="More files for --from."),
]
Copy = Annotated[
    bool, typer.Option("--copy", help="Copy the files into the folder (with --from).")
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print what was recognised as JSON.")
]


def new(
    folder: Folder,
    files: More = None,
    *,
    from_: From = None,
    copy: Copy = False,
    as_json: AsJson = False,
    _lang: SaidIn = Language.ENGLISH,
) -> None:
    """
    Start a planning area: a commented area.toml, and what its tables may hold.

    With --from it looks into files, guesses what is what, and marks its doubts.

    Example: servicecircle new my-district --from data/*.gpkg stations.xlsx
    """
    given = [*(from_ or []), *(files or [])]
    if from_ is None and (files or copy):
        msg = "Files to look into, and --copy, go with --from."
        raise typer.BadParameter(msg)
    if from_ is None:
        _from_template(folder, as_json=as_json)
        return
    from servicecircle.area.draft import (  # noqa: PLC0415 - heavy
        draft_area,
        draft_as_data,
        write_draft,
    )

    draft = draft_area(given, name=folder.resolve().name)
    written = write_draft(draft, folder, copy=copy)
    if as_json:
        paths = [str(path) for path in written]
        say_json({"status": "written", "files": paths, **draft_as_data(draft)})
        return
    console = Console(soft_wrap=True, highlight=False)
    _say_recognised(console, draft)
    _say_questions(console, draft)
    _say_written(console, folder, written)
    console.print(spoken("Read area.toml, answer its questions, then run:"))
    console.print(f"  servicecircle check {as_typed(folder)}", markup=False)


def _from_template(folder: Path, *, as_json: bool) -> None:
    from servicecircle.area.template import write_template  # noqa: PLC0415 - heavy

    written = write_template(folder)
    if as_json:
        say_json({"status": "written", "files": [str(path) for path in written]})
        return
    console = Console(soft_wrap=True, highlight=False)
    _say_written(console, folder, written)
    console.print(spoken("Add your files, name them in area.toml, then run:"))
    console.print(f"  servicecircle check {as_typed(folder)}", markup=False)


def _say_written(console: Console, folder: Path, written: list[Path]) -> None:
    console.print(spoken(f"Written into {folder}:"), markup=False)
    for path in written:
        console.print(f"  {path.name}", markup=False)


def _say_recognised(console: Console, draft: Draft) -> None:
    """Print a table of what was taken for what."""
    heads = ("section", "layer", "rows", "how sure", "why")
    table = Table(*map(spoken, heads), box=None, pad_edge=False)
    for column in table.columns:
        # Chinese has no blanks at which lines could break.
        column.overflow = "fold"
    table.columns[2].justify = "right"
    for part in draft.parts:
        rows = part.look.rows
        sure = spoken(part.evidence.confidence if part.active else "left out")
        cells = (
            part.section,
            part.look.title,
            f"{rows:,}" if rows else "",
            sure,
            "; ".join(map(spoken, part.evidence.reasons)),
        )
        table.add_row(*(Text(cell) for cell in cells))
    for level, derived in draft.derived.items():
        why = spoken(f"{derived.ids} of the {derived.finer.layer} names its units")
        dissolved, likely = spoken("(dissolved)"), spoken("likely")
        cells = (f"levels.{level.value}", dissolved, "", likely, why)
        table.add_row(*(Text(cell) for cell in cells))
    for look, meaning in draft.aside:
        seems = spoken(f"seems to be {meaning}" if meaning else "not recognised")
        unused = spoken("not used")
        table.add_row(unused, Text(look.title), f"{look.rows:,}", "", Text(seems))
    for what, reason in draft.skipped:
        unread = spoken("not read")
        table.add_row(unread, Text(what), "", "", Text(spoken(reason)))
    console.print(table, soft_wrap=False)


def _say_questions(console: Console, draft: Draft) -> None:
    questions = draft.all_questions
    if not questions:
        console.print(spoken("No questions are left."))
        return
    noun = "question is" if len(questions) == 1 else "questions are"
    left = f"{len(questions)} {noun} left (marked # ? in area.toml):"
    console.print(spoken(left), markup=False)
    for question in questions:
        console.print(f"  {spoken(question)}", markup=False)
