"""Guard the shape of the repository itself."""

from __future__ import annotations

import ast
import os
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "coverage" / "servicecircle"

# Lowest first. A module may import its own part and any lower one; parts that share a
# line are siblings and may not import each other.
LAYERS = [
    {"vocabulary", "progress"},
    {"findings"},
    {"errors"},
    {"_optional", "_validation", "cards", "file_names", "whole_folder"},
    {"crs", "datum", "standards"},
    {"tables"},
    {"inputs"},
    {"area"},
    {"network", "crosswalk", "appeals"},
    {"reach"},
    {"siting", "qr", "risk", "response"},
    {"maps", "reports"},
    {"pipeline", "repair", "synthetic"},
    {"cli"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
HEAVY = ["folium", "osmnx", "osmium", "numba", "openpyxl", "geopandas", "pandas"]
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")
MOST_LINES = 400
MEDIAN_LINES = 150


def imported_parts(source: str) -> set[str]:
    """Name the part of the package that each absolute import reaches for."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "use absolute imports"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    parts = {name.split(".")[1] for name in names if name.startswith("servicecircle.")}
    return parts - {"__version__"}


def run_python(code: str, **environment: str) -> None:
    """Run code in a fresh interpreter at the repository's root."""
    subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code],
        cwd=ROOT,
        check=True,
        env={**os.environ, **environment},
    )


def test_source_root_is_not_a_package() -> None:
    """An __init__.py in coverage/ would shadow coverage.py (DESIGN section 1)."""
    assert not (ROOT / "coverage" / "__init__.py").exists()
    folders = [p.name for p in (ROOT / "coverage").iterdir() if p.is_dir()]
    assert folders == ["servicecircle"]


def test_coverage_is_coverage_py() -> None:
    """The name `coverage` means coverage.py, also from the repository's root."""
    run_python("import coverage; coverage.Coverage; coverage.types")


def test_numba_survives_a_phantom_coverage() -> None:
    """Without coverage.py the bare folder answers, and numba must not trip over it."""
    hide = (
        "import sys\n"
        "from importlib.machinery import ModuleSpec\n"
        "class NoCoverage:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'coverage':\n"
        "            spec = ModuleSpec('coverage', None, is_package=True)\n"
        "            spec.submodule_search_locations = ['coverage']\n"
        "            return spec\n"
        "sys.meta_path.insert(0, NoCoverage())\n"
        "from servicecircle._optional import load_numba\n"
        "assert load_numba().njit\n"
        "assert 'coverage' not in sys.modules\n"
    )
    run_python(hide)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    """A module may import lower parts and its own, nothing else."""
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for part in imported_parts(path.read_text(encoding="utf-8")) - {own}:
        assert RANK[part] < RANK[own], f"{own} may not import {part}"


def test_every_module_has_a_layer() -> None:
    """A new part must be given a place in LAYERS."""
    found = {p.stem if p.is_file() else p.name for p in PACKAGE.iterdir()}
    known = set(RANK) | {"__init__", "py", "__pycache__"}
    assert found <= known, sorted(found - known)


def test_files_hold_one_idea() -> None:
    """No module over 400 lines, the median at most 150."""
    lines = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert max(lines.values()) <= MOST_LINES, max(lines, key=lines.__getitem__)
    assert statistics.median(lines.values()) <= MEDIAN_LINES


@pytest.mark.parametrize("module", ["servicecircle", "servicecircle.cli.main"])
def test_import_loads_nothing_heavy(module: str) -> None:
    """The package and its help stay light; parts load where they are used."""
    run_python(
        f"import {module}, sys\n"
        f"loaded = set({HEAVY!r}) & set(sys.modules)\n"
        "assert not loaded, loaded",
        EAGER_IMPORT="",
    )


def test_every_public_name_loads() -> None:
    """The lazy names of the package are all there."""
    run_python(
        "import servicecircle\n"
        "for name in servicecircle.__all__: getattr(servicecircle, name)"
    )


def test_tests_mirror_the_package() -> None:
    """Every part has a test folder of the same name."""
    parts = {p.parent.name for p in PACKAGE.glob("*/__init__.py")}
    there = {p.name for p in (ROOT / "tests").iterdir() if p.is_dir()}
    assert parts <= there, sorted(parts - there)
