r"""
Propose where the next stations go, say why, and check the certificate.

    python scripts/propose_sites.py data/community --sites 3 --out my-sites

The steps of `servicecircle site` and `servicecircle verify`, to copy and change.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from servicecircle import Requirements, propose_sites
from servicecircle.errors import ServiceCircleError
from servicecircle.progress import Stages
from servicecircle.siting.certificate import told_status, write_certificate
from servicecircle.siting.verify import verify


def main(argv: list[str] | None = None) -> int:
    """Choose, draw the frontier, say why, write, and check."""
    options = read_options(argv)
    out: Path = options.out
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        print(f"propose_sites: {out} is taken. Name a new folder.", file=sys.stderr)
        return 1
    try:
        # What is required: add a budget, a floor for every grid, sites that must open.
        proposed = propose_sites(
            options.area,
            sites=options.sites,
            services=options.service or (),
            requirements=Requirements(forbidden=tuple(options.forbid)),
            frontier=options.sites,
            seconds=options.seconds,
            stages=Stages(lambda name, share: print(f"{name}: {share:.0%}")),
        )
    except ServiceCircleError as error:
        print(f"propose_sites: {error}", file=sys.stderr)
        return 1
    for finding in proposed.findings:
        print(finding)
    print(proposed, "-", told_status(proposed.result))
    if proposed.points is not None:
        print(proposed.points.to_string(index=False))
    table = proposed.proposals.table
    for row in table.itertuples():
        print(f"{row.rank}. {row.site_id}: {row.reason}")

    out.mkdir(parents=True, exist_ok=True)
    table.to_file(out / "proposals.geojson")
    write_certificate(out, proposed.certificate)
    verdict = verify(
        proposed.certificate, problem=proposed.problem, seconds=options.seconds
    )
    for breach in verdict.refused:
        print(f"refused: {breach.name}: {breach.words}")
    if verdict.again is not None:
        print(verdict.again.words)
    return 1 if verdict.refused else 0


def read_options(argv: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    about, example, more = (__doc__ or "").strip().split("\n\n")
    parser = argparse.ArgumentParser(
        description=f"{about} {more}",
        epilog=f"Example:\n{example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("area", type=Path, help="folder with area.toml")
    add("--out", type=Path, required=True, help="folder to write to")
    add("--service", help="the service circle (default: the first)")
    add("--sites", type=int, default=10, help="how many new sites (default: 10)")
    add("--forbid", nargs="*", default=(), help="sites not to open")
    add("--seconds", type=float, default=60.0, help="time to search (default: 60)")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
