"""`servicecircle qr sheets` and `qr verify`, from the area to paper and back."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from typer.testing import CliRunner

from servicecircle.cli.main import app
from servicecircle.crs import parse_crs
from servicecircle.inputs.problem import UnusableInputError
from servicecircle.pipeline.qr_points import read_points

if TYPE_CHECKING:
    from pathlib import Path

KEY = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
HOST = "qr.example"


def call(*arguments: object) -> tuple[int, str]:
    """Run the command, and give its exit code and what it printed."""
    done = CliRunner().invoke(app, ["qr", *map(str, arguments)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout


@pytest.fixture(scope="module")
def folder(village_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the village keys in a file beside it."""
    base = tmp_path_factory.mktemp("qr")
    shutil.copytree(village_folder, base / "area")
    (base / "keys.txt").write_text(f"A:{KEY}\n", encoding="utf-8")
    return base


@pytest.fixture(scope="module")
def printed(folder: Path) -> Path:
    """Print the village's plates once."""
    keys = folder / "keys.txt"
    code, _ = call("sheets", folder / "area", "--keys", keys, "--out", folder / "run")
    assert code == 0
    return folder / "run"


def scanned(run: Path) -> list[str]:
    """Read every symbol on every page of a run."""
    texts = []
    for file in sorted(run.glob("qr_sheets/*.pdf")):
        document = pypdfium2.PdfDocument(file)
        for page in document:
            image = page.render(scale=1).to_pil()
            texts += [symbol.text for symbol in zxingcpp.read_barcodes(image)]
        document.close()
    return texts


def test_every_point_has_its_plate(printed: Path) -> None:
    """What is scanned from paper are the codes of the points, each once."""
    points = gpd.read_file(printed / "qr_points.gpkg", layer="points")
    codes = [text.split("/")[4] for text in scanned(printed)]
    assert sorted(codes) == sorted(points["code"])
    assert json.loads((printed / "manifest.json").read_text(encoding="utf-8"))[
        "result"
    ]["plates"] == len(points)


def test_what_is_scanned_is_genuine(folder: Path, printed: Path) -> None:
    """And a letter more or less is not."""
    area, keys = folder / "area", ("--keys", folder / "keys.txt")
    points = ("--points", printed / "qr_points.gpkg")
    texts = scanned(printed)
    assert call("verify", area, *texts, *keys, *points)[0] == 0
    code, said = call("verify", area, texts[0] + "2", *keys, "--json")
    assert code == 1
    assert json.loads(said)["codes"][0]["verdict"] == "malformed"
    forged = texts[0][:-8] + texts[1][-8:]
    assert "FORGED" in call("verify", area, forged, *keys)[1]


def test_no_key_is_in_any_output(printed: Path) -> None:
    """Neither as digits nor as bytes; and no signature but in the symbols."""
    signature = scanned(printed)[0].split("/")[-1].encode()
    for file in filter(lambda path: path.is_file(), printed.rglob("*")):
        content = file.read_bytes()
        for secret in (KEY.encode(), KEY.upper().encode(), bytes.fromhex(KEY)):
            assert secret not in content, file
        assert signature not in content, file


def test_findings_of_chinese_plates_are_told_in_chinese_too(printed: Path) -> None:
    """As in the other run folders."""
    told = pd.read_csv(printed / "findings.csv")
    assert {"message_zh", "remedy_zh"} <= {*told}


def test_points_given_keep_their_codes(folder: Path, printed: Path) -> None:
    """Sheets of all points by grid, in two sizes, from the earlier plan."""
    points = ("--points", printed / "qr_points.gpkg", "--keys", folder / "keys.txt")
    sizes = ("--size", 40, "--size", 75, "--by", "grid", "--json")
    out = folder / "again"
    code, said = call("sheets", folder / "area", *points, *sizes, "--out", out)
    assert code == 0
    assert json.loads(said)["result"]["plates"] == 2 * len(scanned(printed))
    assert {*scanned(out)} == {*scanned(printed)}
    assert not (out / "qr_points.gpkg").exists()


def test_a_plate_is_drawn_alone(folder: Path, printed: Path) -> None:
    """As SVG and PNG, by the code as it is printed."""
    text = scanned(printed)[0]
    code = text.split("/")[4]
    given = ("--keys", folder / "keys.txt", "--points", printed / "qr_points.gpkg")
    asked = ("--plate", f"{code[:3]}-{code[3:6]}-{code[6:]}".lower(), "--size", 40)
    out = folder / "alone"
    assert call("sheets", folder / "area", *given, *asked, "--out", out)[0] == 0
    image = Image.open(out / f"qr_plates/{code}_40mm.png")
    assert [symbol.text for symbol in zxingcpp.read_barcodes(image)] == [text]
    assert (out / f"qr_plates/{code}_40mm.svg").exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ((HOST, "qr.example.cn:8443"), "has a port"),
        ((HOST, "光明.政务"), "letters beyond ASCII"),
        (('key_id = "A"', 'key_id = "B"'), "no key 'B', only 'A'"),
    ],
)
def test_what_cannot_be_signed_is_refused(
    folder: Path, tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    """Before anything is read, and nothing is written."""
    text = (folder / "area/area.toml").read_text(encoding="utf-8")
    (tmp_path / "area.toml").write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(UnusableInputError, match=says):
        call("sheets", tmp_path, "--keys", folder / "keys.txt", "--out", tmp_path / "o")
    assert not (tmp_path / "o").exists()


def test_units_that_are_none_are_refused(folder: Path, tmp_path: Path) -> None:
    """By name."""
    keys = ("--keys", folder / "keys.txt", "--out", tmp_path / "o")
    with pytest.raises(UnusableInputError, match=r"no community units .*'nowhere'"):
        call("sheets", folder / "area", *keys, "--unit", "nowhere")
    assert not (tmp_path / "o").exists()


def test_points_that_are_none_are_refused(printed: Path, tmp_path: Path) -> None:
    """No file, a table without codes, a file of something else, another CRS."""
    crs = parse_crs("EPSG:4547")
    (tmp_path / "no.gpkg").write_bytes(b"nothing")
    for file, says in (
        (tmp_path / "none.gpkg", "There is no file of QR points"),
        (printed / "qr_sheets.csv", "have no column 'kind'"),
        (tmp_path / "no.gpkg", "cannot be read as"),
    ):
        with pytest.raises(UnusableInputError, match=says):
            read_points(file, crs=crs)
    with pytest.raises(UnusableInputError, match="another CRS"):
        read_points(printed / "qr_points.gpkg", crs=parse_crs("EPSG:32650"))
