"""The run folder: written beside its place and renamed when complete."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servicecircle.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

MANIFEST = "manifest.json"


@contextmanager
def run_folder(out: Path) -> Iterator[Path]:
    """
    Fill a run folder that appears all at once, or not at all.

    A run that fails or is interrupted leaves an earlier folder of that name untouched.

    Raises
    ------
    OutputError
        If the place is taken by something that is not a run folder, or cannot be
        written to.

    Examples
    --------
    >>> import tempfile
    >>> out = Path(tempfile.mkdtemp()) / "run"
    >>> with run_folder(out) as folder:
    ...     write_manifest(folder, {"status": "done"})
    >>> [path.name for path in out.iterdir()]
    ['manifest.json']
    """
    check_out(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        msg = f"{out} cannot be written: {error.strerror}. Choose another place."
        raise OutputError(msg) from error
    try:
        partial.chmod(0o755)
        yield partial
        _put_in_place(partial, out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def check_out(out: Path) -> None:
    """
    Refuse to replace anything but an earlier run folder or an empty one.

    Raises
    ------
    OutputError
        If a file, or a folder with other things in it, is in the place.
    """
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not (out / MANIFEST).is_file():
        msg = (
            f"{out} exists and is not a run folder (it has no {MANIFEST}). Nothing was "
            "written. Choose another --out, or move it away."
        )
        raise OutputError(msg)


def _put_in_place(partial: Path, out: Path) -> None:
    """Rename the complete folder, the earlier one stepping aside first."""
    if not out.exists():
        partial.rename(out)
        return
    earlier = Path(tempfile.mkdtemp(prefix=f".{out.name}-earlier-", dir=out.parent))
    out.rename(earlier / out.name)
    try:
        partial.rename(out)
    except OSError:
        (earlier / out.name).rename(out)
        raise
    finally:
        shutil.rmtree(earlier, ignore_errors=True)


def write_manifest(folder: Path, content: Mapping[str, Any]) -> None:
    """Write `manifest.json`, the keys in the order given."""
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def describe_inputs(folder: Path, names: Iterable[str]) -> list[dict[str, Any]]:
    """
    Name every input file with its size and SHA-256.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.csv").write_text("x")
    >>> describe_inputs(folder, ["a.csv"])[0]["bytes"]
    1
    """
    described = []
    for name in names:
        with (folder / name).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = (folder / name).stat().st_size
        described.append({"file": name, "bytes": size, "sha256": digest})
    return described


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV in UTF-8 with a BOM, so that spreadsheets read Chinese."""
    text = table.to_csv(index=False, lineterminator="\r\n", float_format="%.10g")
    path.write_bytes(text.encode("utf-8-sig"))
