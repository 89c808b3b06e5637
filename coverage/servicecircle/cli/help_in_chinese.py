"""`--help` in Chinese: the table `help_zh.csv` says each paragraph and option."""

from __future__ import annotations

import csv
import inspect
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE = "Example: "
EXAMPLE_ZH = "示例："
FRAMES = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "DEFAULT_STRING": "[默认：{}]",
    "REQUIRED_LONG_STRING": "[必填]",
}
"""What typer puts around our words, by its own names for it."""
USAGE = {
    "Usage: ": "用法：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
}


def put_into_chinese(command: Any) -> None:  # noqa: ANN401 - typer has no public type
    """
    Put the help of a command, and of all below it, into Chinese.

    Parameters
    ----------
    command
        What `typer.main.get_command` gives: made for this process, and changed here.
    """
    from rich.table import Table  # noqa: PLC0415 - loads where it is used
    from typer import rich_utils  # noqa: PLC0415

    class Folding(Table):
        """Chinese has no blanks to break lines at: they break anywhere."""

        def add_row(self, *cells: Any, **more: Any) -> None:  # noqa: ANN401 - rich's
            super().add_row(*cells, **more)
            for column in self.columns:
                column.overflow = "fold"

    for name, value in {**FRAMES, "Table": Folding}.items():
        setattr(rich_utils, name, value)
    for one in every_command(command):
        one.help = "\n\n".join(map(_paragraph, paragraphs(one.help)))
        one.epilog = "\n\n".join(map(_paragraph, paragraphs(one.epilog)))
        for param in one.params:
            param.help = _paragraph(" ".join((param.help or "").split()))
        _put_usage_and_help_option(one)


def usage_in_chinese(usage: str) -> str:
    """
    Say the line of usage in Chinese.

    >>> usage_in_chinese("Usage: servicecircle plan [OPTIONS] {AREA}")
    '用法：servicecircle plan [选项] {AREA}'
    """
    for english, chinese in USAGE.items():
        usage = usage.replace(english, chinese, 1)
    return usage


def every_command(command: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    """Give a command and all that are below it."""
    yield command
    for below in getattr(command, "commands", {}).values():
        yield from every_command(below)


def paragraphs(text: str | None) -> list[str]:
    """Split a help text into paragraphs of one line each."""
    parts = inspect.cleandoc(text or "").split("\n\n")
    return [" ".join(part.split()) for part in parts if part.strip()]


@cache
def table() -> dict[str, str]:
    """Read the table."""
    text = files("servicecircle.cli").joinpath("help_zh.csv").read_text("utf-8")
    return {row["english"]: row["chinese"] for row in csv.DictReader(text.splitlines())}


def _paragraph(text: str) -> str:
    if text.startswith(EXAMPLE):
        return EXAMPLE_ZH + text.removeprefix(EXAMPLE)
    return table().get(text, text)


def _put_usage_and_help_option(command: Any) -> None:  # noqa: ANN401 - as above
    """Put what a command makes when it is asked into Chinese as well."""
    usage, option = command.get_usage, command.get_help_option

    def get_help_option(context: Any) -> Any:  # noqa: ANN401 - as above
        made = option(context)
        if made is not None:
            made.help = _paragraph(made.help)
        return made

    command.get_usage = lambda context: usage_in_chinese(usage(context))
    command.get_help_option = get_help_option
