"""One layer through GDAL, with its warnings heeded and its errors in plain words."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from servicecircle.inputs.choose_layer import choose_layer
from servicecircle.inputs.problem import (
    UnusableInputError,
    incomplete,
    unreadable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# GDAL goes on after these, with less than the file held.
_GRAVE = (
    "truncat",
    "corrupt",
    "malformed",
    "unexpected end",
    "premature",
    "damaged",
    "cannot read",
    "failed",
    "error",
    "skipp",
    "invalid",
)
# GDAL says these of sound files: names in another encoding, rings turned round.
_HARMLESS = ("winding order", "organizepolygons", "encoding", "measured (m)")


def read_layer(
    path: Path,
    *,
    layer: str | None,
    usual: Sequence[str] = (),
    content: bytes | None = None,
    **options: str,
) -> pd.DataFrame:
    """
    Read one layer; a layer without geometry comes as a plain frame.

    Whole numbers stay whole where some are missing: a code of 19 digits would lose
    its last ones as a float. Heights and measures are dropped.

    Parameters
    ----------
    path
        The file, or the folder of a File Geodatabase.
    layer
        The layer asked for; not used with `content`, which has one.
    usual
        Names to try where none is asked for and there are several.
    content
        What to read instead of the file's own bytes.
    options
        Passed to GDAL's driver.

    Raises
    ------
    UnusableInputError
        If the content cannot be read or is cut, or it is not clear which layer is
        meant.
    """
    chosen = None if content is not None else layer_of(path, layer, usual)
    with heeding_gdal(path):
        source = path if content is None else content
        frame = _features(source, layer=chosen, **options)
        check_text(frame)
    return flat(frame)


def layer_of(path: Path, layer: str | None, usual: Sequence[str]) -> str:
    """
    Choose the layer that is meant.

    Raises
    ------
    UnusableInputError
        If the layers cannot be listed, or it is not clear which one is meant.
    """
    with heeding_gdal(path):
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
        if not layers:
            raise unreadable(path)
        names = (*usual, path.stem)
        return choose_layer(layers, layer, usual=names, path=path, noun="layer")


def _features(source: Path | bytes, **options: str | None) -> pd.DataFrame:
    """Read attributes and geometry; curves become the lines that GDAL makes of them."""
    table: dict[str, Any] = {
        "use_arrow": True,
        "arrow_to_pandas_kwargs": {"integer_object_nulls": True},
        **options,
    }
    frame: pd.DataFrame
    try:
        frame = pyogrio.read_dataframe(source, **table)
    except NotImplementedError:
        # GEOS knows no curves, and Arrow hands them on as they are.
        shapes = pyogrio.read_dataframe(source, columns=[], **options)
        frame = pyogrio.read_dataframe(source, read_geometry=False, **table)
        frame = shapes.join(frame)
    return frame


def check_text(frame: pd.DataFrame) -> None:
    """
    Prove that all text is text now: Arrow decodes a cell only when it is looked at.

    Raises
    ------
    pyarrow.ArrowInvalid
        If some bytes are not UTF-8.
    """
    import pyarrow as pa  # noqa: PLC0415 - loads where it is used

    for name in frame.columns[[isinstance(t, pd.StringDtype) for t in frame.dtypes]]:
        pa.array(frame[name]).validate(full=True)


def flat(frame: pd.DataFrame) -> pd.DataFrame:
    """
    Drop heights, where there are some.

    >>> frame = gpd.GeoDataFrame(geometry=[shapely.Point(1, 2, 3)])
    >>> flat(frame).geometry[0].has_z
    False
    """
    if isinstance(frame, gpd.GeoDataFrame):
        shapes = np.asarray(frame.geometry.array, dtype=object)
        if shapely.has_z(shapes).any():
            level = gpd.GeoSeries(shapely.force_2d(shapes), index=frame.index)
            out: pd.DataFrame = frame.set_geometry(level.set_crs(frame.crs))
            return out
    return frame


@contextmanager
def heeding_gdal(path: Path) -> Iterator[None]:
    """
    Turn what GDAL raises, and what it only warns of, into errors in plain words.

    Raises
    ------
    UnusableInputError
        If GDAL fails, or warns that something was left out.
    """
    from pyarrow import ArrowException  # noqa: PLC0415 - loads where it is used

    # GDAL, GEOS and PROJ raise RuntimeErrors; a lie about sizes is a MemoryError.
    raised = (RuntimeError, ValueError, OSError, MemoryError, ArrowException)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            yield
        except UnusableInputError:
            raise
        except (*raised, shapely.errors.ShapelyError, OverflowError) as error:
            raise unreadable(path) from error
    for warning in said:
        text = str(warning.message)
        low = text.casefold()
        if any(word in low for word in _GRAVE) and not any(
            word in low for word in _HARMLESS
        ):
            raise incomplete(path, f"GDAL says {text.strip().rstrip('.')!r}")
