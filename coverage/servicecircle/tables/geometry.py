"""Checks on a table's geometry: there, of the right kind, and valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from shapely import GeometryType

from servicecircle._validation import name_some
from servicecircle.findings import Finding
from servicecircle.tables.cells import Problem
from servicecircle.tables.say import LISTED
from servicecircle.tables.together import MANY, SPOILED, place_of_all
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.tables.schema import Table


_POLYGONS = (GeometryType.POLYGON, GeometryType.MULTIPOLYGON)
_ALLOWED = {
    "point": (GeometryType.POINT,),
    "polygon": _POLYGONS,
    "shape": (GeometryType.POINT, *_POLYGONS),
    "drawing": (GeometryType.LINESTRING, GeometryType.MULTILINESTRING, *_POLYGONS),
}
_WANTED = {
    "point": "points",
    "polygon": "polygons",
    "shape": "polygons or points",
    "drawing": "polygons or lines",
}
_KINDS = {
    GeometryType.POINT: "a point",
    GeometryType.LINESTRING: "a line",
    GeometryType.LINEARRING: "a ring",
    GeometryType.POLYGON: "a polygon",
    GeometryType.MULTIPOINT: "a group of points",
    GeometryType.MULTILINESTRING: "a group of lines",
    GeometryType.MULTIPOLYGON: "a group of polygons",
    GeometryType.GEOMETRYCOLLECTION: "a mixed group",
}
_EMPTY_REMEDY = "Draw it, give it coordinates, or delete the row."


class _Rows(NamedTuple):
    """The rows that findings are about."""

    frame: gpd.GeoDataFrame
    table: Table
    source: str
    shapes: NDArray[np.object_]
    """Their geometry, where it can be looked at."""

    def findings(
        self, problem: Problem, *, severity: Severity = Severity.ERROR
    ) -> list[Finding]:
        """Name the rows that have a problem, and count those beyond the list."""
        noun = self.frame.index.name or "row"
        key = self.table.key
        labels = None if key is None else self.frame[key].fillna("")
        rule, rows, says, remedy = problem
        if rule in SPOILED and rows.sum() >= MANY:
            return [self._one_mistake(problem, severity)]
        found = []
        for position in np.flatnonzero(rows)[:LISTED]:
            label = "" if labels is None else str(labels.iloc[position])
            named = f" ({label})" if label else ""
            row = self.frame.index[position]
            message = f"{self.source} {noun} {row}{named} {says}."
            said = (severity, rule, self.table.name, label, message, remedy)
            found.append(Finding(*said, where=self.shapes[position], row=row))
        rest = int(rows.sum()) - LISTED
        if rest > 0:
            message = f"{self.source}: {rest} more {noun}s: each {says}."
            found.append(Finding(severity, rule, self.table.name, "", message, remedy))
        return found

    def _one_mistake(self, problem: Problem, severity: Severity) -> Finding:
        """Say once what is wrong with many rows of a layer, and name the first few."""
        rule, rows, says, remedy = problem
        noun = self.frame.index.name or "row"
        key = self.table.key
        labels = self.frame.index if key is None else self.frame[key].fillna("")
        message = (
            f"{self.source}: each of {rows.sum():,} {noun}s {says}: "
            f"{name_some(labels[rows])}."
        )
        said = (severity, rule, self.table.name, "", message, remedy)
        where = place_of_all(self.shapes[rows])
        return Finding(*said, where=where, row=tuple(self.frame.index[rows]))


def check_geometry(
    frame: gpd.GeoDataFrame, table: Table, *, source: str
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """
    Prove that every row has a usable geometry of the table's kind.

    Parameters
    ----------
    frame
        A conformed frame with geometry, in the working CRS.
    table
        Says which kind of geometry is wanted.
    source
        What to call the file in messages.

    Returns
    -------
    frame
        The rows that can be used, in two dimensions; the others are put aside. A group
        of one is taken out of its group, and a polygon that crosses itself is repaired.
    findings
        Errors: empty geometry, the wrong kind, coordinates that are no numbers.
        Warnings: polygons that were repaired, with the reason.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from servicecircle.tables.schema import table
    >>> frame = gpd.GeoDataFrame(
    ...     {"station_id": ["S1", "S2"]}, geometry=[shapely.Point(1, 2), None]
    ... )
    >>> _, findings = check_geometry(frame, table("stations"), source="s.gpkg")
    >>> print(findings[0].message)
    s.gpkg row 1 (S2) has no geometry.
    """
    column = table.geometry
    if column is None:
        return frame, []
    shapes = np.array(frame.geometry.array, dtype=object)
    if shapely.has_z(shapes).any():
        shapes = shapely.force_2d(shapes)
    shapes = _out_of_groups_of_one(shapes)
    kinds = shapely.get_type_id(shapes)
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    endless = ~empty & ~np.isfinite(shapely.bounds(shapes)).all(axis=1)
    wrong = ~empty & ~np.isin(kinds, _ALLOWED[column.dtype])

    visible = shapes.copy()
    visible[empty | endless] = None
    rows = _Rows(frame, table, source, visible)
    findings = rows.findings(
        Problem("empty-geometry", empty, "has no geometry", _EMPTY_REMEDY)
    )
    wanted = f"{table.name} are {_WANTED[column.dtype]}"
    for kind in np.unique(kinds[wrong]):
        says = f"is {_KINDS[GeometryType(kind)]}, and {wanted}"
        remedy = "Check that the right file and layer are named in area.toml."
        problem = Problem("geometry-kind", wrong & (kinds == kind), says, remedy)
        findings += rows.findings(problem)
    says = "has coordinates that are not finite in the working CRS"
    remedy = "Check its coordinates and the CRS they are said to be in."
    findings += rows.findings(Problem("geometry-not-finite", endless, says, remedy))
    sound = ~empty & ~wrong & ~endless
    shapes, repaired = _repaired(rows, shapes, sound)
    sound &= ~shapely.is_empty(shapes)
    usable = frame.set_geometry(shapes, crs=frame.crs)[sound]
    return usable, findings + repaired


def _out_of_groups_of_one(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    grouped = shapely.get_type_id(shapes) >= GeometryType.MULTIPOINT
    single = grouped & (shapely.get_num_geometries(shapes) == 1)
    if single.any():
        shapes = shapes.copy()
        shapes[single] = shapely.get_geometry(shapes[single], 0)
    return shapes


def _repaired(
    rows: _Rows, shapes: NDArray[np.object_], sound: NDArray[np.bool_]
) -> tuple[NDArray[np.object_], list[Finding]]:
    """Repair polygons that cross themselves, keeping only what has an area."""
    invalid = sound & ~shapely.is_valid(shapes)
    if not invalid.any():
        return shapes, []
    fixed = shapes.copy()
    fixed[invalid] = shapely.make_valid(
        shapes[invalid], method="structure", keep_collapsed=False
    )
    nothing_left = invalid & shapely.is_empty(fixed)
    findings = rows.findings(
        Problem("empty-geometry", nothing_left, "encloses no area", _EMPTY_REMEDY)
    )
    reasons = shapely.is_valid_reason(shapes[invalid])
    kinds = np.full(len(shapes), "", dtype=object)
    kinds[invalid] = [reason.partition("[")[0] for reason in reasons]
    for kind in sorted(set(kinds[invalid])):
        says = f"is not a valid polygon ({kind.lower()}) and was repaired"
        remedy = "Repair it in the source, so that the area meant is the area used."
        some = invalid & ~nothing_left & (kinds == kind)
        problem = Problem("geometry-repaired", some, says, remedy)
        findings += rows.findings(problem, severity=Severity.WARNING)
    return fixed, findings
