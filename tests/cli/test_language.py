"""One place decides the language of the console, and all that is said follows it."""

from __future__ import annotations

import csv
import json
import re
import shlex
import sys
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command

from servicecircle.cli import help_in_chinese, language
from servicecircle.cli.help_in_chinese import EXAMPLE, every_command, paragraphs
from servicecircle.cli.language import Language, decide
from servicecircle.cli.main import app, run
from servicecircle.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMANDS = [*every_command(get_command(app))]


@pytest.fixture(autouse=True)
def _in_english_again() -> Iterator[None]:
    """Commands of other tests speak English."""
    yield
    language._Console.language = Language.ENGLISH


def servicecircle(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, line: str
) -> tuple[int, str, str]:
    """Run a command line within this process."""
    monkeypatch.setattr(sys, "argv", ["servicecircle", *shlex.split(line)])
    with pytest.raises(SystemExit) as ended:
        run()
    shown = capsys.readouterr()
    return int(ended.value.code or 0), shown.out, shown.err


@pytest.mark.parametrize(
    ("words", "environment", "windows", "expected"),
    [
        ("plan a --lang zh", {"SERVICECIRCLE_LANG": "en"}, None, "zh"),
        ("plan a --lang en", {"LANG": "zh_CN.UTF-8"}, None, "en"),
        ("--lang zh plan a --lang en", {}, None, "en"),
        ("plan a -- --lang zh", {}, None, "en"),
        ("plan a --lang", {"LANG": "zh"}, None, "zh"),
        ("plan a", {"SERVICECIRCLE_LANG": "zh_CN", "LC_ALL": "C"}, None, "zh"),
        ("plan a", {"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, None, "en"),
        ("plan a", {"LC_ALL": "", "LANG": "zh-Hans"}, None, "zh"),
        ("plan a", {}, 0x0804, "zh"),
        ("plan a", {"LANG": "C.UTF-8"}, 0x0804, "en"),
        ("plan a", {}, 0x0409, "en"),
    ],
)
def test_who_decides(
    words: str, environment: dict[str, str], windows: int | None, expected: str
) -> None:
    """The option goes before the variable, that before the locale, then Windows."""
    assert decide(words.split(), environment, windows=windows) == expected


def test_a_language_that_nobody_speaks_is_refused() -> None:
    """The variable is ours, so a slip in it is told."""
    with pytest.raises(InputError, match="SERVICECIRCLE_LANG is 'french'"):
        decide([], {"SERVICECIRCLE_LANG": "french"})


def test_every_help_text_has_a_chinese_one() -> None:
    """Who adds an option adds a row to cli/help_zh.csv; none is left over."""
    said = {"Show this message and exit."}
    for one in COMMANDS:
        texts = [one.help, one.epilog, *(param.help for param in one.params)]
        said |= {part for text in texts for part in paragraphs(text)}
    said = {text for text in said if not text.startswith(EXAMPLE)}
    known = help_in_chinese.table()
    assert sorted(said - set(known)) == []
    assert sorted(set(known) - said) == []
    assert [*known] == sorted(known)


def test_the_table_of_help_is_read_as_it_is_written() -> None:
    """No row has a third cell, and no Chinese is missing."""
    path = language.__file__.replace("language.py", "help_zh.csv")
    with open(path, encoding="utf-8", newline="") as file:  # noqa: PTH123
        rows = [*csv.reader(file)]
    assert {len(row) for row in rows} == {2}
    assert all(re.search("[一-鿿]", chinese) for _, chinese in rows[1:])


def test_every_command_can_be_told_its_language() -> None:
    """--lang is everywhere."""
    for one in COMMANDS:
        options = [option for param in one.params for option in param.opts]
        assert "--lang" in options or one.name == "qr", one.name


def examples() -> list[str]:
    """Give the example of every command."""
    return [
        part.removeprefix(EXAMPLE)
        for one in COMMANDS
        for part in paragraphs(one.help)
        if part.startswith(EXAMPLE)
    ]


def test_every_command_has_an_example() -> None:
    """It is the last paragraph of its help."""
    leaves = [one for one in COMMANDS if not hasattr(one, "commands")]
    assert all(paragraphs(one.help)[-1].startswith(EXAMPLE) for one in leaves)


@pytest.mark.parametrize("example", examples())
def test_examples_are_read(example: str) -> None:
    """Each example is a command line that its command takes."""
    command, words = get_command(app), shlex.split(example)[1:]
    context: Any = None
    while words and hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    context = command.make_context("x", list(words))
    assert set(context.params) == {param.name for param in command.params}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("plna", "没有命令 'plna'。是否指 'plan'？"),
        ("plan", "缺少参数 'AREA'。"),
        ("plan a --out b --ouut c", "没有选项 --ouut。是否指 '--out'？"),
        ("plan a b --out c", "多出了参数（b）。"),
        ("plan a --out", "选项 '--out' 需要一个值。"),
        ("plan a --out b --json=1", "选项 '--json' 不带值。"),
        ("site a --out b --sites x", "'--sites' 的值无效：须为整数"),
        ("site a --out b --sites -1", "'--sites' 的值无效：须不小于 0"),
        ("site a --out b --share x", "'--share' 的值无效：须为数"),
        (
            "map a --out b --profile pubic",
            "'--profile' 的值无效：'pubic' 不在可选值之中：'internal', 'public'。",
        ),
    ],
)
def test_wrong_usage_is_told_in_chinese(
    line: str,
    told: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What typer says is put into Chinese, with what was probably meant."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    code, out, err = servicecircle(capsys, monkeypatch, line)
    assert (code, out) == (2, "")
    assert f"错误： {told}" in err


def test_a_refusal_follows_the_option(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """--lang decides, and --json keeps its English."""
    line = f"plan '{tmp_path}' --out '{tmp_path / 'run'}' --lang "
    code, out, err = servicecircle(capsys, monkeypatch, line + "zh")
    assert (code, out) == (1, "")
    assert "错误： area.toml 无法使用：" in err
    _, out, err = servicecircle(capsys, monkeypatch, line + "zh --json")
    assert json.loads(out)["error"].startswith("area.toml cannot be used:")
    code, _, err = servicecircle(capsys, monkeypatch, line + "en")
    assert "Error: area.toml cannot be used:" in err


def test_help_is_chinese_in_a_chinese_locale(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines break anywhere, so that nothing is cut off in a narrow column."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = servicecircle(capsys, monkeypatch, "plan --help")
    assert code == 0
    assert "用法：servicecircle plan [选项] {AREA}" in out
    assert "要写入或替换的成果文件夹" in re.sub(r"[\s│]", "", out)
    assert "显示本帮助并退出。" in out
    assert "[默认：zh]" in out
    assert "…" not in out
