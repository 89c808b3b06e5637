"""What `--help` shows is what is written in the code, every word of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from servicecircle.cli.main import app

if TYPE_CHECKING:
    from collections.abc import Iterator


def commands(
    group: Any,  # noqa: ANN401 - a group of commands is what typer says it is
    *before: str,
) -> Iterator[tuple[str, ...]]:
    """Name every command, those of groups with their group."""
    for name, command in group.commands.items():
        inner = hasattr(command, "commands")
        yield from commands(command, *before, name) if inner else [(*before, name)]


def words_of(text: str) -> set[str]:
    """Split text into words, without frames and Markdown's marks."""
    return set(re.sub("[`*│╭╮╰╯─]", "", text).split())


@pytest.mark.parametrize("words", list(commands(get_command(app))), ids=" ".join)
def test_help_shows_every_word(words: tuple[str, ...]) -> None:
    """Nothing is taken for markup: [siting] in area.toml stays [siting]."""
    command: Any = get_command(app)
    for word in words:
        command = command.commands[word]
    shown = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "1000"})
    said = [command.help, *(getattr(one, "help", None) for one in command.params)]
    written = set().union(*(words_of(text) for text in said if text))
    assert written <= words_of(shown.stdout)
