"""
Vendor the third-party files that maps carry inside them.

Fetch them from the exact npm releases named in ``maps/assets/assets.toml``::

    python scripts/vendor_assets.py

Compare what is there with the table, without a network::

    python scripts/vendor_assets.py --check

Nothing is written unless every file has the sha256 the table states. To move to another
release, change its version, run the script, judge the difference it reports, and enter
the new sums by hand: a changed file is a decision, never a side effect.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ASSETS = Path(__file__).resolve().parents[1] / "coverage/servicecircle/maps/assets"


def fetch(release: str) -> dict[str, bytes]:
    """Return the files of one npm release, such as ``leaflet@1.9.4``, by their path."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not installed. Install Node.js, or vendor on another machine.")
    with tempfile.TemporaryDirectory() as folder:
        pack = [npm, "pack", release, "--silent", "--pack-destination", folder]
        subprocess.run(pack, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as tar:
            return {
                member.name.removeprefix("package/"): stream.read()
                for member in tar.getmembers()
                if (stream := tar.extractfile(member)) is not None
            }


def present(name: str, files: dict[str, Any]) -> dict[str, bytes]:
    """Return the vendored files that are there, by the path they came from."""
    folder = ASSETS / name
    return {
        entry["from"]: (folder / file).read_bytes()
        for file, entry in files.items()
        if (folder / file).is_file()
    }


def differences(files: dict[str, Any], contents: dict[str, bytes]) -> list[str]:
    """Name every file that is missing or is not what the table says."""
    problems = []
    for file, entry in files.items():
        if entry["from"] not in contents:
            problems.append(f"{file}: there is no {entry['from']}")
            continue
        found = hashlib.sha256(contents[entry["from"]]).hexdigest()
        if found != entry["sha256"]:
            problems.append(f"{file}: sha256 is {found}, the table says otherwise")
    return problems


def write(name: str, files: dict[str, Any], contents: dict[str, bytes]) -> None:
    """Write the files of one library beside the table."""
    for file, entry in files.items():
        path = ASSETS / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents[entry["from"]])


def main(arguments: list[str]) -> int:
    """Vendor or check every library of the table; return the exit code."""
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2
    table = tomllib.loads((ASSETS / "assets.toml").read_text(encoding="utf-8"))
    failed = False
    for name, library in table.items():
        files, release = library["files"], f"{library['package']}@{library['version']}"
        contents = present(name, files) if arguments else fetch(release)
        problems = differences(files, contents)
        failed = failed or bool(problems)
        for problem in problems:
            print(f"{release} {problem}", file=sys.stderr)
        if not problems:
            print(f"{release}: {len(files)} files as the table says")
            if not arguments:
                write(name, files, contents)
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
