"""A map for paper: units in colours, stations, numbered places, a scale; as PNG."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PIL.ImageDraw import ImageDraw

WIDTH = 1_900
"""Pixels: 16 cm at 300 to the inch."""
TALLEST = 0.9
"""Height over width at most, so that map and caption stay on one page."""
FINER = 2
"""Drawn so many times as large, and made smaller: edges are smooth."""
MARGIN = 40
SCALE_STEPS_M = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
BORDER, INNER, INK = "#3f484d", "#8d979c", "#1d1d1f"
KILOMETRE = 1_000


class Numbered(NamedTuple):
    """
    Places with numbers, as the table beside the map has them.

    Parameters
    ----------
    xy
        In the units' CRS, shape (places, 2).
    labels
        A short number each.
    colour
        Of the discs.
    """

    xy: NDArray[np.float64]
    labels: Sequence[str]
    colour: str


def print_map(
    units: NDArray[np.object_],
    colours: Sequence[str],
    *,
    borders: NDArray[np.object_],
    dots: NDArray[np.float64],
    numbered: Sequence[Numbered] = (),
) -> bytes:
    """
    Draw a map.

    Parameters
    ----------
    units
        Polygons in a projected CRS, in metres.
    colours
        What each is filled with.
    borders
        Polygons of a wider level, whose outlines are drawn over them; may be empty.
    dots
        Stations, shape (stations, 2); those off the map are left out.
    numbered
        Drawn last, over everything; a place off the map is left out.

    Returns
    -------
    bytes
        A PNG of 300 pixels to the inch at 16 cm width. The letters in it are digits
        of a font that comes with Pillow, so that no font of the system is needed.
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415 - loads where it is used

    frame = _Frame(shapely.total_bounds(units))
    picture = Image.new("RGB", frame.size, "white")
    draw = ImageDraw.Draw(picture)
    shapes = shapely.simplify(frame.on_page(units), 0.7)
    for at in np.argsort(-shapely.area(shapes), kind="stable"):
        _fill(draw, shapes[at], colours[at])
    for shape in shapely.simplify(frame.on_page(borders), 0.7):
        _outline(draw, shape, 2 * FINER)
    for x, y in filter(frame.holds, frame.points(dots)):
        _disc(draw, x, y, 7 * FINER, INK)
    for places in numbered:
        pairs = zip(frame.points(places.xy), places.labels, strict=True)
        # The first is drawn last: it matters most.
        for (x, y), label in reversed([p for p in pairs if frame.holds(p[0])]):
            _disc(draw, x, y, 20 * FINER, places.colour)
            _write(draw, x, y, label)
    _scale(draw, frame)
    out = io.BytesIO()
    picture.reduce(FINER).save(out, "PNG", dpi=(300, 300))
    return out.getvalue()


class _Frame:
    """Where the ground lies on the page."""

    def __init__(self, bounds: NDArray[np.float64]) -> None:
        west, south, east, north = bounds
        inner = (WIDTH - 2 * MARGIN) * FINER
        self.scale = min(
            inner / max(east - west, 1.0),
            inner * TALLEST / max(north - south, 1.0),
        )
        self.middle = (west + east) / 2
        self.north = north
        foot = 3 * MARGIN * FINER
        tall = int((north - south) * self.scale) + 2 * MARGIN * FINER + foot
        self.size = (WIDTH * FINER, tall // FINER * FINER)

    def to_page(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        x = (xy[:, 0] - self.middle) * self.scale + self.size[0] / 2
        y = (self.north - xy[:, 1]) * self.scale + MARGIN * FINER
        return np.column_stack([x, y])

    def on_page(self, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        return np.asarray(shapely.transform(shapes, self.to_page), dtype=object)

    def points(self, xy: NDArray[np.float64]) -> list[tuple[float, float]]:
        places = self.to_page(np.asarray(xy, dtype=np.float64).reshape(-1, 2))
        return [(float(x), float(y)) for x, y in places]

    def holds(self, place: tuple[float, float]) -> bool:
        near = MARGIN * FINER / 2
        width, height = self.size
        within = near <= place[0] <= width - near
        return within and near <= place[1] <= height - near


def _fill(draw: ImageDraw, shape: shapely.Geometry, colour: str) -> None:
    """Fill a unit, its holes white: what lies in them is smaller, and drawn later."""
    for part in shapely.get_parts(shape):
        if part.geom_type != "Polygon" or part.is_empty:
            continue
        ring = shapely.get_coordinates(part.exterior).ravel().tolist()
        draw.polygon(ring, fill=colour)
        draw.line(ring, fill=INNER, width=FINER)
        for hole in part.interiors:
            draw.polygon(shapely.get_coordinates(hole).ravel().tolist(), fill="white")


def _outline(draw: ImageDraw, shape: shapely.Geometry, width: int) -> None:
    """Draw the rings of a shape."""
    for ring in shapely.get_rings(shape):
        line = shapely.get_coordinates(ring).ravel().tolist()
        draw.line(line, fill=BORDER, width=width, joint="curve")


def _disc(draw: ImageDraw, x: float, y: float, radius: float, colour: str) -> None:
    """Draw a disc with a white rim."""
    rim = radius + 2 * FINER
    draw.ellipse((x - rim, y - rim, x + rim, y + rim), fill="white")
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _write(draw: ImageDraw, x: float, y: float, label: str) -> None:
    """Write a number inside its disc."""
    from PIL import ImageFont  # noqa: PLC0415 - loads where it is used

    font = ImageFont.load_default((26 if len(label) < 3 else 19) * FINER)  # noqa: PLR2004 - three digits are wide
    draw.text((x, y), label, fill="white", font=font, anchor="mm")


def _scale(draw: ImageDraw, frame: _Frame) -> None:
    """Draw a bar of a round length, and where north is."""
    from PIL import ImageFont  # noqa: PLC0415 - loads where it is used

    width_m = frame.size[0] / frame.scale
    length = max((s for s in SCALE_STEPS_M if s <= width_m / 4), default=50)
    x, y = MARGIN * FINER, frame.size[1] - MARGIN * FINER
    end, tick = x + length * frame.scale, 10 * FINER
    draw.line((x, y - tick, x, y, end, y, end, y - tick), fill=INK, width=3 * FINER)
    far = length >= KILOMETRE
    said = f"{length // KILOMETRE} km" if far else f"{length} m"
    font = ImageFont.load_default(32 * FINER)
    draw.text((end + 14 * FINER, y), said, fill=INK, font=font, anchor="lb")
    east, tip = frame.size[0] - 2 * MARGIN * FINER, y - 70 * FINER
    wing = 14 * FINER
    arrow = (east, tip, east + wing, y - 34 * FINER, east - wing, y - 34 * FINER)
    draw.polygon(arrow, fill=INK)
    draw.text((east, y + 4 * FINER), "N", fill=INK, font=font, anchor="mb")
