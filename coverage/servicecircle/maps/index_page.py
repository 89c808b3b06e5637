"""The page that leads to the maps of all communities."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from servicecircle.maps.labels import LABELS, Language
from servicecircle.maps.markup import escape_text
from servicecircle.maps.offline import CONTENT_POLICY
from servicecircle.maps.small_picture import amount, legend, percent, picture, tenths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    import pandas as pd

    from servicecircle.standards import ServiceStandard

STYLE = """
body { margin: 0 auto; padding: 16px; max-width: 1080px; color: #1f2328;
  font: 16px/1.5 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif }
body > svg { display: block; width: 100%; max-width: 860px; height: auto }
ul { padding: 0 } li { display: inline-block; margin: 0 12px 0 0; font-size: 14px }
li svg { width: 22px; vertical-align: middle }
svg text { font-size: 11px; text-anchor: middle; fill: #111; stroke: #fff;
  stroke-width: 2.5px; paint-order: stroke; pointer-events: none }
svg path { stroke: #555; stroke-width: 0.8 }
svg a:hover path, svg a:focus path { stroke: #000; stroke-width: 2.5 }
table { border-collapse: collapse; margin-top: 12px }
th, td { padding: 6px 14px; text-align: right; border-bottom: 1px solid #ddd }
th:first-child { text-align: left; font-weight: 400 }
a { color: #0b5394; display: inline-block; min-height: 28px }
.stamp { color: #b21818; font-weight: 700 }
"""


class Entry(NamedTuple):
    """One map among those that the page leads to."""

    file: str
    """Its address, from the page's folder."""
    size_bytes: int


def index_page(  # noqa: PLR0913 - what is said beside the figures
    units: gpd.GeoDataFrame,
    figures: pd.DataFrame,
    entries: Mapping[str, Entry],
    standard: ServiceStandard,
    *,
    title: str,
    whole: str,
    language: Language,
    attribution: Sequence[str] = (),
    stamp: str = "",
) -> str:
    """
    Write a page with a small picture map of links and a table of them.

    Parameters
    ----------
    units
        Indexed by unit id: ``name`` and polygons in any projected CRS.
    figures
        ``coverage.csv``: the rows of the level and of one service, with ``unit_id``,
        ``residents``, ``share_of_residents`` and ``share_of_buildings``.
    entries
        The map of each unit.
    standard
        The service.
    title
        The area's name.
    whole
        The address of the map of the whole area.
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
    >>> from shapely import box
    >>> from servicecircle.standards import ServiceStandard
    >>> units = gpd.GeoDataFrame({"name": ["East"]}, index=["c1"],
    ...     geometry=[box(0, 0, 900, 900)], crs="EPSG:32628")
    >>> figures = pd.DataFrame({"unit_id": ["c1"], "residents": [1200.0],
    ...     "share_of_residents": [0.874], "share_of_buildings": [0.9]})
    >>> page = index_page(units, figures, {"c1": Entry("c1.html", 80_000)},
    ...     ServiceStandard("appeals", 500), title="Demo", whole="map.html",
    ...     language="en")
    >>> '<a href="c1.html">East</a></th><td>1,200</td><td>87.4 %</td>' in page
    True
    """
    words = LABELS[language]
    rows = figures.set_index("unit_id").reindex(units.index)
    shares = tenths(rows["share_of_residents"])
    buildings = tenths(rows["share_of_buildings"])
    # What is withheld of residents is coloured by buildings.
    shown = [b if s is None else s for s, b in zip(shares, buildings, strict=True)]
    name = standard.name or standard.service
    heading = f"{name}, {words['within']} {standard.distance_m:g} m"
    titles = ("name", "residents", "share_of_residents", "share_of_buildings")
    head = "".join(f"<th>{escape_text(words[key])}</th>" for key in titles)
    files = [entries[str(unit)].file for unit in units.index]
    links = [escape_text(file) for file in files]
    sizes = [entries[str(unit)].size_bytes / 1e6 for unit in units.index]
    body = "\n".join(
        f'<tr><th><a href="{link}">{escape_text(title_)}</a></th>'
        f"<td>{amount(people)}</td><td>{percent(share)}</td>"
        f"<td>{percent(homes)}</td><td>{size:.1f} MB</td></tr>"
        for link, title_, people, share, homes, size in zip(
            links,
            units["name"],
            rows["residents"],
            shares,
            buildings,
            sizes,
            strict=True,
        )
    )
    said = " · ".join(attribution)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{CONTENT_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<link rel="icon" href="data:,">\n<title>{escape_text(title)}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n"
        + (f'<p class="stamp">{escape_text(stamp)}</p>\n' if stamp else "")
        + f'<h1><a href="{escape_text(whole)}">{escape_text(title)}</a></h1>\n'
        f"<h2>{escape_text(heading)}</h2>\n"
        f"{picture(units, shown, links=files)}\n{legend(words)}\n"
        f"<table>\n<thead><tr>{head}<th></th></tr></thead>\n<tbody>\n{body}\n</tbody>\n"
        f"</table>\n<p>{escape_text(said)}</p>\n</body>\n</html>\n"
    )
