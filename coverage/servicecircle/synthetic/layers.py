"""GeoPackages whose every layer says that it was made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.notice import describe_layers
from servicecircle.synthetic.notice import NOTICE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas as gpd


def write_layers(path: Path, layers: Mapping[str, gpd.GeoDataFrame]) -> None:
    """
    Write layers into one new GeoPackage, the same bytes each time.

    Every layer's description is the notice. A layer without rows is left out.
    """
    filled = {name: frame for name, frame in layers.items() if len(frame)}
    write_geopackage(path, filled, styles={})
    describe_layers(path, NOTICE)
