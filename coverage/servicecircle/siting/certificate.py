"""A certificate: what was chosen and proved, and all that is needed to check it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from servicecircle import __version__
from servicecircle.errors import SitingError
from servicecircle.siting.cover.solve import Shrinking
from servicecircle.siting.handed import handed_arrays
from servicecircle.siting.met import Breach
from servicecircle.siting.question import Question
from servicecircle.siting.result import Status
from servicecircle.siting.stored import (
    digest,
    problem_arrays,
    read_arrays,
    write_arrays,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from servicecircle.siting.as_planned import Planned
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.result import SitingResult
    from servicecircle.siting.weights import Weights

    Arrays = Mapping[str, NDArray[Any]]

KIND, POSTS, OPENINGS = (
    f"{what} certificate" for what in ("siting", "posts", "openings")
)
BESIDE = "plain_"
"""What arrays that prove the bound without capacities are called before their name."""
FILE, PROBLEM, PROOF = "certificate.json", "problem.npz", "proof.npz"


@dataclass(frozen=True, eq=False)
class Certificate:
    """A certificate as it is stored, with the arrays beside it."""

    content: Mapping[str, Any]
    problem: Arrays
    proof: Arrays

    @property
    def question(self) -> Question:
        """What was asked."""
        return Question.from_data(self.content["question"])

    def stating(self, **more: Any) -> Certificate:  # noqa: ANN401 - JSON is anything
        """Return the certificate with more said in it, sealed anew."""
        return sealed({**self.content, **more}, self.problem, self.proof)

    def beside(self, model: str) -> Certificate | None:
        """Give what is proved of the same question without capacities, if it is."""
        said = self.content["proof"].get("plain")
        if said is None:
            return None
        content = {
            **self.content,
            "model": model,
            "question": {**self.content["question"], "model": model},
            "objective": said["objective"],
            "bound": said["bound"],
            "proof": {"kind": said["kind"]},
        }
        names = [name for name in self.proof if name.startswith(BESIDE)]
        proof = {name.removeprefix(BESIDE): self.proof[name] for name in names}
        return Certificate(content, self.problem, proof)

    @property
    def steps(self) -> list[Shrinking]:
        """The fixing rounds of the engine."""
        rounds = self.proof.get("round_at_least", np.empty(0))
        return [
            Shrinking(self.proof[f"round_{n}_price"], float(least))
            for n, least in enumerate(rounds)
        ]


def certify(  # noqa: PLR0913 - what a problem was made of
    problem: SitingProblem,
    question: Question,
    result: SitingResult,
    *,
    every_building: bool = False,
    services: Sequence[str] = (),
    planned: Planned | None = None,
    weights: Weights | None = None,
    what_if: Mapping[str, Any] | None = None,
) -> Certificate:
    """
    Make the certificate of a result.

    Parameters
    ----------
    problem, question
        What was asked of what.
    result
        What came of it.
    every_building
        Whether the candidates are the area's buildings, to measure them anew.
    services
        The service circles, where several were covered at once.
    planned, weights
        For what hour, staff and tier it was planned, and how residents were weighted.
    what_if
        The what-if file whose gates are open and whose stations are closed or among
        the candidates, to measure the problem anew.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> question = Question(new_sites=1)
    >>> result = question.solve(three_homes())
    >>> certify(three_homes(), question, result).content["status"]
    'optimal'
    """
    arrays = stored_problem(problem, question)
    proof = _proof_arrays(result)
    content: dict[str, Any] = {
        "kind": KIND,
        "model": result.model,
        "service": problem.service,
        "limit_m": problem.limit_m,
        "every_building": every_building,
        "question": question.as_data(),
        "status": result.status.value,
        "sense": result.sense,
        "objective": result.objective,
        "bound": _finite(result.bound),
        "gap": _finite(result.gap),
        "sites": dict(result.sites["action"].sort_index().items()),
        "problem": {
            "places": len(problem.places),
            "sites": len(problem.sites),
            "walks": len(arrays["walk_to"]),
            "weight": float(problem.weight.sum()),
        },
        "proof": _told_proof(result),
        "notes": _plain(result.notes),
    }
    if services:
        content["services"] = list(services)
    if planned is not None and planned.as_data():
        content["planned"] = planned.as_data()
    if weights is not None:
        content["weights"] = weights.as_data()
    if what_if is not None:
        content["what_if"] = what_if
    return sealed(content, arrays, proof)


def stored_problem(problem: SitingProblem, question: Question) -> Arrays:
    """Give what an answer to the question is judged by, as arrays."""
    walks_to_m = question.walks_to_m(problem) if question.by_walk else None
    return problem_arrays(problem, walks_to_m=walks_to_m)


def write_certificate(folder: Path, certificate: Certificate) -> None:
    """Write `certificate.json` and the two files that it names."""
    write_arrays(folder / PROBLEM, certificate.problem)
    write_arrays(folder / PROOF, certificate.proof)
    text = json.dumps(
        certificate.content, ensure_ascii=False, indent=2, allow_nan=False
    )
    (folder / FILE).write_text(text + "\n", encoding="utf-8", newline="\n")


def read_certificate(path: Path) -> Certificate:
    """
    Read a certificate and the files beside it.

    Raises
    ------
    SitingError
        If one of them is missing or cannot be read, or it is no certificate.
    """
    if path.is_dir():
        path = path / FILE
    try:
        text = path.read_text(encoding="utf-8")
        content = json.loads(text, parse_constant=_no_number)
    except (OSError, ValueError) as error:
        msg = f"{path} cannot be read: {error}."
        raise SitingError(msg) from error
    if not isinstance(content, dict) or content.get("kind") not in EXPECTED:
        msg = f"{path} is no {KIND}. Name the {FILE} of a proposal."
        raise SitingError(msg)
    expected = {"question", "status", "seal", *PARTS} | EXPECTED[content["kind"]]
    missing = expected - set(content)
    if missing:
        msg = f"{path} lacks {', '.join(sorted(missing))}."
        raise SitingError(msg)
    if any(not {"file", "sha256"} <= set(content[part] or ()) for part in PARTS):
        msg = f"{path} does not name its {' and '.join(PARTS)} with their SHA-256."
        raise SitingError(msg)
    files = [path.parent / Path(str(content[part]["file"])).name for part in PARTS]
    return Certificate(content, *(read_arrays(file) for file in files))


PARTS = ("problem", "proof")
EXPECTED = {
    KIND: {"model", "sense", "objective", "bound", "sites", "service"}
    | {"every_building"},
    POSTS: {"stages", "service", "every_building", "farther"},
    OPENINGS: {"objective", "bound", "chosen", "service", "limit_m"},
}
"""By kind of certificate, what it says beside what all of them say."""


def sealed(content: Mapping[str, Any], problem: Arrays, proof: Arrays) -> Certificate:
    """
    Make a certificate of what is said and the arrays that it rests on.

    Whatever is changed afterwards is found out by their SHA-256 (`changed`).
    """
    parts = {"problem": (PROBLEM, problem), "proof": (PROOF, proof)}
    said = {"servicecircle": __version__, **content}
    for part, (file, arrays) in parts.items():
        told = {"file": file, "sha256": digest(arrays)}
        said[part] = told | dict(content.get(part, {}))
    return Certificate({**said, "seal": seal(said)}, problem, proof)


def changed(certificate: Certificate) -> list[Breach]:
    """Hold every part of a certificate against the digest it was given."""
    content = certificate.content
    said = (
        ("problem", digest(certificate.problem), content["problem"]["sha256"]),
        ("multipliers", digest(certificate.proof), content["proof"]["sha256"]),
        ("certificate", seal(content), content["seal"]),
    )
    return [
        Breach(name, f"changed after it was written (SHA-256 {now[:12]}...)")
        for name, now, then in said
        if now != then
    ]


def seal(content: Mapping[str, Any]) -> str:
    """Give the SHA-256 of a certificate's content, the seal itself left out."""
    told = {name: value for name, value in content.items() if name != "seal"}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def told_status(result: SitingResult) -> str:
    """
    Say in plain words what is known of a choice.

    Only an optimal one is called best.
    """
    gap = f"{result.gap:.2%}"
    if result.status is Status.OPTIMAL:
        return "proved best: no choice is better"
    why = {
        Status.WITHIN_GAP: "ended at the gap that was good enough",
        Status.TIME_LIMIT: "time was up",
        Status.INTERRUPTED: "interrupted",
    }[result.status]
    return f"{why}: at most {gap} from the best, which is not known"


