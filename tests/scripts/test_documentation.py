"""Commands that the documents show are commands that there are."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer

from servicecircle.cli.main import app

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
COMMANDS = typer.main.get_command(app)
NAMES = "|".join(COMMANDS.commands)
SHOWN = re.compile(
    rf"^ *(?:\$ )?(?:\S*\bin/)?servicecircle ((?:{NAMES})(?: .*)?)$", re.MULTILINE
)


def shown_commands(page: Path) -> list[str]:
    """List the commands that begin a line, without comments and explanations."""
    text = page.read_text("utf-8").replace("\\\n", " ")
    return [re.split(r"  +(?![ -])| > ", line)[0] for line in SHOWN.findall(text)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_have_the_options_that_are_shown(page: Path) -> None:
    """Parsed, not run; `AREA` and the like stand for folders."""
    for line in shown_commands(page):
        words = shlex.split(line, comments=True)
        command, context = COMMANDS, typer.Context(COMMANDS, info_name="servicecircle")
        while hasattr(command, "commands"):
            command = command.commands[words.pop(0)]
            context = typer.Context(command, parent=context)
        try:
            command.parse_args(context, words)
        except Exception as error:  # noqa: BLE001 - typer's kinds differ by version
            pytest.fail(f"{page.name}: {line}: {error}")


def test_every_command_is_shown_somewhere() -> None:
    """A command that no page shows is one that nobody finds."""
    shown = {line.split()[0] for page in PAGES for line in shown_commands(page)}
    assert set(COMMANDS.commands) - shown <= {"reach"}
