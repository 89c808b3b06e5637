"""Write the reference of all commands from the commands themselves."""

from __future__ import annotations

import re

import typer
import typer.cli

from servicecircle.cli.main import app

HEAD = """\
# Commands

Made from the program itself: `servicecircle COMMAND --help` says the same. Exit codes:
0 done, 1 the data or the request cannot be used, 2 wrong usage.

"""
LIST = re.compile(r"\*\*Commands\*\*:\n\n(?:\* .*\n)+\n?")
"""A list of what follows anyway, in sentences that are cut off."""
EXAMPLE = re.compile(r"^Example: (.*)$", re.MULTILINE)


def commands_document() -> str:
    """
    Write every command with its arguments and options as Markdown.

    >>> "## `servicecircle qr plan`" in commands_document()
    True
    """
    group = typer.main.get_command(app)
    context = typer.Context(group, info_name="servicecircle")
    text = typer.cli.get_docs_for_click(
        obj=group, ctx=context, name="servicecircle", title="servicecircle"
    )
    return HEAD + _with_examples(LIST.sub("", text.partition("\n")[2]))


def _with_examples(text: str) -> str:
    """Set the examples in the commands' help as code; commands become sections."""
    text = EXAMPLE.sub(r"Example:\n\n```console\n$ \1\n```", text)
    return text.replace("\n### `servicecircle", "\n## `servicecircle")


if __name__ == "__main__":
    print(commands_document())
