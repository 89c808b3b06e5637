"""A map of units by the share of residents within the standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.maps.figures.sheet import Format, paper, picture
from servicecircle.maps.figures.words import WORDS, title
from servicecircle.maps.palette import (
    NO_DATA_COLOUR,
    SHARE_COLOURS,
    share_colour,
    share_labels,
)
from servicecircle.maps.small_picture import tenths

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from matplotlib.axes import Axes

    from servicecircle.maps.labels import Language
    from servicecircle.standards import ServiceStandard

WIDTH_CM = 16.0
MOST_NAMES = 40
"""With more units than this their names would cover the map."""
SCALE_STEPS_M = (100, 200, 500, 1_000, 2_000, 5_000, 10_000)


def coverage_by_unit(
    units: gpd.GeoDataFrame,
    coverage: pd.DataFrame,
    standard: ServiceStandard,
    *,
    language: Language = "en",
    kind: Format = "png",
) -> bytes:
    """
    Draw units coloured by the share of residents who can walk there in time.

    Parameters
    ----------
    units
        Indexed by unit id: ``name`` and polygons in a projected CRS in metres.
    coverage
        The rows of their level in ``coverage.csv``: ``unit_id``, ``service``,
        ``share_of_residents`` (0 to 1, or missing).
    standard
        The service.
    language
        Of title and legend.
    kind
        ``"png"`` or ``"svg"``.

    Returns
    -------
    bytes
        The picture; the same tables give the same bytes with the same matplotlib.

    Raises
    ------
    MissingDependencyError
        If the system has no font with Chinese characters.
    """
    rows = coverage[coverage["service"] == standard.service].set_index("unit_id")
    shares = tenths(rows["share_of_residents"].reindex(units.index))
    west, south, east, north = units.total_bounds
    shape = float(np.clip((north - south) / max(east - west, 1.0), 0.35, 1.6))
    with paper(WIDTH_CM, WIDTH_CM * shape + 2.4) as figure:
        axes = figure.subplots()
        axes.set_title(title(language, "within", standard), loc="left")
        colours = [share_colour(share) for share in shares]
        units.plot(ax=axes, color=colours, edgecolor="#555555", linewidth=0.5)
        if len(units) <= MOST_NAMES:
            _name(axes, units)
        _scale(axes, east - west, (west, south))
        axes.set_aspect("equal")
        axes.set_axis_off()
        _legend(axes, language, any_missing=None in shares)
        return picture(figure, kind)


def _name(axes: Axes, units: gpd.GeoDataFrame) -> None:
    """Write each unit's name inside it, haloed."""
    from matplotlib import patheffects  # noqa: PLC0415 - loads where it is used

    halo = [patheffects.withStroke(linewidth=1.8, foreground="white")]
    inside = shapely.point_on_surface(units.geometry.to_numpy())
    for (x, y), name in zip(
        shapely.get_coordinates(inside), units["name"], strict=True
    ):
        # A dollar sign would begin a formula.
        text = str(name).replace("$", r"\$")
        axes.text(x, y, text, ha="center", va="center", fontsize=5.5, path_effects=halo)


def _scale(axes: Axes, width_m: float, corner: tuple[float, float]) -> None:
    """Draw a bar of a round length, below the map's lower left corner."""
    length = max((s for s in SCALE_STEPS_M if s <= width_m / 4), default=100)
    x, y = corner[0], corner[1] - width_m * 0.03
    axes.plot([x, x + length], [y, y], color="#333333", linewidth=2)
    said = f"{length} m" if length < 1000 else f"{length // 1000} km"  # noqa: PLR2004 - a kilometre
    axes.text(x + length * 1.08, y, said, va="center", fontsize=7)


def _legend(axes: Axes, language: Language, *, any_missing: bool) -> None:
    from matplotlib.patches import Patch  # noqa: PLC0415 - loads where it is used

    classes = [*zip(SHARE_COLOURS, share_labels(), strict=True)]
    if any_missing:
        classes.append((NO_DATA_COLOUR, WORDS[language]["no_data"]))
    keys = [
        Patch(facecolor=colour, edgecolor="#555555", linewidth=0.5, label=label)
        for colour, label in classes
    ]
    axes.legend(
        handles=keys,
        loc="upper center",
        bbox_to_anchor=(0.5, 0.0),
        ncols=len(keys),
        frameon=False,
        fontsize=7,
        handlelength=1.2,
        columnspacing=1.0,
    )
