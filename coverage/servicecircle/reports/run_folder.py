"""The run folder: written beside its place and renamed when complete."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servicecircle._validation import name_some
from servicecircle.errors import OutputError
from servicecircle.inputs import DatabaseUrl, files_of
from servicecircle.inputs.database_reads import last_read
from servicecircle.whole_folder import beside, saying_why

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

MANIFEST = "manifest.json"
COMMAND = "command"
"""The manifest's word for who wrote the folder."""
FILES = "files"
"""The manifest's list of what the run wrote: only that is ever replaced."""


@contextmanager
def run_folder(out: Path, *, commands: Sequence[str] = ()) -> Iterator[Path]:
    """
    Fill a run folder that appears all at once, or not at all.

    A run that fails or is interrupted leaves an earlier folder of that name untouched.

    Parameters
    ----------
    out
        Where the folder is to go.
    commands
        Which commands' folders may be replaced, by the manifest's ``command``; any
        where none is named.

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
    out = out.resolve()
    check_out(out, commands=commands)
    with beside(out) as partial:
        yield partial
        with saying_why(out):
            _put_in_place(partial, out)


def check_out(
    out: Path, *, inputs: Path | None = None, commands: Sequence[str] = ()
) -> None:
    """
    Refuse to replace anything but an earlier run folder or an empty one.

    Parameters
    ----------
    out
        Where the run folder is to go.
    inputs
        The planning area's folder, which must not be replaced with it.
    commands
        Which commands' folders may be replaced; any where none is named.

    Raises
    ------
    OutputError
        If a file, or a folder with anything in it that no run wrote, is in the place,
        or the inputs lie in it.
    """
    out = out.resolve()
    if inputs is not None and inputs.resolve().is_relative_to(out):
        msg = (
            f"{out} holds the planning area itself. Nothing was written. Choose "
            "another --out."
        )
        raise OutputError(msg)
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    foreign = None if out.is_file() else _foreign(out)
    if foreign is None:
        msg = (
            f"{out} exists and is not a run folder (it has no {MANIFEST} of a run). "
            "Nothing was written. Choose another --out, or move it away."
        )
        raise OutputError(msg)
    if foreign:
        msg = (
            f"{out} holds what no run wrote: {name_some(foreign)}. Nothing was "
            "written. Move it away, or choose another --out."
        )
        raise OutputError(msg)
    written_by = _manifest(out).get(COMMAND)
    if commands and written_by not in commands:
        msg = (
            f"{out} was written by another command ({written_by}). Nothing was "
            "written. Choose another --out, or move it away."
        )
        raise OutputError(msg)


def _foreign(out: Path) -> list[str] | None:
    """List what a run did not write into its folder; None if it is no run folder."""
    try:
        written = {MANIFEST, *_manifest(out)[FILES]}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    there = (p for p in out.rglob("*") if not p.is_dir())
    names = (path.relative_to(out).as_posix() for path in there)
    return sorted(name for name in names if name not in written)


def _manifest(out: Path) -> dict[str, Any]:
    """Read the manifest of an earlier run."""
    content: dict[str, Any] = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    return content


def _put_in_place(partial: Path, out: Path) -> None:
    """Rename the complete folder, the earlier one stepping aside first."""
    if not out.exists():
        partial.rename(out)
        return
    earlier = Path(tempfile.mkdtemp(prefix=f".{out.name}-earlier-", dir=out.parent))
    try:
        out.rename(earlier / out.name)
        try:
            partial.rename(out)
        except OSError:
            (earlier / out.name).rename(out)
            raise
    finally:
        shutil.rmtree(earlier, ignore_errors=True)


def write_manifest(folder: Path, content: Mapping[str, Any]) -> None:
    """Write `manifest.json`, the keys in the order given, and the files beside it."""
    written = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    )
    text = json.dumps(
        {**content, FILES: written}, ensure_ascii=False, indent=2, allow_nan=False
    )
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def describe_inputs(
    folder: Path, names: Iterable[str], *, tables: Iterable[tuple[str, str | None]] = ()
) -> list[dict[str, Any]]:
    """
    Name every input file with its size and SHA-256, and every table of a database.

    All files of a shapefile are named. A File Geodatabase is a folder; its digest is
    that of its files' names and digests in order. A database's table has the digest of
    its rows as they were read.

    Parameters
    ----------
    folder
        The planning area's folder.
    names
        Files in it.
    tables
        URL and layer of tables that were read.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.csv").write_text("x")
    >>> describe_inputs(folder, ["a.csv"])[0]["bytes"]
    1
    """
    named = {
        (Path(name).parent / part.name).as_posix(): part
        for name in names
        for part in files_of(folder / name)
    }
    described = []
    for name, part in named.items():
        size, digest = _digest(part)
        described.append({"file": name, "bytes": size, "sha256": digest})
    for url, layer in tables:
        source = DatabaseUrl(url)
        read = last_read(source, layer)
        described.append({"file": source.name, **read._asdict()})
    return described


def _digest(path: Path) -> tuple[int, str]:
    """Give the size and SHA-256 of a file, or of all files of a folder in order."""
    if path.is_file():
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return path.stat().st_size, digest
    inner = [(p.name, *_digest(p)) for p in sorted(path.rglob("*")) if p.is_file()]
    whole = hashlib.sha256()
    for name, _, digest in inner:
        whole.update(f"{name} {digest}\n".encode())
    return sum(size for _, size, _ in inner), whole.hexdigest()


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV in UTF-8 with a BOM, so that spreadsheets read Chinese."""
    text = table.to_csv(index=False, lineterminator="\r\n", float_format="%.10g")
    path.write_bytes(text.encode("utf-8-sig"))
