"""`servicecircle demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from servicecircle.cli.plan import AsJson, Language, MapLanguage, run_plan

Folder = Annotated[
    Path, typer.Argument(help="Where to put the area (area/) and its run (run/).")
]


def demo(
    folder: Folder = Path("demo"),
    as_json: AsJson = False,
    lang: MapLanguage = Language.ENGLISH,
) -> None:
    """
    Make a small demonstration district and plan it.

    The district is drawn by hand and synthetic: 14 houses whose walks can be worked out
    on paper. One that is there already is planned as it stands.

    Example: servicecircle demo my-demo
    """
    from servicecircle.synthetic import write_village  # noqa: PLC0415 - loads GDAL

    area = folder / "area"
    if not (area / "area.toml").is_file():
        write_village(area)
    run_plan(area, folder / "run", as_json=as_json, lang=lang, with_map=True)
