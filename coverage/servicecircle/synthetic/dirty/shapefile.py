"""Shapefiles as old software writes them: GBK, and nothing that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyogrio

from servicecircle.errors import InternalError

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

FIELD_BYTES = 10
"""A field name in a .dbf has no more; a Chinese character in GBK takes two."""
LANGUAGE_BYTE = 29
"""Where the .dbf header may say which encoding it is in."""
FIXED_DATE = "2000-01-01"


def cut_name(name: str) -> str:
    """
    Cut a field name to what a .dbf holds of it.

    >>> cut_name("所属红色小分格编码")
    '所属红色小'
    """
    return name.encode("gbk")[:FIELD_BYTES].decode("gbk", errors="ignore")


def write_gbk_shapefile(path: Path, frame: gpd.GeoDataFrame) -> dict[str, str]:
    """
    Write a shapefile in GBK without a .cpg file and without a language byte.

    Returns
    -------
    dict
        The names that had to be cut, with what is left of them.

    Raises
    ------
    InternalError
        If two names are the same once cut.
    """
    columns = frame.columns.drop(frame.geometry.name)
    short = {name: cut_name(name) for name in columns}
    if len(set(short.values())) < len(short):
        msg = f"Field names are the same once cut: {sorted(short)}."
        raise InternalError(msg)
    pyogrio.write_dataframe(
        frame.rename(columns=short),
        path,
        driver="ESRI Shapefile",
        encoding="GBK",
        layer_options={"DBF_DATE_LAST_UPDATE": FIXED_DATE},
    )
    path.with_suffix(".cpg").unlink(missing_ok=True)
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    content[LANGUAGE_BYTE] = 0
    table.write_bytes(content)
    return {name: cut for name, cut in short.items() if cut != name}
