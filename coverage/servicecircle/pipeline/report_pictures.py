"""The maps of a written report, drawn from the layers of finished runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyogrio
import shapely

from servicecircle.errors import InputError
from servicecircle.maps.palette import (
    ACTION_COLOURS,
    NO_DATA_COLOUR,
    RISK_COLOURS,
    SHARE_COLOURS,
    share_colour,
    share_labels,
)
from servicecircle.maps.print_map import Numbered, print_map
from servicecircle.maps.small_picture import tenths
from servicecircle.reports.word import Picture, Pictures
from servicecircle.reports.word.coverage import WORST, name_of
from servicecircle.reports.word.proposals import ranked
from servicecircle.reports.word.risk import TIERS, finest, red_units
from servicecircle.reports.word.words import say
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.reports.findings_words import Language
    from servicecircle.reports.finished_run import FinishedRun
    from servicecircle.reports.word import Runs

WORST_COLOUR = "#8c1d18"
TIER_COLOURS = {**RISK_COLOURS, "insufficient": NO_DATA_COLOUR}


def draw_pictures(runs: Runs, *, language: Language) -> Pictures:
    """
    Draw a map for each part that a run is there for.

    Parameters
    ----------
    runs
        Finished runs; a run of risk without proposals is drawn all the same.
    language
        Of captions and legends; the maps themselves hold digits alone.

    Raises
    ------
    InputError
        If a layer cannot be read.
    """
    site, risk = runs.site, runs.risk
    return Pictures(
        _coverage(runs.plan, language=language),
        None if site is None else _proposals(runs, site, language=language),
        None if risk is None else _risk(runs, risk, language=language),
    )


def _coverage(run: FinishedRun, *, language: Language) -> Picture:
    service, figures = next(iter(run.manifest["figures"].items()))
    column = f"share_of_residents_{service}"
    units, borders = _units(run, "reach.gpkg", [column])
    worst = run.table("worst_units")
    worst = worst[worst["service"] == service].sort_values("rank").head(WORST)
    dots = _points(_layer(run, "reach.gpkg", "stations"))
    png = print_map(
        _shapes(units),
        [share_colour(share) for share in tenths(units[column])],
        borders=_shapes(borders),
        dots=dots,
        numbered=[_named(units, worst["unit_id"].tolist())],
    )
    limit = say("metres", language, n=figures["distance_m"])
    told = {"service": name_of(run, service), "limit": limit, "stations": len(dots)}
    return Picture(
        png,
        say("coverage_caption", language, **told),
        say("coverage_alt", language, area=run.manifest["area"]["name"], **told),
        _share_legend(units[column], language),
    )


def _proposals(runs: Runs, site: FinishedRun, *, language: Language) -> Picture:
    units, borders = _units(site, "proposals.gpkg", ["share_then"])
    places = ranked(site)
    numbers = [f"{rank:.0f}" for rank in places["rank"]]
    png = print_map(
        _shapes(units),
        [share_colour(share) for share in tenths(units["share_then"])],
        borders=_shapes(borders),
        dots=_points(_layer(site, "proposals.gpkg", "stations")),
        numbered=[
            Numbered(
                places[["x", "y"]].to_numpy(np.float64),
                numbers,
                ACTION_COLOURS["open"],
            )
        ],
    )
    area = runs.plan.manifest["area"]["name"]
    return Picture(
        png,
        say("proposals_caption", language),
        say("proposals_alt", language, area=area),
        _share_legend(units["share_then"], language),
    )


def _risk(runs: Runs, risk: FinishedRun, *, language: Language) -> Picture:
    layer = Level(finest(risk)).layer
    units = _layer(risk, "risk.gpkg", layer, ["unit_id", "tier"]).set_index("unit_id")
    _, borders = _units(runs.plan, "reach.gpkg", [])
    png = print_map(
        _shapes(units),
        [TIER_COLOURS[str(tier)] for tier in units["tier"]],
        borders=_shapes(borders),
        dots=np.empty((0, 2)),
        numbered=[_named(units, red_units(risk)["unit_id"].tolist(), colour="#1d1d1f")],
    )
    legend = [(TIER_COLOURS[tier], say(f"tier_{tier}", language)) for tier in TIERS]
    area = runs.plan.manifest["area"]["name"]
    return Picture(
        png,
        say("risk_caption", language),
        say("risk_alt", language, area=area),
        legend,
    )


def _units(
    run: FinishedRun, file: str, columns: Sequence[str]
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Give the finest units, and those of the level above whose borders are drawn."""
    there = {str(name) for name, _ in pyogrio.list_layers(_path(run, file))}
    levels = [level for level in Level if level.layer in there]
    fine = _layer(run, file, levels[-1].layer, ["unit_id", *columns])
    wider = [level for level in levels[:-1] if level is not Level.RED_SUB_GRID]
    border = (wider or levels)[-1]
    borders = _layer(run, file, border.layer, ["unit_id"])
    return fine.set_index("unit_id"), borders


def _layer(
    run: FinishedRun, file: str, layer: str, columns: Sequence[str] = ()
) -> gpd.GeoDataFrame:
    path = _path(run, file)
    try:
        return pyogrio.read_dataframe(path, layer=layer, columns=list(columns))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        msg = (
            f"{path} cannot be read: it has no layer {layer!r}. Run the command again."
        )
        raise InputError(msg) from error


def _path(run: FinishedRun, file: str) -> str:
    path = run.folder / file
    if not path.is_file():
        msg = f"{path} is not there. Run `servicecircle {run.command}` again."
        raise InputError(msg)
    return str(path)


def _shapes(units: gpd.GeoDataFrame) -> NDArray[np.object_]:
    return np.asarray(units.geometry.to_numpy(), dtype=object)


def _points(layer: gpd.GeoDataFrame) -> NDArray[np.float64]:
    return np.asarray(shapely.get_coordinates(_shapes(layer)), dtype=np.float64)


def _named(
    units: gpd.GeoDataFrame, ids: Sequence[str], *, colour: str = WORST_COLOUR
) -> Numbered:
    """Give units the numbers of their rows in a table; what is not drawn has none."""
    rows = units.index.get_indexer(pd.Index(list(ids), dtype="str"))
    labels = [str(n) for n, row in enumerate(rows, start=1) if row >= 0]
    inside = shapely.point_on_surface(_shapes(units)[rows[rows >= 0]])
    return Numbered(shapely.get_coordinates(inside), labels, colour)


def _share_legend(shares: pd.Series, language: Language) -> list[tuple[str, str]]:
    classes = [*zip(SHARE_COLOURS, share_labels(), strict=True)]
    if shares.isna().any():
        classes.append((NO_DATA_COLOUR, say("legend_missing", language)))
    return classes
