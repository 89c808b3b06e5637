"""What `servicecircle posts` prints: who is housed, what is proved, where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from servicecircle.cli.plan import Language

WORDS = {
    "en": {
        "housed": "{housed} of {units} units with {residents_housed:,.0f} of "
        "{residents:,.0f} residents have a post: {posts} posts, {new_posts} of them "
        "new, {posts_of_several} for several units.",
        "without": "  Units {why}: {count}.",
        "too_far": "without a site near enough to enough of their residents",
        "beyond_search": "without any site within three times the limit",
        "not_allowed": "with only sites that may not be their post",
        "full": "that find the posts near them full",
        "no_residents": "without residents",
        "residents_housed": "residents of units with a post",
        "posts": "posts, new ones counting more",
        "new_posts": "cost of new posts",
        "person_m": "metres that all residents walk to their post",
        "stage": "  {name}: {objective:,.0f}, {proof} [{status}]",
        "optimal": "proved the best",
        "bound": "at best {bound:,.0f} (gap {gap:.2%})",
        "written": "Written: {out} (posts.csv, post_sites.csv, posts.gpkg)",
    },
    "zh": {
        "housed": "{units}个单元中{housed}个有驻点，覆盖居民{residents_housed:,.0f}人"
        "（共{residents:,.0f}人）：驻点{posts}个，其中新设{new_posts}个，"
        "{posts_of_several}个服务多个单元。",
        "without": "  {why}：{count}个单元。",
        "too_far": "附近没有足够近的点位",
        "beyond_search": "三倍限距内没有任何点位",
        "not_allowed": "附近的点位均不得作为其驻点",
        "full": "附近驻点已满",
        "no_residents": "无居民",
        "residents_housed": "有驻点单元的居民",
        "posts": "驻点数（新设的计得更多）",
        "new_posts": "新设驻点的成本",
        "person_m": "全体居民到驻点的总步行米数",
        "stage": "  {name}：{objective:,.0f}，{proof}（{status}）",
        "optimal": "已证明最优",
        "bound": "最好为{bound:,.0f}（差距{gap:.2%}）",
        "written": "已写入：{out}（posts.csv、post_sites.csv、posts.gpkg）",
    },
}


def say_posts(result: Mapping[str, Any], out: Path, *, language: Language) -> None:
    """Print who is housed, what is proved, and where everything lies."""
    words = WORDS[language.value]
    typer.echo(words["housed"].format(**result))
    for reason, count in result["reasons"].items():
        if reason != "housed":
            typer.echo(words["without"].format(why=words[reason], count=count))
    for stage in result["stages"]:
        proof = words["optimal" if stage["status"] == "optimal" else "bound"]
        told = {**stage, "name": words[stage["name"]], "proof": proof.format(**stage)}
        typer.echo(words["stage"].format(**told))
    typer.echo(words["written"].format(out=out))
