"""`servicecircle qr`: the codes at the doors."""

from __future__ import annotations

import typer

from servicecircle.cli.qr import key, plan, register, rounds, sheets, verify

app = typer.Typer(
    name="qr",
    help="QR points: where codes hang, their plates, and what is genuine.",
    no_args_is_help=True,
    # As Markdown, since Rich takes the [sections] of area.toml for markup of its own.
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
for module in (key, plan, sheets, rounds, register, verify):
    app.command()(getattr(module, module.__name__.rpartition(".")[2]))
