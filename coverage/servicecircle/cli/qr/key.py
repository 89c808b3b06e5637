"""`servicecircle qr key`: a key to sign codes with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from servicecircle.cli.language import Language, SaidIn, spoken


def key(
    file: Annotated[
        Path, typer.Argument(help="The file of keys; it is made where there is none.")
    ],
    name: Annotated[
        str, typer.Option(help="What addresses call it: 1 to 3 letters or digits.")
    ] = "A",
    _lang: SaidIn = Language.ENGLISH,
) -> None:
    """
    Make a random key to sign codes with, and add it to a file of keys.

    The key is printed nowhere. Keep the file where only those who print plates can
    read it, and keep a copy: without it plates that hang cannot be told from forged.

    Example: servicecircle qr key keys.txt --name A
    """
    from servicecircle.qr.codes.make_key import add_key  # noqa: PLC0415 - heavy

    made = add_key(file, name)
    told = (
        f"Key {made} is in {file}. New plates are signed with it where area.toml says "
        f'[qr] key_id = "{made}".'
    )
    typer.echo(spoken(told))
