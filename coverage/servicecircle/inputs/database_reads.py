"""What was read of databases, for the manifest: a table there changes, a file stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from servicecircle.inputs.database import DatabaseTable, DatabaseUrl


class DatabaseRead(NamedTuple):
    """How a table was when it was last read in this process."""

    layer: str
    rows: int
    sha256: str


_reads: dict[tuple[str, str | None], DatabaseRead] = {}


def remember(source: DatabaseUrl, layer: str | None, table: DatabaseTable) -> None:
    """Keep the digest of what was read, under what area.toml asks for."""
    digest = DatabaseRead(table.layer, len(table.frame), table.sha256)
    _reads[source.url, layer] = digest


def last_read(source: DatabaseUrl, layer: str | None) -> DatabaseRead:
    """
    Give the digest of what was last read.

    Raises
    ------
    KeyError
        If it was never read.
    """
    return _reads[source.url, layer]


def was_read(source: DatabaseUrl, layer: str | None) -> bool:
    """Whether a table was read, so that its digest is known."""
    return (source.url, layer) in _reads
