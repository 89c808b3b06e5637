"""The catalogue of rules, and silencing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from servicecircle.area.config import ChecksSection
from servicecircle.tables import rules, silence, silenced_by_rule
from servicecircle.tables.say import error, warning
from servicecircle.vocabulary import Severity

PACKAGE = Path(__file__).resolve().parents[2] / "coverage" / "servicecircle"
SAYS = {"error", "warning", "note", "say", "Problem", "_finding", "UnusableInputError"}


def named_rules(source: str) -> set[str]:
    """Collect the rules that calls name: first argument, or the keyword `rule`."""
    tree = list(ast.walk(ast.parse(source)))
    # A `say` from elsewhere takes the key of a sentence, not a rule.
    imported = {
        alias.name
        for node in tree
        if isinstance(node, ast.ImportFrom)
        and not str(node.module).endswith("tables.say")
        for alias in node.names
    }
    says = SAYS - {"UnusableInputError"} - (imported & {"say"})
    names = set()
    for node in tree:
        if not isinstance(node, ast.Call):
            continue
        given = [k.value for k in node.keywords if k.arg == "rule"]
        if getattr(node.func, "id", "") in says:
            given += node.args[:1]
        if getattr(node.func, "id", "") == "Finding":
            given += node.args[1:2]
        names |= {
            g.value
            for g in given
            if isinstance(g, ast.Constant)
            and isinstance(g.value, str)
            and " " not in g.value
        }
    return names


def test_every_rule_in_the_code_is_in_the_catalogue() -> None:
    """Who reads a finding's rule finds it explained."""
    named = set()
    for path in PACKAGE.rglob("*.py"):
        if "synthetic" not in path.parts:
            named |= named_rules(path.read_text(encoding="utf-8"))
    assert len(named) > 40
    assert named - set(rules()) == set()


def test_every_rule_of_the_catalogue_is_in_the_code() -> None:
    """A rule that nothing checks is not promised."""
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in PACKAGE.rglob("*.py")
        if "synthetic" not in path.parts
    )
    made = {"station-outside", "candidate-outside"}  # f"{noun}-outside"
    assert [r for r in rules() if f'"{r}"' not in code and r not in made] == []


def severities_said(source: str) -> set[tuple[str, str]]:
    """Collect the rules that calls weigh in so many words, with the severity."""
    said = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", "")
        given = {k.arg: k.value for k in node.keywords}
        rule: ast.AST | None = given.get("rule")
        weights = ast.unparse(given["severity"]) if "severity" in given else ""
        if name in {"error", "warning", "note"} and node.args:
            rule, weights = node.args[0], f"Severity.{name.upper()}"
        elif name == "Finding" and len(node.args) > 1:
            rule, weights = node.args[1], ast.unparse(node.args[0])
        elif name == "UnusableInputError":
            weights = "Severity.ERROR"
        if isinstance(rule, ast.Constant):
            said |= {
                (str(rule.value), severity.value)
                for severity in Severity
                if f"Severity.{severity.name}" in weights
            }
    return said


def test_the_catalogue_knows_how_much_each_rule_weighs() -> None:
    """What the code says in so many words is among what is promised."""
    said = set()
    for path in PACKAGE.rglob("*.py"):
        if "synthetic" not in path.parts:
            said |= severities_said(path.read_text(encoding="utf-8"))
    assert len(said) > 80
    promised = {(r.name, s.value) for r in rules().values() for s in r.severities}
    assert sorted(said - promised) == []


def test_the_catalogue_is_sorted_and_says_what_each_rule_means() -> None:
    """The catalogue is a table for people."""
    assert list(rules()) == sorted(rules())
    assert all(rule.meaning.endswith(".") for rule in rules().values())
    assert all(rule.remedy.endswith(".") for rule in rules().values())


def test_a_silenced_error_does_not_block() -> None:
    """Silenced findings are counted, and block no more; others stay as they were."""
    found = [error("gap", "grids", "a", "b"), warning("same-place", "stations", "", "")]
    known = silence(found, ["gap"])
    assert [f.silenced for f in known] == [True, False]
    assert silenced_by_rule(known) == {"gap": 1}
    assert not any(f.blocks for f in known)


PLANNED_BY_A_RULE = {
    "building-outside",
    "building-unit-differs",
    "candidate-outside",
    "datum-contradicted",
    "datum-mixed",
    "entrance-without-building",
    "gap",
    "parent-disagrees",
    "residents-blank",
    "residents-without-building",
    "sliver",
    "station-outside",
    "unit-sticks-out",
    "unit-without-children",
    "units-overlap",
}
"""Errors that may be silenced: what is then counted is stated, or the user knows."""


def test_no_other_error_can_be_silenced() -> None:
    """Where nothing says what would be counted, every later number would be wrong."""
    able = {
        rule.name
        for rule in rules().values()
        if rule.can_be_silenced and Severity.ERROR in rule.severities
    }
    assert able == PLANNED_BY_A_RULE


@pytest.mark.parametrize("name", [r.name for r in rules().values()])
def test_every_rule_is_silenced_by_its_name_or_refused(name: str) -> None:
    """As the catalogue says; the wrong case is another name."""
    if rules()[name].can_be_silenced:
        section = ChecksSection(silence=(name,))
        assert silence([error(name, "t", "", "")], section.silence)[0].silenced
    else:
        with pytest.raises(ValueError, match="cannot be silenced: mend"):
            ChecksSection(silence=(name,))
    with pytest.raises(ValueError, match="there is no rule"):
        ChecksSection(silence=(name.upper(),))


@pytest.mark.parametrize(
    ("name", "says"),
    [("gpa", "there is no rule"), ("unique-id", "cannot be silenced")],
)
def test_what_cannot_be_silenced_is_refused(name: str, says: str) -> None:
    """Nothing can be measured where ids repeat."""
    with pytest.raises(ValueError, match=says):
        ChecksSection(silence=(name,))
