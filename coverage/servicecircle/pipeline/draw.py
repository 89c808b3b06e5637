"""The map of a measured area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.maps.explorer import explorer_map
from servicecircle.pipeline.siting_run import Ground
from servicecircle.siting.what_if import area_hash

if TYPE_CHECKING:
    import geopandas as gpd

    from servicecircle.maps.labels import Language
    from servicecircle.pipeline.measured import Measured


def draw_map(
    measured: Measured,
    *,
    language: Language = "en",
    proposals: gpd.GeoDataFrame | None = None,
    qr_points: gpd.GeoDataFrame | None = None,
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
    )
