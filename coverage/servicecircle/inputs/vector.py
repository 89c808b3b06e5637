"""Vector files: GeoPackage, GeoJSON, Shapefile, FlatGeobuf, GeoParquet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataSourceError

from servicecircle.inputs.problem import UnusableInputError
from servicecircle.inputs.workbook import choose_layer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FIRST_FEATURE = 1


def read_vector(
    path: Path, *, layer: str | None, usual: Sequence[str] = ()
) -> pd.DataFrame:
    """
    Read one layer; a layer without geometry comes as a plain frame.

    Whole numbers stay whole where some are missing: a code of 19 digits would lose
    its last ones as a float.

    Raises
    ------
    UnusableInputError
        If the content cannot be read, or it is not clear which layer is meant.
    """
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
        if not layers:
            raise _unreadable(path)
        stem = path.stem
        chosen = choose_layer(
            layers, layer, usual=(*usual, stem), path=path, noun="layer"
        )
        frame = pyogrio.read_dataframe(
            path,
            layer=chosen,
            use_arrow=True,
            arrow_to_pandas_kwargs={"integer_object_nulls": True},
        )
    except (DataSourceError, UnicodeDecodeError) as error:
        raise _unreadable(path) from error
    return _numbered(frame)


def read_geoparquet(path: Path) -> pd.DataFrame:
    """
    Read GeoParquet, or plain Parquet as a plain frame.

    Raises
    ------
    UnusableInputError
        If the content cannot be read.
    """
    from pyarrow import ArrowException  # noqa: PLC0415 - loads where it is used
    from pyarrow.parquet import read_schema  # noqa: PLC0415

    try:
        geographic = b"geo" in (read_schema(path).metadata or {})
        frame = gpd.read_parquet(path) if geographic else pd.read_parquet(path)
    except (ArrowException, OSError, ValueError) as error:
        raise _unreadable(path) from error
    return _numbered(frame)


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the features the numbers that a table view shows, from 1."""
    last = FIRST_FEATURE + len(frame)
    return frame.set_axis(pd.RangeIndex(FIRST_FEATURE, last, name="feature"), axis=0)


def _unreadable(path: Path) -> UnusableInputError:
    msg = f"{path.name} cannot be read as {path.suffix}."
    remedy = "Check that the file is complete, or save it again as GeoPackage (.gpkg)."
    return UnusableInputError(msg, remedy, rule="file-unreadable")
