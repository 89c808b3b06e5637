"""The run folder: whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from servicecircle.errors import OutputError
from servicecircle.reports.run_folder import check_out, run_folder, write_manifest


def test_a_failed_run_leaves_the_earlier_one(tmp_path: Path) -> None:
    """And no half-written folder beside it."""
    out = tmp_path / "run"
    with run_folder(out) as folder:
        write_manifest(folder, {"status": "first"})
    with pytest.raises(ZeroDivisionError, match="zero"), run_folder(out) as folder:
        (folder / "half").write_bytes(bytes(1 // 0))
    assert '"first"' in (out / "manifest.json").read_text()
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_what_cannot_be_written_is_told_and_what_cannot_be_read_is_not_blamed(
    tmp_path: Path,
) -> None:
    """The place is named only where the place is at fault."""
    out = tmp_path / "run"
    with pytest.raises(OutputError, match="cannot be written"), run_folder(out) as run:
        (run / "nowhere" / "half").write_text("...")
    with pytest.raises(FileNotFoundError, match="elsewhere"), run_folder(out):
        (tmp_path / "elsewhere").read_text()
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_run_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """Nothing of the earlier run is left among the new files."""
    out = tmp_path / "run"
    for name in ("old", "new"):
        with run_folder(out) as folder:
            (folder / name).write_text("")
            write_manifest(folder, {})
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


def test_somebody_elses_manifest_is_no_run(tmp_path: Path) -> None:
    """Web pages have a manifest.json too."""
    out = tmp_path / "web"
    out.mkdir()
    (out / "manifest.json").write_text('{"name": "my page"}')
    with pytest.raises(OutputError, match="not a run folder"), run_folder(out):
        pass
    assert (out / "manifest.json").is_file()


def test_notes_in_a_run_folder_are_not_lost(tmp_path: Path) -> None:
    """What no run wrote is named, and stays."""
    out = tmp_path / "run"
    with run_folder(out) as folder:
        write_manifest(folder, {})
    (out / "notes.txt").write_text("mine")
    with (
        pytest.raises(OutputError, match=r"no run wrote: 'notes\.txt'"),
        run_folder(out),
    ):
        pass
    assert (out / "notes.txt").read_text() == "mine"


def test_the_working_directory_can_be_the_run_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `--out .` says."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with run_folder(Path()) as folder:
        write_manifest(folder, {})
    assert [path.name for path in tmp_path.iterdir()] == ["here"]
    assert (tmp_path / "here" / "manifest.json").is_file()


def test_the_area_is_not_replaced_by_its_run(tmp_path: Path) -> None:
    """Neither its own folder nor one above it."""
    area = tmp_path / "area"
    area.mkdir()
    for out in (area, tmp_path):
        with pytest.raises(OutputError, match="holds the planning area itself"):
            check_out(out, inputs=area)
