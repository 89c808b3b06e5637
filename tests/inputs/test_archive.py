"""Zip archives as they are sent by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from mutations import ROWS, write_kind

from servicecircle.inputs import UnusableInputError, archive, files_of, read_table

if TYPE_CHECKING:
    from pathlib import Path


def pack(path: Path, members: dict[str, bytes]) -> Path:
    """Pack files under the names given."""
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def parts(tmp_path: Path, stem: str) -> dict[str, bytes]:
    """Give the files of a shapefile under a name."""
    source, _ = write_kind(tmp_path / "plain", "shp")
    return {f"{stem}{part.suffix}": part.read_bytes() for part in files_of(source)}


def refusal(path: Path, **options: str) -> UnusableInputError:
    """Return the error that reading raises."""
    with pytest.raises(UnusableInputError, match=r"\.") as caught:
        read_table(path, **options)
    return caught.value


def test_a_zipped_shapefile(tmp_path: Path) -> None:
    """In a folder of the archive, beside what macOS adds and a document."""
    members = parts(tmp_path, "数据/网格") | {"__MACOSX/._a.shp": b"", "说明.doc": b"x"}
    path = pack(tmp_path / "a.zip", members)
    assert len(read_table(path)) == ROWS
    assert len(read_table(path, layer="网格")) == ROWS
    assert refusal(path, layer="网").rule == "layer-missing"


def test_several_are_a_question(tmp_path: Path) -> None:
    """Unless one has the usual name; equal names are told apart by their folders."""
    members = parts(tmp_path, "网格") | parts(tmp_path, "grids")
    path = pack(tmp_path / "a.zip", members)
    error = refusal(path)
    assert error.rule == "layer-ambiguous"
    assert "'grids', '网格'" in error.message
    assert "grids" not in error.remedy
    assert len(read_table(path, usual_layers=("grids",))) == ROWS
    twins = parts(tmp_path, "2023/grids") | parts(tmp_path, "2024/grids")
    path = pack(tmp_path / "b.zip", twins)
    assert len(read_table(path, layer="2024/grids.shp")) == ROWS


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_in_the_archives_own_encoding(tmp_path: Path, encoding: str) -> None:
    """Windows packs Chinese names in GBK and says nothing."""
    # Names of the same length in bytes, put in place of plain ones.
    name = "网格".encode(encoding)
    plain = "x" * len(name)
    path = pack(tmp_path / "a.zip", parts(tmp_path, plain))
    path.write_bytes(path.read_bytes().replace(plain.encode(), name))
    assert refusal(path, layer="格").message.endswith("'格'. There are: '网格'.")
    assert len(read_table(path, layer="网格")) == ROWS


def test_a_zipped_geodatabase(tmp_path: Path) -> None:
    """Its layers are chosen as in a folder."""
    folder, _ = write_kind(tmp_path, "gdb")
    members = {f"a/b.gdb/{p.name}": p.read_bytes() for p in folder.iterdir()}
    path = pack(tmp_path / "b.gdb.zip", members)
    assert len(read_table(path)) == ROWS
    assert len(read_table(path, layer="grids")) == ROWS
    assert "no layer 'x'" in refusal(path, layer="x").message


def test_a_bomb_is_refused_by_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is unpacked; also in a workbook, which is an archive."""
    monkeypatch.setattr(archive, "LARGEST_BYTES", 10**6)
    for name in ("a.zip", "a.xlsx"):
        path = pack(tmp_path / name, {"a.csv": b"\0" * (10**6 + 1)})
        assert refusal(path).rule == "file-too-large"


def test_members_stay_in_the_folder_they_are_unpacked_to(tmp_path: Path) -> None:
    """A name that climbs out of the archive does not."""
    path = pack(tmp_path / "a.zip", {"../../evil.csv": b"a,b\n1,2\n"})
    assert read_table(path)["a"].tolist() == ["1"]
    assert not (tmp_path.parent / "evil.csv").exists()


@pytest.mark.parametrize("members", [{}, {"a.doc": b"x"}, {"a.zip": b"x"}])
def test_nothing_to_read(tmp_path: Path, members: dict[str, bytes]) -> None:
    """What is in the archive is listed."""
    assert refusal(pack(tmp_path / "a.zip", members)).rule == "file-kind"


def test_a_locked_archive(tmp_path: Path) -> None:
    """A password is nothing that area.toml should hold."""
    path = pack(tmp_path / "a.zip", {"a.csv": b"a,b\n1,2\n"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    assert "locked with a password" in refusal(path).message
