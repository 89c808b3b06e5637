"""A small drawing of each round: its line, its stops, streets and houses around."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.qr.rounds.frames import Rounds

LEAST_M = 60.0
"""A round of one house is drawn with so much around it."""
MARGIN = 0.06
WIDE_BY_HIGH = 186 / 96
"""The shape of the frame on paper."""
CORNERS_M = 0.2
"""Houses and streets are drawn to so many metres: finer than a pen at any scale."""


class Backdrop(NamedTuple):
    """What lies around all rounds, in their CRS."""

    buildings: NDArray[np.object_]
    streets: NDArray[np.object_]


class Sketch(NamedTuple):
    """One drawing, in metres from the lower left corner of its frame."""

    width_m: float
    height_m: float
    stops: NDArray[np.float64]
    line: NDArray[np.float64]
    houses: list[NDArray[np.float64]]
    streets: list[NDArray[np.float64]]
    begins_apart: bool
    """Whether the line begins at a station or place of its own, and not at a stop."""


def sketches(rounds: Rounds, backdrop: Backdrop) -> dict[str, Sketch]:
    """
    Draw every round in a frame that is as wide as the paper.

    Parameters
    ----------
    rounds
        As `plan_rounds` gives them.
    backdrop
        Footprints and streets of the whole area; those of the frame are taken.
    """
    stops = rounds.stops[rounds.stops["stop"].notna()]
    xy = shapely.get_coordinates(stops.geometry.to_numpy())
    rows = stops.groupby(stops["round_id"].to_numpy(), sort=False).indices
    lines = rounds.rounds.geometry
    corners = {
        str(name): shapely.get_coordinates(line)
        for name, line in zip(lines.index, lines.array, strict=True)
    }
    frames = {
        str(name): _frame(np.concatenate([xy[some], corners[str(name)]]))
        for name, some in rows.items()
    }
    boxes = shapely.box(*np.array(list(frames.values())).T) if frames else np.array([])
    houses = _inside(backdrop.buildings, boxes)
    streets = _inside(backdrop.streets, boxes)
    apart = rounds.rounds["start_id"].notna()
    return {
        name: Sketch(
            float(frame[2] - frame[0]),
            float(frame[3] - frame[1]),
            xy[rows[name]] - frame[:2],
            corners[name] - frame[:2],
            _drawn(houses[k], frame),
            _drawn(streets[k], frame),
            bool(apart[name]),
        )
        for k, (name, frame) in enumerate(frames.items())
    }


def _frame(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the box around some places, of the paper's shape."""
    low, high = xy.min(axis=0), xy.max(axis=0)
    wide, tall = np.maximum((high - low) * (1 + 2 * MARGIN), LEAST_M)
    wide, tall = max(wide, tall * WIDE_BY_HIGH), max(tall, wide / WIDE_BY_HIGH)
    middle, half = (low + high) / 2, np.array([wide, tall]) / 2
    return np.concatenate([middle - half, middle + half])


def _inside(
    shapes: NDArray[np.object_], boxes: NDArray[np.object_]
) -> list[NDArray[np.object_]]:
    """Give the shapes that each box meets, simplified to what a pen can draw."""
    box, shape = shapely.STRtree(shapes).query(boxes)
    used, place = np.unique(shape, return_inverse=True)
    plain = shapely.simplify(shapes[used], CORNERS_M, preserve_topology=False)
    ends = np.searchsorted(box, np.arange(len(boxes)), side="right")
    return [plain[some] for some in np.split(place, ends[:-1])] if len(boxes) else []


def _drawn(
    shapes: NDArray[np.object_], frame: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """Give the corners of lines, and of the outer rings of polygons."""
    parts = shapely.get_parts(shapes)
    areal = shapely.get_dimensions(parts) > 1
    parts[areal] = shapely.get_exterior_ring(parts[areal])
    # Slivers are nothing to a pen: simplified, they are empty.
    parts = parts[(shapely.get_dimensions(parts) == 1) & ~shapely.is_empty(parts)]
    xy, whose = shapely.get_coordinates(parts, return_index=True)
    ends = np.searchsorted(whose, np.arange(len(parts)), side="right")
    return np.split(xy - frame[:2], ends[:-1]) if len(parts) else []
