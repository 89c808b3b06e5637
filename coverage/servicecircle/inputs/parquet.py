"""GeoParquet, and plain Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd

from servicecircle.inputs.gdal import check_text, flat, heeding_gdal

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def read_geoparquet(path: Path) -> pd.DataFrame:
    """
    Read GeoParquet, or plain Parquet as a plain frame.

    Whole numbers stay whole where some are missing.

    Raises
    ------
    UnusableInputError
        If the content cannot be read.
    """
    from pyarrow.parquet import read_schema, read_table  # noqa: PLC0415 - loads here

    exact = {"integer_object_nulls": True}
    with heeding_gdal(path):
        geographic = b"geo" in (read_schema(path).metadata or {})
        frame: pd.DataFrame
        if geographic:
            frame = gpd.read_parquet(path, to_pandas_kwargs=exact)
        else:
            frame = read_table(path).to_pandas(**exact)
        check_text(frame)
    return flat(frame)
