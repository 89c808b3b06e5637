"""The maps of a measured area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.maps.explorer import explorer_map
from servicecircle.maps.public import public_coverage
from servicecircle.pipeline.siting_run import Ground
from servicecircle.siting.what_if import area_hash

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from servicecircle.maps.base_maps import BaseMap
    from servicecircle.maps.labels import Language
    from servicecircle.pipeline.measured import Counted

KEYS = ["level", "unit_id", "service"]


def draw_map(
    measured: Counted,
    *,
    language: Language = "en",
    proposals: gpd.GeoDataFrame | None = None,
    qr_points: gpd.GeoDataFrame | None = None,
    base: BaseMap | None = None,
) -> str:
    """
    Draw the measurement as one HTML page that opens without a network.

    Parameters
    ----------
    measured
        What was measured.
    language
        The page's language when it is opened.
    proposals, qr_points
        Points to show besides, in any CRS (see `explorer_map`).
    base
        Tiles to fetch from outside when the page is opened.
    """
    ground = Ground(measured.area, measured.network)
    return explorer_map(
        measured.area,
        measured.network,
        measured.reach,
        proposals=proposals,
        qr_points=qr_points,
        language=language,
        # What is tried on the map is scored on the data that it was drawn from.
        area_hash=area_hash(ground.inputs()),
        figures=figures_of(measured),
        base=base,
    )


def draw_public_map(measured: Counted, *, language: Language = "en") -> str:
    """Draw the measurement as it may be made public."""
    return explorer_map(
        measured.area,
        measured.network,
        measured.reach,
        language=language,
        figures=told_in_public(measured),
        publish=measured.area.config.publish,
    )


def figures_of(measured: Counted) -> pd.DataFrame:
    """Give the run's table of coverage with the share by circle and detour beside."""
    # Circle, circle times detour and street stand side by side, on the map too.
    detour = measured.honesty.set_index(KEYS)["share_by_detour"]
    return measured.coverage.join(detour, on=KEYS)


def told_in_public(measured: Counted) -> pd.DataFrame:
    """Give the table of coverage without what would tell of a few people."""
    publish = measured.area.config.publish
    return public_coverage(
        measured.coverage,
        measured.reach.table,
        measured.area.buildings,
        measured.area.levels,
        below=publish.suppress_below,
        fewest_buildings=publish.fewest_buildings,
    )
