"""What a file really is, by its first bytes, where its name says something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.inputs.problem import UnusableInputError, unreadable

if TYPE_CHECKING:
    from pathlib import Path

# What files begin with, what that is, and the suffixes that may begin so.
_SIGNATURES = (
    (b"SQLite format 3\0", "an SQLite database", (".gpkg",)),
    (b"PK\3\4", "a zip archive or an .xlsx workbook", (".xlsx", ".zip")),
    (b"PAR1", "Parquet", (".parquet", ".geoparquet")),
    (b"fgb\3", "FlatGeobuf", (".fgb",)),
    (b"\0\0\x27\x0a", "a shapefile", (".shp",)),
    (b"\xd0\xcf\x11\xe0", "an old .xls workbook or one with a password", ()),
    (b"{", "JSON", (".geojson", ".json")),
    (b"%PDF", "a PDF", ()),
    (b"Rar!", "a RAR archive", ()),
    (b"7z\xbc\xaf", "a 7z archive", ()),
    (b"\x1f\x8b", "compressed with gzip", ()),
)

_SNIFFED = (".gpkg", ".fgb")
"""GDAL looks into these and reads whatever it finds, as if it were that."""


def check_signature(path: Path) -> None:
    """
    Refuse a file that begins as another kind than its suffix says.

    Raises
    ------
    UnusableInputError
        That names what the file really is.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp()) / "a.csv"
    >>> _ = path.write_bytes(b"PAR1....")
    >>> check_signature(path)
    Traceback (most recent call last):
    servicecircle.inputs.problem.UnusableInputError: a.csv begins as Parquet does...
    """
    with path.open("rb") as file:
        head = file.read(16)
    suffix = path.suffix.lower()
    for start, kind, suffixes in _SIGNATURES:
        if head.startswith(start) and suffix not in suffixes:
            known = " or ".join(suffixes)
            msg = f"{path.name} begins as {kind} does, not as {suffix}."
            remedy = (
                f"Call it {path.stem}{suffixes[0]} if it is ({known})."
                if suffixes
                else "Open it in the program that made it, and save it as .xlsx, .csv "
                "or GeoPackage (.gpkg)."
            )
            raise UnusableInputError(msg, remedy, rule="file-unreadable")
    wanted = [start for start, _, suffixes in _SIGNATURES if suffix in suffixes]
    if suffix in _SNIFFED and not head.startswith(tuple(wanted)):
        raise unreadable(path)
