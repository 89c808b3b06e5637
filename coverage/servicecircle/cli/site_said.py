"""What `servicecircle site` prints: the proposals, what is proved, where it lies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd
    from rich.table import Table

    from servicecircle.cli.language import Language
    from servicecircle.pipeline.site import Sited

SEVERAL = " + "
"""Between the keys of several services that are covered at once."""
SHOWN = 15
"""So many proposals are listed on the screen; the files have them all."""
COLUMNS = ("rank", "action", "site", "gained", "then")
STOP = {"en": ".", "zh": "。"}
AND = {"en": "; ", "zh": "；"}


def say_site(
    manifest: Mapping[str, Any], sited: Sited, out: Path, *, language: Language
) -> None:
    """Print the proposals, what is proved of them, and where everything lies."""
    from rich.console import Console  # noqa: PLC0415 - loads where it is used

    from servicecircle.siting.sentences import say  # noqa: PLC0415 - as above

    words = partial(say, language=language.value)
    stop = STOP[language.value]
    said, counts = manifest["result"], manifest["counts"]
    console = Console(highlight=False)
    names = {s.service: s.name or s.service for s in sited.ground.area.standards}
    called = [names.get(key, key) for key in said["service"].split(SEVERAL)]
    title = f"{manifest['area']['name']}: {SEVERAL.join(called)}"
    rows = sited.proposals.table[sited.proposals.table["rank"].notna()]
    if len(rows):
        console.print(_table(rows.head(SHOWN), said["ranked_by"], title, words))
    else:
        console.print(title + AND[language.value] + words("site_nothing"))
    if len(rows) > SHOWN:
        console.print(words("site_more", count=len(rows) - SHOWN))
    came_to = words(
        f"site_{said['model']}", **{**said["figures"], "objective": said["objective"]}
    )
    if said["weights"] is not None:
        came_to = words("site_weighted") + came_to
    if said["by_service"]:
        came_to = words("site_once_each") + came_to
    gap = 1.0 if said["gap"] is None else said["gap"]
    proof = words(f"site_{said['status']}", gap=gap)
    console.print(came_to + AND[language.value] + proof + stop)
    shares = words(
        "site_shares",
        today=_percent(said["share_today"]),
        then=_percent(said["share_then"]),
        **counts,
    )
    left = words("site_left_out", **counts) if counts["left_out"] else ""
    console.print(shares + left + stop)
    for line in _besides(said, names, words):
        console.print(line, soft_wrap=True)
    if said["knee"] is not None:
        turn = said["knee"]
        rest = "site_knee_all" if turn["enough"] is None else "site_knee_enough"
        console.print(words("site_knee", **turn) + words(rest, **turn))
    area, certificate = sited.ground.area.folder, out / "certificate.json"
    console.print(words("site_on_map", area=str(area), out=str(out)), soft_wrap=True)
    where: dict[str, Any] = {"out": str(out), "certificate": str(certificate)}
    console.print(words("site_written", **where), soft_wrap=True)


def _table(
    rows: pd.DataFrame, ranked_by: str | None, title: str, words: Callable[..., str]
) -> Table:
    """Lay the proposals out, with what they are ranked by if that is not coverage."""
    from rich.table import Table  # noqa: PLC0415 - loads where it is used
    from rich.text import Text  # noqa: PLC0415

    table = Table(title=Text(title))
    for heading in COLUMNS:
        if heading == "gained" and ranked_by is not None:
            table.add_column(words(f"site_by_{ranked_by}"), justify="right")
        number = heading in {"rank", "gained", "then"}
        table.add_column(
            words(f"site_{heading}"), justify="right" if number else "left"
        )
    for row in rows.to_dict("records"):
        named = isinstance(row["name"], str) and row["name"] != row["site_id"]
        worth = []
        if ranked_by is not None:
            by_walk = ranked_by.endswith("_m")
            metres = words("site_metres", metres=row[ranked_by]) if by_walk else ""
            worth = [metres or f"{row[ranked_by]:,.0f}"]
        table.add_row(
            str(row["rank"]),
            words(f"site_action_{row['action']}"),
            Text(f"{row['site_id']} {row['name']}" if named else row["site_id"]),
            *worth,
            f"{row['residents_gained']:,.0f}",
            f"{row['cumulative_share']:.1%}",
        )
    return table


def _besides(
    said: Mapping[str, Any], names: Mapping[str, str], words: Callable[..., str]
) -> Iterator[str]:
    """Say what each service gains, who is left without, and what weights change."""
    for service, figures in said["by_service"].items():
        yield words("site_service", service=names.get(service, service), **figures)
    if said["by_service"]:
        yield words("site_counted")
    if said["never_full"]:
        yield words("site_never_full", count=said["never_full"])
    from servicecircle.siting.sentences import Sentence  # noqa: PLC0415 - light later

    for level, units in said["units_without_site"].items():
        if units:
            yield words("site_without_site", level=Sentence(level), units=units)
    told = said["weights"]
    if told is None:
        return
    other = {
        name.replace("covered", "without"): n for name, n in told["without"].items()
    }
    yield words("site_weights", file=told["file"], **told["with"], **other)
    sites = {name: told[name] or "-" for name in ("only_with", "only_without")}
    different = told["only_with"] or told["only_without"]
    key = "site_other_sites" if different else "site_same_sites"
    yield words(key, **sites)


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"
