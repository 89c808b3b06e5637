"""`servicecircle.qr` lists its names, and loads them when they are used."""

from __future__ import annotations

import subprocess
import sys

from servicecircle import qr


def test_every_name_is_there() -> None:
    """What the list promises can be had."""
    assert sorted(qr.__all__) == list(qr.__all__)
    assert all(getattr(qr, name) for name in qr.__all__)


def test_the_names_load_nothing() -> None:
    """Importing them is quick; what they need comes with the first use."""
    script = "import sys, servicecircle.qr; sys.exit('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], check=False)  # noqa: S603
    assert done.returncode == 0
