"""A PostGIS of the test's own: in a temporary folder, as an unprivileged user."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

DEBIAN = Path("/usr/lib/postgresql")
EXTENSIONS = Path("/usr/share/postgresql")
USER = "planner"
SECRET = "s3cret-of-the-test"  # noqa: S105 - of a database that lives for a minute


def _programs() -> Path:
    """Find initdb and pg_ctl of a PostgreSQL that has PostGIS, or skip."""
    for folder in sorted(DEBIAN.glob("*/bin"), reverse=True):
        version = folder.parent.name
        if (EXTENSIONS / version / "extension/postgis.control").is_file():
            return folder
    pytest.skip(f"no PostgreSQL with PostGIS in {DEBIAN} (apt install postgis ...)")


def _user() -> str | None:
    """Name an unprivileged user: PostgreSQL does not run as root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no user postgres")


@contextmanager
def running_postgis() -> Iterator[str]:
    """Start a server for as long as it is needed, and give its URL."""
    programs, user = _programs(), _user()
    folder = Path(tempfile.mkdtemp(prefix="postgis-"))
    try:
        if user is not None:
            shutil.chown(folder, user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        password = folder / "password"
        password.write_text(SECRET)
        password.chmod(0o644)
        data = folder / "data"

        def run(*command: str) -> None:
            done = subprocess.run(  # noqa: S603 - our own command
                [programs / command[0], *command[1:]],
                user=user,
                cwd=folder,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
            if done.returncode:
                pytest.skip(f"{command[0]} failed: no PostGIS for the tests")

        who = ("-U", USER, "--pwfile", str(password))
        run("initdb", "-D", str(data), *who, "-A", "scram-sha-256", "-E", "UTF8", "-N")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        run("pg_ctl", "-D", str(data), "-o", options, "-w", "start")
        try:
            yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
