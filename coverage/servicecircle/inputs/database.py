"""Tables and views of a PostGIS database, named by URL."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import geopandas as gpd
import pandas as pd
import shapely

from servicecircle._optional import load
from servicecircle._validation import name_some, suggest
from servicecircle.crs import parse_crs
from servicecircle.errors import CrsError
from servicecircle.inputs.problem import UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyproj

SCHEMES = ("postgresql", "postgres")
CONNECT_TIMEOUT_S = 10
_SPATIAL = ("geometry", "geography")
_TABLES = """
SELECT n.nspname, c.relname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND has_table_privilege(c.oid, 'SELECT')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1, 2
"""
_COLUMNS = """
SELECT a.attname, t.typname
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = format('%%I.%%I', %s::text, %s::text)::regclass
  AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
"""


@dataclass(frozen=True)
class DatabaseUrl:
    """
    Where a database is; its password comes from PGPASSWORD or ~/.pgpass.

    Examples
    --------
    >>> DatabaseUrl("postgresql://planner@db.local/district").name
    'postgresql://planner@db.local/district'
    >>> DatabaseUrl("postgresql://planner:secret@db.local/district").name
    'postgresql://planner:***@db.local/district'
    """

    url: str

    @property
    def name(self) -> str:
        """The URL as it may be shown: without a password."""
        parts = urlsplit(self.url)
        user, colon, _ = parts.netloc.rpartition("@")[0].partition(":")
        host = parts.netloc.rpartition("@")[2]
        shown = f"{user}{':***' if colon else ''}@{host}" if user or colon else host
        return f"{parts.scheme}://{shown}{parts.path}"

    @property
    def holds_password(self) -> bool:
        """Whether the URL itself tells the password."""
        parts = urlsplit(self.url)
        user, at, _ = parts.netloc.rpartition("@")
        secrets = {"password", "passfile", "sslpassword"}
        return (bool(at) and ":" in user) or bool(
            secrets & parse_qs(parts.query).keys()
        )


class _Target(NamedTuple):
    """A table in its schema."""

    schema: str
    table: str

    @property
    def label(self) -> str:
        return f"{self.schema}.{self.table}"


class DatabaseTable(NamedTuple):
    """What was read of a database."""

    frame: pd.DataFrame
    layer: str
    sha256: str
    """Of the rows as they came, in order."""


def is_database(file: str) -> bool:
    """
    Whether area.toml names a database where it could name a file.

    >>> is_database("postgresql://planner@db.local/district"), is_database("a.csv")
    (True, False)
    """
    return file.partition("://")[0] in SCHEMES and "://" in file


def locate(folder: Path, file: str) -> Path | DatabaseUrl:
    """
    Find what area.toml names: a file beside it, or a database.

    >>> from pathlib import Path
    >>> locate(Path("area"), "grids.gpkg").name
    'grids.gpkg'
    >>> locate(Path("area"), "postgresql://db.local/district")
    DatabaseUrl(url='postgresql://db.local/district')
    """
    return DatabaseUrl(file) if is_database(file) else folder / file


def read_database(
    source: DatabaseUrl, *, layer: str | None, usual: Sequence[str] = ()
) -> DatabaseTable:
    """
    Read a table or view, in the order of its primary key or else of its rows as text.

    Nothing is written to the database. Whole numbers and decimals stay exact. Heights
    are dropped and curves become lines.

    Parameters
    ----------
    source
        The database.
    layer
        ``table`` or ``schema.table``.
    usual
        Tables to try where none is named.

    Raises
    ------
    UnusableInputError
        If the URL tells a password, the database does not answer, it is not clear
        which table is meant, or its geometry is in several CRS.
    MissingDependencyError
        If psycopg is not installed.
    """
    with _connected(source) as connection:
        target = _choose(connection, source, layer, usual)
        return _read(connection, source, target)


def list_tables(source: DatabaseUrl) -> list[str]:
    """
    List the tables and views that can be read, as ``schema.table``, sorted.

    Raises
    ------
    UnusableInputError
        If the URL tells a password, or the database does not answer.
    MissingDependencyError
        If psycopg is not installed.
    """
    with _connected(source) as connection:
        return [target.label for target in _targets(connection)]


@contextmanager
def _connected(source: DatabaseUrl) -> Iterator[Any]:
    """Connect for reading only, and say what went wrong in plain words."""
    if source.holds_password:
        msg = f"{source.name} holds a password, and area.toml is copied into every run."
        remedy = "Take it out, and give it as PGPASSWORD or in ~/.pgpass."
        raise UnusableInputError(msg, remedy, rule="password-in-url")
    psycopg = load("psycopg", extra="postgis")
    try:
        with psycopg.connect(
            source.url,
            connect_timeout=CONNECT_TIMEOUT_S,
            options="-c default_transaction_read_only=on -c client_encoding=UTF8",
        ) as connection:
            yield connection
    except psycopg.Error as error:
        raise _failed(source, error) from error


def _targets(connection: Any) -> list[_Target]:  # noqa: ANN401 - psycopg is optional
    return [_Target(*row) for row in connection.execute(_TABLES).fetchall()]


def _choose(
    connection: Any,  # noqa: ANN401 - psycopg is optional
    source: DatabaseUrl,
    layer: str | None,
    usual: Sequence[str],
) -> _Target:
    """Find the table that is meant, or ask."""
    found = _targets(connection)
    labels = [target.label for target in found]
    for name in (layer,) if layer is not None else usual:
        fits = [t for t in found if name in {t.label, t.table}]
        if len(fits) == 1:
            return fits[0]
        if len(fits) > 1:
            labels = [target.label for target in fits]
            break
    else:
        if layer is not None:
            msg = f"{source.name} has no table {layer!r} that can be read. There are: "
            msg += f"{name_some(labels) or 'none'}."
            raise UnusableInputError(msg, suggest(layer, labels), rule="layer-missing")
        if len(found) == 1:
            return found[0]
    if not labels:
        msg = f"{source.name} has no table that can be read."
        remedy = "Check the database's name, and GRANT SELECT on the tables."
        raise UnusableInputError(msg, remedy, rule="layer-missing")
    msg = f"{source.name} has {len(labels)} tables: {name_some(labels)}."
    remedy = 'Say which one is meant in area.toml, as layer = "its name".'
    raise UnusableInputError(msg, remedy, rule="layer-ambiguous")


def _read(connection: Any, source: DatabaseUrl, target: _Target) -> DatabaseTable:  # noqa: ANN401
    from psycopg import sql  # noqa: PLC0415 - loads where it is used

    columns = connection.execute(_COLUMNS, target).fetchall()
    spatial = [name for name, kind in columns if kind in _SPATIAL]
    plain = [name for name, kind in columns if kind not in _SPATIAL]
    wanted: list[sql.Composable] = [sql.Identifier(name) for name in plain]
    if spatial:
        flat = sql.SQL("ST_AsBinary(ST_Force2D(ST_CurveToLine({}::geometry)))")
        wanted.append(flat.format(sql.Identifier(spatial[0])))
    place = sql.Identifier(*target)
    query = sql.SQL("SELECT {} FROM {} AS t ORDER BY {}").format(
        sql.SQL(", ").join(wanted), place, _order(connection, target)
    )
    rows = connection.execute(query).fetchall()
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(row).encode())
    frame = pd.DataFrame(
        {name: _column([row[k] for row in rows]) for k, name in enumerate(plain)}
    )
    if spatial:
        shapes = shapely.from_wkb([row[-1] for row in rows])
        crs = _crs(connection, source, target, spatial[0]) if rows else None
        frame = gpd.GeoDataFrame(frame, geometry=shapes, crs=crs)
    return DatabaseTable(frame, target.label, digest.hexdigest())


def _order(connection: Any, target: _Target) -> Any:  # noqa: ANN401
    """Order by the primary key, so that the same table is read the same way."""
    from psycopg import sql  # noqa: PLC0415 - loads where it is used

    keys = connection.execute(
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a "
        "ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) "
        "WHERE i.indisprimary AND i.indrelid = format('%%I.%%I', %s::text, "
        "%s::text)::regclass ORDER BY a.attnum",
        target,
    ).fetchall()
    if keys:
        return sql.SQL(", ").join(sql.Identifier("t", name) for (name,) in keys)
    return sql.SQL('t::text COLLATE "C"')


def _crs(
    connection: Any,  # noqa: ANN401
    source: DatabaseUrl,
    target: _Target,
    column: str,
) -> pyproj.CRS | None:
    """Look the geometry's CRS up in the database's own list."""
    from psycopg import sql  # noqa: PLC0415 - loads where it is used

    query = sql.SQL(
        "SELECT DISTINCT ST_SRID({0}::geometry) FROM {1} WHERE {0} IS NOT NULL"
    ).format(sql.Identifier(column), sql.Identifier(*target))
    numbers = sorted(number for (number,) in connection.execute(query).fetchall())
    if len(numbers) > 1:
        msg = f"{source.name}, {target.label}: its geometry is in the SRIDs "
        msg += f"{name_some(numbers)}."
        remedy = "Bring all rows to one with ST_Transform, in a view for example."
        raise UnusableInputError(msg, remedy, rule="crs-disagrees")
    known = connection.execute(
        "SELECT auth_name, auth_srid, srtext FROM spatial_ref_sys WHERE srid = %s",
        numbers or [0],
    ).fetchone()
    if known is None:
        return None
    authority, number, text = known
    try:
        return parse_crs(f"{authority}:{number}")
    except CrsError:
        return parse_crs(text)


def _column(values: list[object]) -> pd.Series:
    """Make a column; lists become text as files have it, and no number a float."""
    cells = [
        ";".join(map(str, value)) if isinstance(value, list) else value
        for value in values
    ]
    column = pd.Series(cells, dtype=object)
    # Whole numbers beside missing ones stay objects, or they would lose digits.
    return column if None in cells else column.infer_objects()


def _failed(source: DatabaseUrl, error: Exception) -> UnusableInputError:
    """Say why a database cannot be read, and never its password."""
    said = " ".join(str(error).split())
    secret = os.environ.get("PGPASSWORD")
    if secret:
        said = said.replace(secret, "***")
    msg = f"{source.name} cannot be read: {said.rstrip('.')}."
    remedy = (
        "Check host, database and user, and give the password as PGPASSWORD or in "
        "~/.pgpass."
    )
    return UnusableInputError(msg, remedy, rule="database-unreadable")
