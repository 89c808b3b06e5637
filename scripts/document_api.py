"""Write the pages of the Python API: every public name, for mkdocstrings to fill."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "coverage" / "servicecircle"
HEAD = """\
# Python API

Everything is a library: frames in, frames out, and nothing of the caller's is changed.
These names are imported from `servicecircle` itself; they load when they are first
used. The pages of the parts have them and all others.

"""
LEFT_OUT = ("cli",)
ELSEWHERE = {"siting.models": "siting_models.md"}
"""Parts that a page of the methods already tells in full."""


def api_pages() -> dict[str, str]:
    """
    Give the pages' Markdown by file name: one a part, and one of the top names.

    >>> "::: servicecircle.reach.measure.measure_reach" in api_pages()["api_reach.md"]
    True
    """
    top = _imported(PACKAGE / "__init__.pyi")
    sections: defaultdict[str, list[str]] = defaultdict(list)
    for package in _packages():
        sections[package] += _imported(_stub(package))
    listed = {name for names in sections.values() for name in names}
    for name in top:
        if name not in listed:
            sections[name.split(".")[1]].append(name)
    pages = {"api.md": HEAD + _top_names(top)}
    for part in sorted({package.split(".")[0] for package in sections}):
        pages[_page(part)] = f"# servicecircle.{part}\n\n" + "\n".join(
            _section(package, names)
            for package, names in sorted(sections.items())
            if package.split(".")[0] == part and names
        )
    return pages


def _packages() -> list[str]:
    """List the parts with names of their own, such as ``siting.models``."""
    found = (path.parent.relative_to(PACKAGE) for path in PACKAGE.rglob("__init__.py"))
    dotted = sorted(".".join(path.parts) for path in found if path.parts)
    return [name for name in dotted if name.split(".")[0] not in LEFT_OUT]


def _stub(package: str) -> Path:
    folder = PACKAGE.joinpath(*package.split("."))
    stub = folder / "__init__.pyi"
    return stub if stub.exists() else folder / "__init__.py"


def _imported(path: Path) -> list[str]:
    """Name where everything is defined that a package offers, followed to its file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module[0] != "_":
            names += [_followed(path, node, alias.name) for alias in node.names]
    return sorted(
        (name for name in names if name.startswith("servicecircle.")),
        key=lambda name: name.rpartition(".")[2].lower(),
    )


def _followed(path: Path, node: ast.ImportFrom, name: str) -> str:
    """Give the full name of what is imported, through packages that hand it on."""
    inside = ["servicecircle", *path.parent.relative_to(PACKAGE).parts]
    module = ".".join(inside) + "." if node.level else ""
    module += node.module or ""
    folder = PACKAGE.joinpath(*module.split(".")[1:])
    if not folder.is_dir():
        return f"{module}.{name}"
    stub = folder / "__init__.pyi"
    onward = stub if stub.exists() else folder / "__init__.py"
    return next(
        (full for full in _imported(onward) if full.endswith(f".{name}")),
        f"{module}.{name}",
    )


def _page(part: str) -> str:
    return f"api_{part}.md"


def _section(package: str, names: list[str]) -> str:
    """Head the names of a package with what its docstring says."""
    folder = PACKAGE.joinpath(*package.split("."))
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    says = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    head = f"## servicecircle.{package}\n\n{says.partition('>>>')[0].strip()}\n\n"
    if package in ELSEWHERE:
        return f"{head}They are told on [their own page]({ELSEWHERE[package]}).\n"
    if "." not in package:  # the page's title says it
        head = head.partition("\n")[2]
    return head + "\n".join(f"::: {name}\n" for name in names)


def _top_names(top: list[str]) -> str:
    head = "| name | part |\n|---|---|\n"
    rows = []
    for full in top:
        part, name = full.split(".")[1], full.rpartition(".")[2]
        page = f"[{part}]({_page(part)})"
        rows.append(f"| [`{name}`][{full}] | {page} |")
    return head + "\n".join(rows) + "\n"
