"""Whether QGIS opens a GeoPackage coloured: every layer, by columns that are there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    import sqlite3

WORDS = re.compile(r"'[^']*'|\"(\w+)\"|\b([a-z_]\w*)\b")


def check_styles(database: sqlite3.Connection) -> None:
    """Every layer with shapes has a style that can be drawn."""
    layers = {
        name: {row[1] for row in database.execute(f"PRAGMA table_info('{name}')")}
        for (name,) in database.execute("SELECT table_name FROM gpkg_geometry_columns")
    }
    styles = dict(
        database.execute(
            "SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault"
        )
    )
    assert layers
    assert set(styles) == set(layers)
    for layer, qml in styles.items():
        renderer = ET.fromstring(qml).find("renderer-v2")  # noqa: S314 - our own
        drawn = {symbol.get("name") for symbol in renderer.iter("symbol")}
        parts = [*renderer.iter("category"), *renderer.iter("range")]
        assert {part.get("symbol") for part in parts} <= drawn
        assert drawn
        # Lower-case words of an expression are columns; its functions are capitals.
        words = WORDS.findall(renderer.get("attr") or "")
        assert {a or b for a, b in words} - {""} <= layers[layer], (layer, words)
