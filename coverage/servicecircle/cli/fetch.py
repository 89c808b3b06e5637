"""`servicecircle fetch`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servicecircle.cli.console import as_typed, progress_bars
from servicecircle.cli.language import Language, SaidIn, spoken
from servicecircle.errors import InputError

if TYPE_CHECKING:
    import shapely


def fetch(  # noqa: PLR0913, PLR0917 - one parameter per option
    out: Annotated[Path, typer.Option(help="The folder to make.")],
    place: Annotated[
        str | None, typer.Option(help="A place as openstreetmap.org knows it.")
    ] = None,
    boundary: Annotated[
        Path | None, typer.Option(help="A file with the boundary as polygons.")
    ] = None,
    residents: Annotated[
        float | None, typer.Option(min=0, help="The district's residents.")
    ] = None,
    crs: Annotated[
        str | None, typer.Option(help="Working CRS; default: the UTM zone.")
    ] = None,
    overpass_url: Annotated[
        str | None, typer.Option(help="Another Overpass server.")
    ] = None,
    nominatim_url: Annotated[
        str | None, typer.Option(help="Another Nominatim server.")
    ] = None,
    _lang: SaidIn = Language.ENGLISH,
) -> None:
    """
    Download a planning area from OpenStreetMap by place or boundary.

    Example: servicecircle fetch --place "Guangming, Shenzhen" --out guangming
    """
    from servicecircle.inputs.osm_download import download_osm  # noqa: PLC0415 - loads where it is used

    if (place is None) == (boundary is None):
        msg = "Give either --place or --boundary."
        raise typer.BadParameter(msg)
    area = place if boundary is None else _polygon(boundary)
    with progress_bars(quiet=False) as show:
        found = download_osm(
            area or "",
            out=out,
            name=None if boundary is None else boundary.stem,
            crs=crs,
            residents=residents,
            overpass_url=overpass_url,
            nominatim_url=nominatim_url,
            show=show,
        )
    stand_in = " (a stand-in: see area.toml)" if residents is None else ""
    told = (
        f"{found.folder}: {found.name}, {found.crs}. {found.edges:,} directed edges, "
        f"{found.buildings:,} buildings with {found.entrances:,} entrances, "
        f"{found.facilities:,} public facilities as stand-in stations, "
        f"{found.residents:,.0f} residents{stand_in}."
    )
    typer.echo(spoken(told))
    typer.echo(spoken(f"Next: servicecircle plan {as_typed(found.folder)}"))


def _polygon(path: Path) -> shapely.Polygon | shapely.MultiPolygon:
    """Read a boundary file as one polygon in longitude and latitude."""
    import geopandas as gpd  # noqa: PLC0415 - loads where it is used
    import shapely  # noqa: PLC0415

    from servicecircle.inputs.files import read_table  # noqa: PLC0415

    table = read_table(path)
    if not isinstance(table, gpd.GeoDataFrame):
        msg = f"{path} has no geometry, and a boundary must be polygons."
        raise InputError(msg)
    merged = table.to_crs("EPSG:4326").union_all()
    if isinstance(merged, shapely.Polygon | shapely.MultiPolygon):
        return merged
    msg = f"{path} holds {merged.geom_type}, and a boundary must be polygons."
    raise InputError(msg)
