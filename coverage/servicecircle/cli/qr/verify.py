"""`servicecircle qr verify`: a genuine code told from a forged or mistyped one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from servicecircle.cli.console import say_json
from servicecircle.cli.language import Language, SaidIn, spoken
from servicecircle.cli.plan import AreaFolder
from servicecircle.cli.qr.options import KeysFile, PointsFile

if TYPE_CHECKING:
    from servicecircle.qr.codes import Verified

REFUSED = 1
"""Exit code when one of them is not good."""
SAID = {
    "genuine": "genuine: host, key and signature are the district's.",
    "unsigned": "a code as the district gives them; only scanning shows who made it.",
    "retired": "retired: its point is gone, and the plate should be taken down.",
    "unknown": "unknown: well formed, and not in the register.",
    "mistyped": "mistyped: a character is wrong, or two are swapped.",
    "forged": "FORGED: the signature is not that of the code.",
    "unknown_key": "signed with a key that is not among those given.",
    "other_host": "FORGED or pasted over: it leads to another host.",
    "malformed": "neither an address of the district nor a code.",
}


def verify(
    area: AreaFolder,
    texts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ADDRESS|CODE]...",
            help="As scanned or typed; without any, a line each from standard input.",
        ),
    ] = None,
    keys: KeysFile = None,
    points: PointsFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    _lang: SaidIn = Language.ENGLISH,
) -> None:
    """
    Say of scanned addresses and typed codes whether they are the district's, offline.

    Exit code 0: all are good; 1: one is not, told by name.

    Example: servicecircle qr verify my-district K7M-4PQ-X3D --keys keys.txt
    """
    from servicecircle.pipeline.qr_verify import qr_verify  # noqa: PLC0415 - heavy

    lines = texts or [line for line in map(str.strip, sys.stdin) if line]
    judged = qr_verify(area, lines, keys=keys, points=points)
    if as_json:
        rows = [
            {"text": text, **one._asdict(), "good": one.good}
            for text, one in zip(lines, judged, strict=True)
        ]
        say_json({"codes": rows})
    else:
        for text, one in zip(lines, judged, strict=True):
            typer.echo(_line(text, one))
    if not all(one.good for one in judged):
        raise typer.Exit(REFUSED)


def _line(text: str, one: Verified) -> str:
    about = f" ({one.code})" if one.code else ""
    near = f"Did you mean {' or '.join(one.perhaps)}?" if one.perhaps else ""
    told = " ".join(spoken(part) for part in (SAID[one.verdict], near) if part)
    return f"{text}{about}: {told}"
