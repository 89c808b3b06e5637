"""What a reader sees where scripts do not run: a drawing and a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.maps.labels import LABELS, Language
from servicecircle.maps.markup import escape_text
from servicecircle.maps.small_picture import amount, legend, percent, picture, tenths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd
    import pandas as pd

    from servicecircle.standards import ServiceStandard

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
    >>> import pandas as pd
    >>> import shapely
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
        f"{picture(units, tenths(rows['share_of_residents']))}\n{legend(words)}\n"
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
