"""
A small map for a card: dense things painted, a few marked.

Streets and houses become one picture of few colours, whatever their number; stations
and sites are drawn over it, each with its name. The whole stays below a fixed size.
"""

from __future__ import annotations

from base64 import b64encode
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WIDTH_PX = 380
"""How wide a map is shown; a tall one is narrower."""
HIGHEST_PX = 420
FINE = 2
"""Dots of the picture per pixel of the page, for screens that show as many."""
MOST_BYTES = 130_000
"""Of the picture; written as text it is a third more."""
MOST_MARKS = 300
"""More marks than these are painted as dots without names."""
MOST_PAINTS = 15


class Paint(NamedTuple):
    """Many things of one colour, painted over those before."""

    name: str
    """In the legend; nothing for what needs no explanation."""
    shapes: NDArray[np.object_]
    """Points, lines or polygons (of which the outline is painted), in metres."""
    colour: str
    """As ``#rrggbb``."""
    wide: int = 1
    """Dots across."""


class Mark(NamedTuple):
    """One thing with a name, drawn over what is painted."""

    x: float
    y: float
    name: str
    colour: str
    group: str = ""
    """In the legend."""


def small_map(
    paints: Sequence[Paint], marks: Sequence[Mark] = (), *, label: str
) -> str:
    """
    Draw a small map as HTML.

    Parameters
    ----------
    paints
        What is painted, the lowest first; together they say how far the map reaches.
    marks
        What is marked; those beyond the map are left out.
    label
        Says what the picture shows to those who cannot see it.

    Returns
    -------
    str
        HTML of at most 200 kB; nothing where there is nothing to paint.

    Raises
    ------
    ValueError
        If there are more than 15 paints.

    Examples
    --------
    >>> road = np.array([shapely.LineString([(0, 0), (900, 300)])])
    >>> drawn = small_map([Paint("streets", road, "#888888")], label="One road")
    >>> drawn.count("data:image/png;base64,"), "<title>" in drawn
    (1, False)
    """
    if len(paints) > MOST_PAINTS:
        msg = f"A small map has at most {MOST_PAINTS} paints. Got {len(paints)}."
        raise ValueError(msg)
    xy = [shapely.get_coordinates(paint.shapes) for paint in paints]
    xy = [points for points in xy if len(points)]
    if not xy:
        return ""
    west, south = np.min([points.min(axis=0) for points in xy], axis=0)
    east, north = np.max([points.max(axis=0) for points in xy], axis=0)
    wide_m, high_m = max(east - west, 1.0), max(north - south, 1.0)
    per_m = min(WIDTH_PX / wide_m, HIGHEST_PX / high_m)
    size = (max(round(wide_m * per_m), 1) + 4, max(round(high_m * per_m), 1) + 4)
    corner = np.array([west - 2 / per_m, north + 2 / per_m])
    seen = [
        mark for mark in marks if west <= mark.x <= east and south <= mark.y <= north
    ]
    painted = [*paints]
    if len(seen) > MOST_MARKS:
        dots = np.asarray(shapely.points([(mark.x, mark.y) for mark in seen]))
        painted.append(Paint(seen[0].group, dots, seen[0].colour, 4))
        seen = []
    picture = _picture(painted, size, corner, per_m)
    return _drawing(picture, size, seen, corner, per_m, label) + _legend(paints, marks)


def _picture(
    paints: Sequence[Paint], size: tuple[int, int], corner: Floats, per_m: float
) -> bytes:
    """Paint as finely as the size allows."""
    for fine in (FINE, 1, 0.5):
        picture = _paint(paints, size, corner, per_m, fine)
        if len(picture) <= MOST_BYTES:
            break
    return picture


def _paint(
    paints: Sequence[Paint],
    size: tuple[int, int],
    corner: Floats,
    per_m: float,
    fine: float,
) -> bytes:
    """Paint everything into a PNG whose ground is transparent."""
    from PIL import Image  # noqa: PLC0415 - loads where it is used

    wide, high = (max(int(side * fine), 1) for side in size)
    dots = np.zeros((high, wide), np.uint8)
    palette = [0, 0, 0]
    for number, paint in enumerate(paints, start=1):
        palette += [int(paint.colour[at : at + 2], 16) for at in (1, 3, 5)]
        close = _close_points(paint.shapes, apart_m=0.6 / (per_m * fine))
        xy = (close - corner) * [per_m, -per_m] * fine
        column, row = np.floor(xy).astype(np.int64).T
        reach = range(-(paint.wide // 2), paint.wide - paint.wide // 2)
        for down in reach:
            for right in reach:
                at = (
                    np.clip(row + down, 0, high - 1),
                    np.clip(column + right, 0, wide - 1),
                )
                dots[at] = number
    image = Image.fromarray(dots, mode="P")
    image.putpalette(palette)
    out = BytesIO()
    image.save(out, format="PNG", transparency=0, optimize=True)
    return out.getvalue()


def _close_points(shapes: NDArray[np.object_], *, apart_m: float) -> Floats:
    """Give points along shapes, those of polygons along their outlines."""
    parts = shapely.get_parts(shapes)
    flat = shapely.get_dimensions(parts) == 2  # noqa: PLR2004 - a polygon
    rings = shapely.get_parts(shapely.boundary(parts[flat]))
    parts = np.concatenate([parts[~flat], rings])
    # GEOS refuses to put points onto a line that is no longer than a point.
    long = shapely.length(parts) > 0
    dense = shapely.segmentize(parts[long], apart_m)
    return shapely.get_coordinates(np.concatenate([dense, parts[~long]]))


def _drawing(  # noqa: PLR0913, PLR0917 - the parts of a drawing
    picture: bytes,
    size: tuple[int, int],
    marks: Sequence[Mark],
    corner: Floats,
    per_m: float,
    label: str,
) -> str:
    wide, high = size
    circles = []
    for mark in marks:
        x, y = (np.array([mark.x, mark.y]) - corner) * [per_m, -per_m]
        circles.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{escape(mark.colour)}" '
            f'stroke="#fff" stroke-width="1"><title>{escape(mark.name)}</title>'
            "</circle>"
        )
    return (
        f'<svg width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" role="img" '
        f'aria-label="{escape(label)}" style="max-width:100%">'
        f'<image width="{wide}" height="{high}" '
        f'href="data:image/png;base64,{b64encode(picture).decode()}"/>'
        f"{''.join(circles)}</svg>"
    )


def _legend(paints: Sequence[Paint], marks: Sequence[Mark]) -> str:
    """Name each colour once."""
    keys = {paint.name: paint.colour for paint in paints if len(paint.shapes)}
    keys |= {mark.group: mark.colour for mark in marks}
    keys.pop("", None)
    entries = "".join(
        f'<span style="margin-right:12px;white-space:nowrap">'
        f'<span style="color:{escape(colour)}">&#9632;</span> {escape(name)}</span>'
        for name, colour in keys.items()
    )
    return f'<div style="font-size:11px;max-width:{WIDTH_PX}px">{entries}</div>'
