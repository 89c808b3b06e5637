"""An area's tables as their files hold them, ready to be repaired."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from servicecircle.area.read_config import FILE, read_config
from servicecircle.area.units import DISTRICT_ID
from servicecircle.crs import check_working_crs, parse_crs
from servicecircle.inputs import locate, read_table
from servicecircle.repair.locate import located
from servicecircle.tables import Table, conform, table, units_table
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    import numpy as np
    import pyproj
    from numpy.typing import NDArray

    from servicecircle.area.config import AreaConfig
    from servicecircle.area.reading import Reading
    from servicecircle.inputs import DatabaseUrl

TABLES = ("stations", "buildings", "entrances", "candidates")


@dataclass(frozen=True, eq=False)
class SourceTable:
    """
    One table of an area, row by row and column by column as its file holds it.

    Parameters
    ----------
    spec
        What the table is to hold.
    keys
        Where `area.toml` names it, for example ``("levels", "grid")``.
    section
        What `area.toml` says of it.
    path
        The file, or the database.
    raw
        The file's rows and columns, and its geometry if it has one.
    shapes
        Geometry in the working CRS, shape (rows,); missing where a row has none.
    reading
        How the file's own numbers are read.
    level
        Which level its units are of, or None.
    changed
        Whether a repair has changed it, so that it is to be written.
    in_working_crs
        Whether it is to be written with `shapes`, in the working CRS.
    """

    spec: Table
    keys: tuple[str, ...]
    section: Any
    path: Path | DatabaseUrl
    raw: pd.DataFrame
    shapes: NDArray[np.object_]
    reading: Reading
    level: Level | None = None
    changed: bool = False
    in_working_crs: bool = False

    @property
    def name(self) -> str:
        """The table's name: grids, stations, buildings."""
        return self.spec.name

    @cached_property
    def conformed(self) -> tuple[pd.DataFrame, dict[str, str]]:
        """Give the table's own columns, and which of the file's they are."""
        done = conform(
            self.raw, self.spec, columns=self.section.columns, source=self.path.name
        )
        return pd.DataFrame(done.frame), done.matched

    def ids(self) -> pd.Series:
        """Give every row its id; missing where it has none that can be used."""
        frame, matched = self.conformed
        key = self.spec.key
        if key is None:
            return pd.Series(None, index=self.raw.index, dtype="str")
        if key not in matched and self.level is Level.DISTRICT and len(frame) == 1:
            return pd.Series([DISTRICT_ID], index=self.raw.index, dtype="str")
        return frame[key]

    def keep(self, rows: NDArray[np.bool_]) -> SourceTable:
        """Keep some rows."""
        return replace(self, raw=self.raw[rows], shapes=self.shapes[rows], changed=True)

    def with_cells(self, column: str, cells: pd.Series) -> SourceTable:
        """Put other values into a column of the file."""
        return replace(self, raw=self.raw.assign(**{column: cells}), changed=True)

    def with_shapes(self, shapes: NDArray[np.object_]) -> SourceTable:
        """Put other geometry, in the working CRS."""
        return replace(self, shapes=shapes, changed=True, in_working_crs=True)

    def rows_as_written(self, crs: pyproj.CRS) -> pd.DataFrame:
        """Give the rows as they are to be written: with points where they had x, y."""
        if not self.in_working_crs:
            return self.raw
        _, matched = self.conformed
        plain = pd.DataFrame(self.raw)
        told = ("x", "y", "datum")
        spent = {matched[name] for name in told if name in matched}
        if isinstance(self.raw, gpd.GeoDataFrame):
            spent.add(str(self.raw.geometry.name))
        rows: pd.DataFrame = gpd.GeoDataFrame(
            plain.drop(columns=sorted(spent)), geometry=self.shapes, crs=crs
        )
        return rows


@dataclass(frozen=True, eq=False)
class Draft:
    """An area while it is repaired."""

    folder: Path
    config: AreaConfig
    crs: pyproj.CRS
    tables: dict[str, SourceTable]
    """By name: the levels top down, then the tables of places."""

    def levels(self) -> list[SourceTable]:
        """Give the levels that have a file, top down."""
        return [source for source in self.tables.values() if source.level is not None]

    def replace(self, *sources: SourceTable) -> Draft:
        """Put repaired tables in the place of the earlier ones."""
        return replace(
            self, tables={**self.tables, **{source.name: source for source in sources}}
        )


def read_draft(folder: PathLike[str] | str) -> Draft:
    """
    Read the tables that an `area.toml` names, and repair nothing.

    Raises
    ------
    ConfigError
        If `area.toml` cannot be understood.
    CrsError
        If the working CRS is unknown or not in metres.
    InputError
        If a file cannot be read at all.
    """
    folder = Path(folder)
    folder = folder.parent if folder.name == FILE and folder.is_file() else folder
    config = read_config(folder)
    crs = parse_crs(config.area.crs)
    check_working_crs(crs)
    order = [k for k in Level if k in config.levels or k is Level.DISTRICT]
    tables = {}
    for level in order:
        section = config.levels.get(level)
        if section is not None and section.file is not None:
            place = order.index(level)
            spec = units_table(level, order[place - 1] if place else None)
            usual = (level.layer, level.value)
            keys = ("levels", level.value)
            source = _read(folder, section, spec, keys, usual, crs)
            tables[source.name] = replace(source, level=level)
    for name in TABLES:
        section = getattr(config, name)
        if section is not None:
            source = _read(folder, section, table(name), (name,), (name,), crs)
            tables[name] = source
    return Draft(folder, config, crs, tables)


def _read(  # noqa: PLR0913, PLR0917 - what a table is read by
    folder: Path,
    section: Any,  # noqa: ANN401 - one of several sections of area.toml
    spec: Table,
    keys: tuple[str, ...],
    usual: Sequence[str],
    crs: pyproj.CRS,
) -> SourceTable:
    path = locate(folder, section.file)
    raw = read_table(path, layer=section.layer, usual_layers=usual, placed=False)
    done = conform(raw, spec, columns=section.columns, source=path.name)
    shapes, reading = located(
        done.frame, done.matched, section, source=path.name, folder=folder, crs=crs
    )
    if isinstance(raw, gpd.GeoDataFrame):
        raw = raw.set_crs(reading.crs, allow_override=True)
    return SourceTable(spec, keys, section, path, raw, shapes, reading)
