"""What a reader sees where scripts do not run: a drawing and a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import shapely

from servicecircle.maps.labels import LABELS, Language
from servicecircle.maps.markup import escape_text
from servicecircle.maps.palette import (
    NO_DATA_COLOUR,
    SHARE_COLOURS,
    share_colour,
    share_labels,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.standards import ServiceStandard

WIDTH = 720
"""The drawing's width in its own units; it scales to the page."""
COLUMNS = ("residents", "share_of_residents", "circle_share_of_residents")
"""What the table holds of each unit."""
STYLE = (
    "<style>.folium-map { display: none } .sc-static { padding: 16px; } "
    ".sc-static svg { width: 100%; max-width: 720px; height: auto } "
    ".sc-static li svg { width: 24px } .sc-static li { display: inline; margin: 6px } "
    ".sc-static td, .sc-static th { padding: 2px 10px; text-align: right } "
    ".sc-static th:first-child { text-align: left } "
    ".sc-static .stamp { color: #b21818; font-weight: bold }</style>"
)


def static_page(  # noqa: PLR0913 - what is said beside the figures
    units: gpd.GeoDataFrame,
    figures: pd.DataFrame,
    standard: ServiceStandard,
    *,
    title: str,
    level_name: str,
    language: Language,
    attribution: Sequence[str] = (),
    stamp: str = "",
) -> str:
    """
    Return a ``<noscript>`` element for one service and one level.

    Parameters
    ----------
    units
        Indexed by unit id: ``name`` and polygons in any projected CRS.
    figures
        ``coverage.csv``: the rows of the level and service, with ``unit_id`` and
        `COLUMNS`; what is missing is shown as a dash.
    standard
        The service.
    title
        The map's title.
    level_name
        What the units are called.
    language
        The words' language.
    attribution
        Whom to name.
    stamp
        What must stand above everything.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from servicecircle.standards import ServiceStandard
    >>> units = gpd.GeoDataFrame({"name": ["<East>"]}, index=["g1"],
    ...     geometry=[shapely.box(0, 0, 900, 900)], crs="EPSG:32628")
    >>> figures = pd.DataFrame({"unit_id": ["g1"], "residents": [1200.0],
    ...     "share_of_residents": [0.874], "circle_share_of_residents": [None]})
    >>> page = static_page(units, figures, ServiceStandard("appeals", 500),
    ...     title="Demo", level_name="Grid", language="en")
    >>> "<th>&#60;East&#62;</th><td>1,200</td><td>87.4 %</td><td>–</td>" in page
    True
    """
    words = LABELS[language]
    rows = figures.set_index("unit_id")[list(COLUMNS)].reindex(units.index)
    heading = f"{standard.name or standard.service}, {words['within']} "
    heading += f"{standard.distance_m:g} m"
    titles = (words[key] for key in ("name", "residents", "on_foot", "circle"))
    head = "".join(f"<th>{escape_text(text)}</th>" for text in titles)
    warned = f'<p class="stamp">{escape_text(stamp)}</p>\n' if stamp else ""
    body = "\n".join(_rows(units, rows))
    return (
        f'<noscript>{STYLE}<div class="sc-static">\n{warned}'
        f"<h1>{escape_text(title)}</h1>\n<h2>{escape_text(heading)}</h2>\n"
        f"<p>{escape_text(words['fallback'])}</p>\n"
        f"{_drawing(units, rows['share_of_residents'])}\n{legend(words)}\n"
        f"<table><caption>{escape_text(level_name)}: "
        f"{escape_text(words['share_of_residents'])}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>\n"
        f"<p>{escape_text(' · '.join(attribution))}</p>\n</div></noscript>"
    )


def _rows(units: gpd.GeoDataFrame, rows: pd.DataFrame) -> Iterator[str]:
    """Yield a table row per unit."""
    columns = [
        [amount(value) for value in rows["residents"]],
        [percent(share) for share in tenths(rows["share_of_residents"])],
        [percent(share) for share in tenths(rows["circle_share_of_residents"])],
    ]
    for name, *cells in zip(units["name"], *columns, strict=True):
        inner = "".join(f"<td>{cell}</td>" for cell in cells)
        yield f"<tr><th>{escape_text(name)}</th>{inner}</tr>"


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


def _drawing(units: gpd.GeoDataFrame, shares: pd.Series) -> str:
    """Draw the units, filled by the share of residents who can walk there in time."""
    drawn = outlines(units)
    paths = "\n".join(
        f'<path fill="{share_colour(share)}" d="{path}">'
        f"<title>{escape_text(name)} {percent(share)}</title></path>"
        for path, share, name in zip(
            drawn.paths, tenths(shares), units["name"], strict=True
        )
    )
    return (
        f'<svg viewBox="-2 -2 {drawn.width + 4} {drawn.height + 4}" role="img" '
        f'fill-rule="evenodd" stroke="#555" stroke-width="0.8">\n{paths}\n</svg>'
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
