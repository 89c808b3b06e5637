r"""
Propose where the next stations go, say why, and check the certificate.

    python scripts/propose_sites.py my-district --sites 10 --out my-sites

The steps are those of `servicecircle site` and `servicecircle verify`, one by one, to
copy and change.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from servicecircle import network_of, read_area
from servicecircle.siting.certificate import certify, told_status, write_certificate
from servicecircle.siting.effort import Effort
from servicecircle.siting.from_area import siting_problem
from servicecircle.siting.frontier import frontier, knee
from servicecircle.siting.proposals import make_proposals
from servicecircle.siting.question import Question
from servicecircle.siting.requirements import Requirements
from servicecircle.siting.verify import verify


def main() -> None:
    """Choose, draw the frontier, say why, write, and check."""
    options = read_options()
    area = read_area(options.area)
    problem, left_out = siting_problem(area, network_of(area), options.service)
    print(problem)
    for finding in left_out:
        print(finding)

    # What is asked: add a budget, a floor for every grid, stations that may close ...
    question = Question(
        new_sites=options.sites,
        requirements=Requirements(forbidden=tuple(options.forbid)),
    )
    result = question.solve(problem, effort=Effort(seconds=options.seconds))
    print(result, "-", told_status(result))

    points = frontier(
        problem,
        most_sites=options.sites,
        requirements=question.requirements,
        effort=Effort(seconds=options.seconds),
    )
    print(points.to_string(index=False))
    print(knee(points, least=options.worth_while))

    proposals = make_proposals(problem, question, result)
    for row in proposals.table.itertuples():
        print(f"{row.rank}. {row.site_id}: {row.reason}")

    options.out.mkdir(parents=True, exist_ok=True)
    proposals.table.to_file(options.out / "proposals.geojson")
    certificate = certify(problem, question, result)
    write_certificate(options.out, certificate)
    verdict = verify(certificate, problem=problem, seconds=options.seconds)
    for breach in verdict.refused:
        print(f"refused: {breach.name}: {breach.words}")
    if verdict.again is not None:
        print(verdict.again.words)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0].strip())
    parser.add_argument("area", type=Path, help="folder with area.toml")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--service", help="the service circle, the first by default")
    parser.add_argument("--sites", type=int, default=10, help="how many new sites")
    parser.add_argument("--forbid", nargs="*", default=(), help="sites not to open")
    parser.add_argument("--seconds", type=float, default=60.0, help="time to search")
    parser.add_argument(
        "--worth-while",
        type=float,
        default=100.0,
        help="residents that one more site should add",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
