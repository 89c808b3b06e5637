"""A small picture of units by share, its legend, and how its numbers are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import shapely

from servicecircle.maps.markup import escape_text
from servicecircle.maps.palette import (
    NO_DATA_COLOUR,
    SHARE_COLOURS,
    share_colour,
    share_labels,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

WIDTH = 720
"""The picture's width in its own units; it scales to the page."""


def tenths(shares: pd.Series) -> list[int | None]:
    """
    Give shares in tenths of a percent; 0 and 1000 only where they are exact.

    >>> tenths(pd.Series([0.87444, 0.99999, 1.0, None]))
    [874, 999, 1000, None]
    """
    known = shares.to_numpy(dtype=float, na_value=np.nan)
    steps = np.rint(known * 1000)
    steps = np.where(known < 1, np.minimum(steps, 999), steps)
    steps = np.where(known > 0, np.maximum(steps, 1), steps)
    return [None if np.isnan(step) else int(step) for step in steps]


def amount(value: float) -> str:
    """
    Write a whole number, or a dash where there is none.

    >>> amount(1234.4), amount(float("nan"))
    ('1,234', '–')
    """
    return "–" if pd.isna(value) else f"{value:,.0f}"


def percent(share: int | None) -> str:
    """
    Write tenths of a percent.

    >>> percent(874), percent(None)
    ('87.4 %', '–')
    """
    return "–" if share is None else f"{share / 10:.1f} %"


class Outlines(NamedTuple):
    """Units as SVG paths on one drawing."""

    paths: list[str]
    middles: NDArray[np.float64]
    """A place inside each unit, shape (units, 2)."""
    width: int
    height: int


def outlines(units: gpd.GeoDataFrame) -> Outlines:
    """Draw units as fine as the drawing shows, borders still shared."""
    west, south, east, north = units.total_bounds
    scale = WIDTH / max(east - west, 1.0)

    def to_page(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray((xy - [west, north]) * [scale, -scale])

    shapes = shapely.coverage_simplify(units.geometry.to_numpy(), 1 / scale)
    middles = shapely.get_coordinates(shapely.point_on_surface(shapes))
    return Outlines(
        [_outline(shape) for shape in shapely.transform(shapes, to_page)],
        to_page(middles),
        WIDTH,
        max(int((north - south) * scale), 1),
    )


def picture(
    units: gpd.GeoDataFrame,
    shares: Sequence[int | None],
    *,
    links: Sequence[str] | None = None,
) -> str:
    """
    Draw units, filled by their shares, as an SVG element.

    Parameters
    ----------
    units
        ``name`` and polygons in any projected CRS.
    shares
        Tenths of a percent; None where nothing is known.
    links
        Where each unit leads to; with links the names are written too.

    Examples
    --------
    >>> import geopandas as gpd
    >>> units = gpd.GeoDataFrame({"name": ["East"]},
    ...     geometry=[shapely.box(0, 0, 900, 900)], crs="EPSG:32628")
    >>> "<title>East 87.4 %</title>" in picture(units, [874])
    True
    """
    drawn = outlines(units)
    shapes = [
        f'<path fill="{share_colour(share)}" d="{path}">'
        f"<title>{escape_text(name)} {percent(share)}</title></path>"
        for path, share, name in zip(drawn.paths, shares, units["name"], strict=True)
    ]
    if links is not None:
        shapes = [
            f'<a href="{escape_text(link)}">{shape}</a>'
            for link, shape in zip(links, shapes, strict=True)
        ]
        shapes += [
            f'<text x="{x:.0f}" y="{y:.0f}">{escape_text(name)}</text>'
            for (x, y), name in zip(drawn.middles, units["name"], strict=True)
        ]
    inner = "\n".join(shapes)
    role = 'role="img" ' if links is None else ""
    return (
        f'<svg viewBox="-2 -2 {drawn.width + 4} {drawn.height + 4}" {role}'
        f'fill-rule="evenodd" stroke="#555" stroke-width="0.8">\n{inner}\n</svg>'
    )


def _outline(shape: shapely.Geometry) -> str:
    """Write the rings of a shape as an SVG path of whole units."""
    polygons = shapely.get_parts(shape)
    rings = (ring for p in polygons for ring in (p.exterior, *p.interiors))
    return "".join(_ring(shapely.get_coordinates(ring)) for ring in rings)


def _ring(points: NDArray[np.float64]) -> str:
    """Write a ring without repeated points."""
    places = np.rint(points).astype(int)
    moved = np.any(np.diff(places, axis=0, prepend=places[:1] - 1) != 0, axis=1)
    return "M" + "L".join(f"{x} {y}" for x, y in places[moved].tolist()) + "Z"


def legend(words: dict[str, str]) -> str:
    """List the classes with their colours."""
    entries = [*zip(SHARE_COLOURS, share_labels(), strict=True)]
    entries.append((NO_DATA_COLOUR, words["no_data"]))
    keys = "".join(
        '<li><svg viewBox="0 0 2 1"><rect width="2" height="1" '
        f'fill="{colour}"/></svg> {escape_text(label)}</li>'
        for colour, label in entries
    )
    return f"<ul>{keys}</ul>"
