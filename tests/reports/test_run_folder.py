"""The run folder: whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from servicecircle.errors import OutputError
from servicecircle.reports.run_folder import run_folder, write_manifest

if TYPE_CHECKING:
    from pathlib import Path


def test_a_failed_run_leaves_the_earlier_one(tmp_path: Path) -> None:
    """And no half-written folder beside it."""
    out = tmp_path / "run"
    with run_folder(out) as folder:
        write_manifest(folder, {"status": "first"})
    with pytest.raises(FileNotFoundError, match="nowhere"), run_folder(out) as folder:
        (folder / "nowhere" / "half").write_text("...")
    assert '"first"' in (out / "manifest.json").read_text()
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_an_earlier_run_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """Nothing of the earlier run is left among the new files."""
    out = tmp_path / "run"
    for name in ("old", "new"):
        with run_folder(out) as folder:
            write_manifest(folder, {})
            (folder / name).write_text("")
    assert sorted(p.name for p in out.iterdir()) == ["manifest.json", "new"]
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_is_not_a_run_is_not_replaced(tmp_path: Path, kind: str) -> None:
    """A folder of the user's own is safe."""
    out = tmp_path / "thesis"
    if kind == "file":
        out.write_text("mine")
    else:
        out.mkdir()
        (out / "chapter1.txt").write_text("mine")
    with (
        pytest.raises(OutputError, match=r"not a run folder.*Nothing was"),
        run_folder(out),
    ):
        pass
