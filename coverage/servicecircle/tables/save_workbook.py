"""Excel workbooks that are the same bytes each time."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

FIXED_TIME = (2000, 1, 1, 0, 0, 0)
FIXED_STAMP = b"2000-01-01T00:00:00Z"
_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def save_workbook(book: Workbook, path: Path) -> None:
    """
    Save a workbook with fixed dates in its parts and in their properties.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from openpyxl import Workbook
    >>> one, two = (Path(tempfile.mkdtemp()) / "t.xlsx" for _ in range(2))
    >>> save_workbook(Workbook(), one)
    >>> save_workbook(Workbook(), two)
    >>> one.read_bytes() == two.read_bytes()
    True
    """
    written = io.BytesIO()
    book.save(written)
    with ZipFile(written) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _STAMP.sub(FIXED_STAMP, part)
            entry = ZipInfo(name, FIXED_TIME)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, part)
