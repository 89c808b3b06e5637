"""Options that commands about QR codes share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

KeysFile = Annotated[
    Path | None,
    typer.Option(
        "--keys",
        help="A file of keys, NAME:HEXADECIMAL a line; else the variable "
        "SERVICECIRCLE_QR_KEYS.",
    ),
]
PointsFile = Annotated[
    Path | None,
    typer.Option("--points", help="The folder of `qr plan`, or its qr_points.gpkg."),
]
