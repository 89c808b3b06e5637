"""What a reader sees where scripts do not run: a drawing and a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from servicecircle.maps.encode import STEPS_PER_DEGREE
from servicecircle.maps.markup import escape_text
from servicecircle.maps.palette import (
    NO_DATA_COLOUR,
    SHARE_COLOURS,
    share_colour,
    share_labels,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from servicecircle.maps.encode import Rings

WIDTH = 720
"""The drawing's width in its own units; it scales to the page."""


def static_page(payload: dict[str, Any]) -> str:
    """
    Return a ``<noscript>`` element for the first service.

    It draws the coarsest level but one, which has enough areas to tell them apart and
    few enough to list.

    Parameters
    ----------
    payload
        The map's data, as its script reads them.
    """
    words, service = payload["text"], payload["services"][0]
    level = payload["levels"][min(1, len(payload["levels"]) - 1)]
    figures = level["figures"][0]
    heading = f"{service['name']}, {words['within']} {service['standard_m']} m"
    rows = "\n".join(_rows(level, figures))
    titles = ["name", "residents", "on_foot", "circle"]
    head = "".join(f"<th>{escape_text(words[t])}</th>" for t in titles)
    return (
        "<noscript><style>.folium-map { display: none }</style>"
        '<div class="sc-static">\n'
        f"<h1>{escape_text(payload['title'])}</h1>\n<h2>{escape_text(heading)}</h2>\n"
        f"<p>{escape_text(words['fallback'])}</p>\n"
        f"{_drawing(level, figures)}\n{_legend(words)}\n"
        f"<table><caption>{escape_text(level['label'])}: "
        f"{escape_text(words['share_of_residents'])}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>\n"
        f"<p>{escape_text(payload['attribution'])}</p>\n</div></noscript>"
    )


def _rows(level: dict[str, Any], figures: dict[str, Any]) -> Iterator[str]:
    """Yield a table row per area."""
    columns = ("residents", "share_of_residents", "circle_share_of_residents")
    values = [figures[column] for column in columns]
    for name, residents, walk, circle in zip(level["names"], *values, strict=True):
        cells = "".join(
            f"<td>{cell}</td>"
            for cell in (_amount(residents), percent(walk), percent(circle))
        )
        yield f"<tr><th>{escape_text(name)}</th>{cells}</tr>"


def _amount(value: int | None) -> str:
    """Write a whole number, or a dash where there is none."""
    return "–" if value is None else f"{value:,}"


def percent(tenths: int | None) -> str:
    """
    Write tenths of a percent.

    >>> percent(874), percent(None)
    ('87.4 %', '–')
    """
    return "–" if tenths is None else f"{tenths / 10:.1f} %"


def _drawing(level: dict[str, Any], figures: dict[str, Any]) -> str:
    """Draw the areas, filled by the share of residents who can walk there in time."""
    polygons: list[list[Rings]] = level["polygons"]
    shapes = [[_absolute(r) for rings in unit for r in rings] for unit in polygons]
    every = np.concatenate([ring for rings in shapes for ring in rings])
    low, high = every.min(axis=0), every.max(axis=0)
    shrink = np.cos(np.radians((low[1] + high[1]) / 2 / STEPS_PER_DEGREE))
    scale = WIDTH / max((high[0] - low[0]) * shrink, 1)
    height = max(int((high[1] - low[1]) * scale), 1)
    to_page = np.array([scale * shrink, -scale])
    corner = np.array([low[0], high[1]])
    paths = "\n".join(
        f'<path fill="{share_colour(share)}" d="'
        + "".join(_outline((ring - corner) * to_page) for ring in rings)
        + f'"><title>{escape_text(name)} {percent(share)}</title></path>'
        for rings, share, name in zip(
            shapes, figures["share_of_residents"], level["names"], strict=True
        )
    )
    return (
        f'<svg viewBox="-2 -2 {WIDTH + 4} {height + 4}" role="img" fill-rule="evenodd" '
        f'stroke="#555" stroke-width="0.8">\n{paths}\n</svg>'
    )


def _absolute(ring: list[int]) -> NDArray[np.int64]:
    """Return a ring's points from its differences."""
    return np.cumsum(np.array(ring, dtype=np.int64).reshape(-1, 2), axis=0)


def _outline(points: NDArray[np.float64]) -> str:
    """Write a ring as an SVG path of whole units, without repeated points."""
    places = np.rint(points).astype(int)
    moved = np.any(np.diff(places, axis=0, prepend=places[:1] - 1) != 0, axis=1)
    return "M" + "L".join(f"{x} {y}" for x, y in places[moved].tolist()) + "Z"


def _legend(words: dict[str, str]) -> str:
    """List the classes with their colours."""
    entries = [*zip(SHARE_COLOURS, share_labels(), strict=True)]
    entries.append((NO_DATA_COLOUR, words["no_data"]))
    keys = "".join(
        '<li><svg viewBox="0 0 2 1"><rect width="2" height="1" '
        f'fill="{colour}"/></svg> {escape_text(label)}</li>'
        for colour, label in entries
    )
    return f"<ul>{keys}</ul>"