def _told_proof(result: SitingResult) -> dict[str, Any]:
    """Say what kind the proof is, and what that without capacities rests on."""
    told: dict[str, Any] = {"kind": _kind(result)}
    plain = result.proof.get("plain")
    if plain is not None:
        told["plain"] = {
            "kind": _kind(plain),
            "objective": plain.objective,
            "bound": plain.bound,
        }
    return told


def _kind(result: SitingResult) -> str:
    return str(result.proof.get("kind", "counted"))


def _proof_arrays(result: SitingResult) -> dict[str, NDArray[Any]]:
    """Keep multipliers, rounds that decided sites, and who is served where."""
    proof, kind = result.proof, _kind(result)
    arrays: dict[str, NDArray[Any]] = {}
    if "handed" in proof:
        arrays |= handed_arrays(proof["handed"])
    if "cap_m" in proof:
        arrays["cap_m"] = np.asarray(proof["cap_m"], dtype=np.float64)
    if kind == "too_far":
        arrays["homes"] = np.asarray(proof["homes"], dtype=np.int64)
        arrays["prices"] = np.asarray(proof["prices"], dtype=np.float64)
    if kind == "program":
        arrays["multipliers"] = np.asarray(proof["multipliers"], dtype=np.float64)
    if kind == "engine":
        answer = proof["answer"]
        arrays["price"] = answer.multipliers.price
        for number, step in enumerate(answer.steps):
            arrays[f"round_{number}_price"] = step.price
        arrays["round_at_least"] = np.array([step.at_least for step in answer.steps])
    if "plain" in proof:
        beside = _proof_arrays(proof["plain"])
        arrays |= {f"{BESIDE}{name}": array for name, array in beside.items()}
    return arrays


def _no_number(word: str) -> None:
    msg = f"{word} is no number"
    raise ValueError(msg)


def _finite(value: float) -> float | None:
    """Give a number, or nothing where there is none: JSON knows no infinity."""
    return float(value) if np.isfinite(value) else None


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON is anything
    if hasattr(value, "items"):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    plain = value.item() if hasattr(value, "item") else value
    return _finite(plain) if isinstance(plain, float) else plain
