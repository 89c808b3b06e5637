"""What every file of a run is to repeat: that the data are made up, for example."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

COLUMN = "notice"
"""The last column of every table."""


def repeat_notice(folder: Path, notice: str) -> None:
    r"""
    Put a notice into every table and layer of a folder.

    CSV and Parquet files get a last column ``notice``, the layers of GeoPackages a
    description. Maps and the manifest say it themselves. Nothing is done for an empty
    notice.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.csv").write_bytes(b"x,y\r\n1,2\r\n")
    >>> repeat_notice(folder, "draft")
    >>> (folder / "a.csv").read_bytes()
    b'x,y,notice\r\n1,2,draft\r\n'
    """
    if not notice:
        return
    for path in sorted(folder.rglob("*.csv")):
        _extend_csv(path, notice)
    for path in sorted(folder.rglob("*.parquet")):
        _extend_parquet(path, notice)
    for path in sorted(folder.rglob("*.gpkg")):
        describe_layers(path, notice)


def describe_layers(path: Path, notice: str) -> None:
    """Make a notice the description of every layer of a GeoPackage."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE gpkg_contents SET description = ?", (notice,))


def _extend_csv(path: Path, notice: str) -> None:
    """Add the column as text, so that no number changes its form."""
    content = path.read_bytes()
    encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
    header, *rows = csv.reader(io.StringIO(content.decode(encoding), newline=""))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*header, COLUMN])
    writer.writerows([*row, notice] for row in rows)
    path.write_bytes(text.getvalue().encode(encoding))


def _extend_parquet(path: Path, notice: str) -> None:
    """Add the column as a dictionary of one word, which takes next to no room."""
    import pyarrow as pa  # noqa: PLC0415 - loads where it is used
    import pyarrow.parquet as pq  # noqa: PLC0415

    table = pq.read_table(path)
    words = pa.array([notice] * len(table)).dictionary_encode()
    pq.write_table(table.append_column(COLUMN, words), path)
