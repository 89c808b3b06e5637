"""What commands about QR codes say on the console, in the language asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from servicecircle.cli.language import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS = {
    "en": {
        "plan": "{points:,} points at {buildings_with_points:,} of {buildings:,} "
        "buildings and {gates:,} gates, in {out}. Codes: {codes}.",
        "sheets": "{plates:,} plates on {sheets:,} sheets in {files:,} files, in "
        "{out}. Print at 100 %, without fitting.",
        "rounds": "{plates:,} plates in {rounds:,} rounds of {length_km:,.1f} km in "
        "all, in {out}. By building id it is {id_order_km:,.1f} km; less than "
        "{least_km:,.1f} km is not possible.",
        "register": "{with_live_code:,} of {buildings:,} buildings have a live code on "
        "{on}; {due_this_week:,} plates are due this week, {overdue:,} of them "
        "overdue. All in {out}.",
        "none": "none",
        "between": ", ",
    },
    "zh": {
        "plan": "共 {points:,} 个点位：{buildings:,} 栋楼中的 "
        "{buildings_with_points:,} 栋，另有 {gates:,} 处出入口；"
        "已写入 {out}。编码：{codes}。",
        "sheets": "共 {plates:,} 张码牌，{sheets:,} 页，{files:,} 个文件；"
        "已写入 {out}。请按 100 % 打印，不要缩放。",
        "rounds": "{rounds:,} 条路线共 {plates:,} 张码牌，全长 {length_km:,.1f} 公里；"
        "已写入 {out}。按楼栋编号走为 {id_order_km:,.1f} 公里，"
        "最短不会少于 {least_km:,.1f} 公里。",
        "register": "截至 {on}，{buildings:,} 栋楼中 {with_live_code:,} 栋有有效编码；"
        "本周待办 {due_this_week:,} 张，其中逾期 {overdue:,} 张。已写入 {out}。",
        "none": "无",
        "between": "，",
        "kept": "保留",
        "renamed": "楼栋编号变更",
        "new": "新增",
        "retired": "停用",
        "retired before": "此前已停用",
    },
}


def say_result(command: str, told: Mapping[str, Any], language: Language) -> None:
    """Print the one line that sums a run up."""
    typer.echo(WORDS[language.value][command].format(**told))


def codes_told(changes: Mapping[str, int], language: Language) -> str:
    """Say what became of codes: 12 kept, 3 new."""
    words = WORDS[language.value]
    some = [f"{count:,} {words.get(what, what)}" for what, count in changes.items()]
    return words["between"].join(some) or words["none"]
