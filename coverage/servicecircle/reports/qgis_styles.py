"""QGIS styles (QML) for the layers of a run folder, safe for colour-blind readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from collections.abc import Sequence

Shape = Literal["area", "line", "point"]
"""What features are drawn as."""

SHARES = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 1.0))
BLUES = ("#f7e4c0", "#c9dcd6", "#8fc0cf", "#4a94b8", "#10527d")
"""From sand (nobody) to deep blue (all): lightness alone tells them apart."""

REASONS = (
    ("covered", "#2c7fb8", "covered"),
    ("too_far", "#d95f0e", "too far on foot"),
    ("no_path", "#7a0177", "no path"),
    ("no_edge_nearby", "#525252", "no street nearby"),
    ("behind_obstacle", "#252525", "behind an obstacle"),
    ("no_station", "#969696", "no station"),
)


def share_style(column: str) -> str:
    """Colour polygons by a share from 0 to 1, in five classes."""
    ranges = "".join(
        f'<range lower="{low}" upper="{high}" symbol="{i}" render="true" '
        f'label="{low:.0%} - {high:.0%}"/>'
        for i, (low, high) in enumerate(SHARES)
    )
    symbols = "".join(
        _fill(str(i), colour, opacity="0.75") for i, colour in enumerate(BLUES)
    )
    return _qml(
        f'<renderer-v2 type="graduatedSymbol" attr={quoteattr(column)} '
        f'graduatedMethod="GraduatedColor"><ranges>{ranges}</ranges>'
        f"<symbols>{symbols}</symbols></renderer-v2>"
    )


def reason_style(column: str, *, polygons: bool) -> str:
    """Colour buildings by why they are covered or not."""
    return category_style(column, REASONS, shape="area" if polygons else "point")


def category_style(
    column: str, categories: Sequence[tuple[str, str, str]], *, shape: Shape
) -> str:
    """Colour features by a column of words: value, colour and label of each."""
    symbol = {"area": _fill, "line": _line, "point": _marker}[shape]
    listed = "".join(
        f'<category value="{value}" symbol="{i}" label="{label}" render="true"/>'
        for i, (value, _, label) in enumerate(categories)
    )
    symbols = "".join(symbol(str(i), c) for i, (_, c, _) in enumerate(categories))
    return _qml(
        f'<renderer-v2 type="categorizedSymbol" attr={quoteattr(column)}>'
        f"<categories>{listed}</categories><symbols>{symbols}</symbols>"
        "</renderer-v2>"
    )


def plain_style(colour: str, *, polygons: bool, opacity: str = "1") -> str:
    """Draw every feature alike."""
    symbol = _fill("0", colour, opacity=opacity) if polygons else _marker("0", colour)
    return _qml(
        f'<renderer-v2 type="singleSymbol"><symbols>{symbol}</symbols></renderer-v2>'
    )


def _fill(name: str, colour: str, *, opacity: str = "1") -> str:
    return _symbol(
        name,
        "fill",
        "SimpleFill",
        opacity,
        [
            ("color", _rgba(colour)),
            ("outline_color", "90,90,90,255"),
            ("outline_width", "0.1"),
            ("style", "solid"),
        ],
    )


def _marker(name: str, colour: str) -> str:
    options = [
        ("color", _rgba(colour)),
        ("name", "circle"),
        ("outline_color", "255,255,255,255"),
        ("size", "2.4"),
    ]
    return _symbol(name, "marker", "SimpleMarker", "1", options)


def _line(name: str, colour: str) -> str:
    options = [("line_color", _rgba(colour)), ("line_width", "0.8")]
    return _symbol(name, "line", "SimpleLine", "1", options)


def _symbol(
    name: str, kind: str, layer: str, opacity: str, options: Sequence[tuple[str, str]]
) -> str:
    listed = "".join(
        f'<Option name="{key}" type="QString" value="{value}"/>'
        for key, value in options
    )
    return (
        f'<symbol name="{name}" type="{kind}" alpha="{opacity}">'
        f'<layer class="{layer}" enabled="1" pass="0" locked="0">'
        f'<Option type="Map">{listed}</Option></layer></symbol>'
    )


def _rgba(colour: str) -> str:
    """Turn #rrggbb into QGIS's numbers."""
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)) + ",255"


def _qml(renderer: str) -> str:
    head = '<!DOCTYPE qgis><qgis version="3.28" styleCategories="Symbology">'
    return f"{head}{renderer}</qgis>"
