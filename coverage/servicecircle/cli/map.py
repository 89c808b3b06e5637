"""`servicecircle map`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servicecircle.cli.framed import run_and_say
from servicecircle.cli.language import Language, spoken
from servicecircle.cli.plan import MapLanguage
from servicecircle.cli.qr.options import (
    KeysFile,
)
from servicecircle.errors import InputError
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.maps.base_maps import BaseMap
    from servicecircle.progress import Show


class Profile(StrEnum):
    """Who a map is for."""

    INTERNAL = "internal"
    PUBLIC = "public"


class Base(StrEnum):
    """A base map from outside."""

    TIANDITU = "tianditu"
    GAODE = "gaode"


AreaOrRun = Annotated[
    Path,
    typer.Argument(
        metavar="AREA|RUN",
        help="A planning area's folder (area.toml), or a run of `servicecircle plan`.",
    ),
]
Out = Annotated[
    Path, typer.Option("--out", "-o", help="The folder of maps to write or replace.")
]
For = Annotated[
    Profile, typer.Option(help="Internal holds everything; public what may be told.")
]
One = Annotated[
    list[str] | None,
    typer.Option(
        "--community",
        metavar="ID",
        help="Only the map of this unit, by id or name; may be repeated.",
    ),
]
Each = Annotated[
    bool,
    typer.Option(
        "--each-community", help="Also a map of every unit, and index.html of them."
    ),
]
UnitLevel = Annotated[Level, typer.Option(help="Which units have their own maps.")]
BaseOf = Annotated[
    Base | None,
    typer.Option(
        "--base",
        help="Tiles fetched when the map is opened, for internal maps: tianditu (needs "
        "--key-file) or gaode.",
    ),
]
KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        metavar="F",
        help="A file with your Tianditu key; it stands in the map.",
    ),
]
Proposals = Annotated[
    Path | None,
    typer.Option(
        metavar="RUN", help="A folder of `servicecircle site`, to show its proposals."
    ),
]
QrPoints = Annotated[
    Path | None,
    typer.Option(
        "--qr", metavar="F", help="qr_points.gpkg or its folder, to show QR points."
    ),
]
Risk = Annotated[
    bool,
    typer.Option(
        "--risk",
        help="Also show risk and the clock, from the register that [appeals] names.",
    ),
]
Quarters = Annotated[
    int, typer.Option(min=0, help="How many quarters back risk is shown.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the manifest as JSON.")]


def map(  # noqa: A001, PLR0913, PLR0917 - the command's name and its options
    area: AreaOrRun,
    out: Out,
    profile: For = Profile.INTERNAL,
    community: One = None,
    each_community: Each = False,
    level: UnitLevel = Level.COMMUNITY,
    base: BaseOf = None,
    key_file: KeyFile = None,
    proposals: Proposals = None,
    qr: QrPoints = None,
    risk: Risk = False,
    quarters: Quarters = 8,
    keys: KeysFile = None,
    lang: MapLanguage = Language.ENGLISH,
    as_json: AsJson = False,
) -> None:
    """
    Draw maps that open without a network, of the whole or of single communities.

    A run is drawn from its area, which must not have changed since.

    Example: servicecircle map my-district --out my-maps --each-community
    """
    from servicecircle.pipeline.map import write_maps  # noqa: PLC0415 - heavy

    def draw(show: Show) -> BaseMap | None:
        tiles = _base_map(base, key_file)
        write_maps(
            area,
            out,
            profile=profile.value,
            units=community or (),
            each=each_community,
            level=level,
            language=lang.value,
            base=tiles,
            proposals=proposals,
            qr_points=qr,
            risk=risk,
            quarters=quarters,
            keys=keys,
            show=show,
        )
        return tiles

    run_and_say(
        draw,
        out,
        as_json=as_json,
        say=lambda manifest, tiles: _say(manifest, tiles, out),
    )


def _say(manifest: Mapping[str, Any], tiles: BaseMap | None, out: Path) -> None:
    """Print the maps with their sizes, what they fetch, and where they lie."""
    for file, size in manifest["maps"].items():
        typer.echo(f"{size / 1e6:6.2f} MB  {file}")
    if tiles is not None:
        outside = f"They fetch pictures from outside when opened: {tiles.attribution}."
        typer.echo(spoken(outside))
    typer.echo(spoken(f"Written: {out}"))


def _base_map(base: Base | None, key_file: Path | None) -> BaseMap | None:
    """Take the base map that is asked for."""
    from servicecircle.maps.base_maps import gaode, read_key, tianditu  # noqa: PLC0415

    if base is Base.TIANDITU:
        if key_file is None:
            msg = "Tianditu needs your own key: name the file it is in with --key-file."
            raise InputError(msg)
        return tianditu(read_key(key_file))
    if key_file is not None:
        msg = "--key-file goes with --base tianditu."
        raise InputError(msg)
    return gaode() if base is Base.GAODE else None
