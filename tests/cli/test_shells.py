"""The command in the shells and consoles that there are."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from servicecircle.cli.console import progress_bars, say_json
from servicecircle.cli.failures import say_error
from servicecircle.cli.main import run
from servicecircle.errors import OutputError
from servicecircle.whole_folder import new_folder

if TYPE_CHECKING:
    from pathlib import Path

COMPLETE = "_SERVICECIRCLE_COMPLETE"


def complete(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], **asked: str
) -> str:
    """Ask as a shell does when the tabulator is pressed."""
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["servicecircle"])
    with pytest.raises(SystemExit) as ended:
        run()
    assert not ended.value.code
    return capsys.readouterr().out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_has_its_script(
    shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What --install-completion installs."""
    script = complete(monkeypatch, capsys, **{COMPLETE: f"source_{shell}"})
    assert f"complete_{shell}" in script
    assert "servicecircle" in script


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("servicecircle pl", ["plan"]),
        ("servicecircle qr ro", ["rounds"]),
        ("servicecircle site --mod", ["--model"]),
        ("servicecircle site --model c", ["covering", "center"]),
    ],
)
def test_commands_options_and_values_are_completed(
    typed: str,
    completed: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """By name; folders are the shell's own matter."""
    count = str(len(typed.split()) - 1)
    asked = {COMPLETE: "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": count}
    assert complete(monkeypatch, capsys, **asked).split() == completed


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "cp437"])
def test_json_is_json_in_every_console(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe of a Chinese Windows is in GBK, and scripts read UTF-8."""
    console = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", console)
    say_json({"name": "玉塘街道"})
    console.flush()
    written = console.buffer.getvalue()  # type: ignore[attr-defined]
    assert json.loads(written.decode("utf-8")) == {"name": "玉塘街道"}


def test_what_is_no_terminal_is_told_nothing_on_the_way(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Neither bars nor colours in a log."""
    with progress_bars(quiet=False) as show:
        show("read the area", 0.0)
        show("read the area", 1.0)
    say_error("It is so.")
    assert capsys.readouterr().err == "Error: It is so.\n"


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the first word is red, unless NO_COLOR is set."""
    said: list[str] = []
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("typer.echo", lambda text, **_more: said.append(text))
    say_error("It is so.")
    monkeypatch.setenv("NO_COLOR", "1")
    say_error("It is so.")
    assert said == ["\x1b[31mError:\x1b[0m It is so.", "Error: It is so."]


def test_a_file_that_is_open_elsewhere_is_said_to_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Windows renames no folder of which a spreadsheet has a file open."""

    def locked(_self: Path, _target: Path) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr("pathlib.Path.rename", locked)
    told = pytest.raises(OutputError, match="Close the program that has it open")
    with told, new_folder(tmp_path / "run") as partial:
        (partial / "coverage.csv").write_text("")
    monkeypatch.undo()
    assert [*tmp_path.iterdir()] == []
