"""Starting a planning area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from servicecircle.area import read_config
from servicecircle.area.template import write_template
from servicecircle.errors import OutputError
from servicecircle.tables import table

if TYPE_CHECKING:
    from pathlib import Path


def test_writes_what_can_be_read(tmp_path: Path) -> None:
    """The configuration loads, and the header is the table's."""
    written = write_template(tmp_path / "new" / "area")
    assert [path.name for path in written] == [
        "area.toml",
        "stations.csv",
        "columns.csv",
    ]
    assert read_config(tmp_path / "new" / "area").area.crs == "EPSG:4547"
    header = written[1].read_text(encoding="utf-8-sig").strip()
    assert header.split(",") == table("stations").names
    assert "网格编码" not in header
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == ["area"]


def test_uses_an_empty_folder(tmp_path: Path) -> None:
    """A folder that is there and empty will do."""
    assert all(path.is_file() for path in write_template(tmp_path))


def test_leaves_other_peoples_files_alone(tmp_path: Path) -> None:
    """A folder with something in it is refused, and nothing is written."""
    (tmp_path / "thesis.doc").write_text("x")
    with pytest.raises(OutputError, match=r"not an empty folder\. Nothing was written"):
        write_template(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]
