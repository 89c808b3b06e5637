"""The sentences that code can say, read from its syntax: what needs a translation."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FEWEST_WORDS = 2
NOT_TOLD = {"rule", "param_hint", "table", "id"}
"""Arguments of errors that are no sentences."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


def templates(tree: ast.AST) -> Iterator[str]:
    """Give the texts in a syntax tree as templates, without what only documents it."""
    skip: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            skip.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            skip |= {id(part) for part in node.values}
        if isinstance(node, ast.FormattedValue) and node.format_spec:
            skip |= {id(part) for part in ast.walk(node.format_spec)}
    for node in ast.walk(tree):
        if id(node) in skip:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(v.value) if isinstance(v, ast.Constant) else "{}"
                for v in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def says_something(text: str) -> bool:
    """Whether a text has plain words, and is no code."""
    words = [word.strip(".,:;()") for word in text.replace("{}", " ").split()]
    plain = [word for word in words if re.fullmatch("[a-z]+", word)]
    code = "\n" in text or text.startswith(("SELECT", "FROM", "-c ", "."))
    return len(plain) >= FEWEST_WORDS and not code


def error_classes(trees: Sequence[ast.AST]) -> set[str]:
    """Name every error for users: those of errors.py, and what is derived of them."""
    found = {"ServiceCircleError", "BadParameter"}
    classes = [n for t in trees for n in ast.walk(t) if isinstance(n, ast.ClassDef)]
    while True:
        more = {c.name for c in classes if {*map(_name, c.bases)} & found}
        if more - {"InternalError"} <= found:
            return found
        found |= more - {"InternalError"}


def told(tree: ast.Module, tellers: set[str]) -> set[str]:
    """
    Give the texts that reach a call of one of the tellers.

    A name stands for all that it may be in its function or module; a function of the
    same module for all that it may return.
    """
    module = _Module(tree)
    return {
        text
        for call, scope in module.calls
        for text in _reaching(module, scope, _said(call, tellers))
    }


def stages(tree: ast.AST) -> set[str]:
    """Name the stages that a module shows while it works."""
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "run"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def _name(node: ast.AST) -> str:
    return str(getattr(node, "id", None) or getattr(node, "attr", ""))


class _Module:
    """What each name may be, by the function it is in, found in one walk."""

    def __init__(self, tree: ast.Module) -> None:
        self.calls: list[tuple[ast.Call, ast.AST]] = []
        self.bound: dict[tuple[int, str], list[ast.AST]] = {}
        self.returned: dict[str, list[ast.AST]] = {}
        self.tree = tree
        todo: list[tuple[ast.AST, ast.AST]] = [(tree, tree)]
        while todo:
            node, scope = todo.pop()
            self._look(node, scope)
            within = node if isinstance(node, Function) else scope
            todo += [(child, within) for child in ast.iter_child_nodes(node)]

    def meanings(self, scope: ast.AST, name: str) -> list[ast.AST]:
        """Give what a name may be in a function."""
        local = self.bound.get((id(scope), name), [])
        of_module = self.bound.get((id(self.tree), name), [])
        return [*local, *of_module, *self.returned.get(name, [])]

    def _look(self, node: ast.AST, scope: ast.AST) -> None:
        if isinstance(node, ast.Call):
            self.calls.append((node, scope))
        given = isinstance(node, ast.Return | ast.Yield) and node.value is not None
        if given and isinstance(scope, Function):
            self.returned.setdefault(scope.name, []).append(node.value)
        for target, value in _bindings(node):
            for part in ast.walk(target):
                if isinstance(part, ast.Name):
                    self.bound.setdefault((id(scope), part.id), []).append(value)


def _said(call: ast.Call, tellers: set[str]) -> list[ast.AST]:
    """Give what a call tells, if it is one that tells."""
    name = _name(call.func)
    if name == "map" and call.args and _name(call.args[0]) in tellers:
        return [*call.args[1:]]
    if name not in tellers:
        return []
    return [*call.args, *(k.value for k in call.keywords if k.arg not in NOT_TOLD)]


def _reaching(module: _Module, scope: ast.AST, said: list[ast.AST]) -> Iterator[str]:
    seen: set[str] = set()
    todo = list(said)
    while todo:
        node = todo.pop()
        yield from templates(node)
        for part in ast.walk(node):
            name = _name(part) if isinstance(part, ast.Name) else ""
            if isinstance(part, ast.Call):
                name = _name(part.func)
            if name and name not in seen:
                seen.add(name)
                todo += module.meanings(scope, name)


def _bindings(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Give the names that a statement binds, and what to."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield target, node.value
    elif isinstance(node, ast.AugAssign | ast.AnnAssign | ast.NamedExpr):
        if node.value is not None:
            yield node.target, node.value
    elif isinstance(node, ast.For | ast.comprehension):
        yield node.target, node.iter
