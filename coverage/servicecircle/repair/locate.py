"""Where the rows of a table lie, and how its file says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from servicecircle.area.places import with_numbers
from servicecircle.area.reading import in_working_crs
from servicecircle.area.row_datums import in_one_datum
from servicecircle.area.settle_reading import check_numbers, settle_reading
from servicecircle.inputs import UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd
    import pyproj
    from numpy.typing import NDArray

    from servicecircle.area.reading import Reading


def located(  # noqa: PLR0913 - rows, and all that says where they are
    frame: pd.DataFrame,
    matched: Mapping[str, str],
    section: Any,  # noqa: ANN401 - one of several sections of area.toml
    *,
    source: str,
    folder: Path,
    crs: pyproj.CRS,
) -> tuple[NDArray[np.object_], Reading]:
    """
    Give every row's geometry in the working CRS.

    Parameters
    ----------
    frame, matched
        The file's rows conformed, whether they can be used or not.
    section
        What `area.toml` says of the file: crs, datum, axes, control points.
    source
        What to call the file in messages.
    folder
        The area's folder.
    crs
        The working CRS.

    Returns
    -------
    shapes
        Valid geometry in two dimensions, shape (rows,); missing where a row has none,
        or one that leads nowhere.
    reading
        How the file's numbers were read.

    Raises
    ------
    UnusableInputError
        If it is not clear how to read them, or they cannot be what is said.
    """
    numbers, coordinates = with_numbers(frame, matched, source=source)
    reading, found = settle_reading(
        section, coordinates, source=source, crs=crs, folder=folder
    )
    if reading is None:
        told = found[0]
        raise UnusableInputError(told.message, told.remedy, rule=told.rule)
    numbers, found = in_one_datum(numbers, reading, table="", source=source)
    if found:
        told = found[0]
        raise UnusableInputError(told.message, told.remedy, rule=told.rule)
    check_numbers(numbers, reading, source=source)
    own = shapely.force_2d(np.array(numbers.geometry.array, dtype=object))
    shapes = in_working_crs(own, reading, crs=crs)
    finite = np.isfinite(shapely.bounds(shapes)).all(axis=1)
    shapes[~finite] = None
    invalid = finite & ~shapely.is_valid(shapes)
    shapes[invalid] = shapely.make_valid(
        shapes[invalid], method="structure", keep_collapsed=False
    )
    return shapes, reading
