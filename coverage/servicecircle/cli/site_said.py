"""What `servicecircle site` prints: the proposals, what is proved, where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from servicecircle.cli.plan import Language
    from servicecircle.pipeline.site import Sited

SHOWN = 15
"""So many proposals are listed on the screen; the files have them all."""
Words = dict[str, str]
ENGLISH: Words = {
    "rank": "rank",
    "action": "action",
    "site": "site",
    "gained": "residents gained",
    "then": "covered then",
    "more": "and {count} more in proposals.csv.",
    "maximal_covering": "Residents covered: {objective:,.0f}",
    "set_covering": "New sites needed: {objective:,.0f}",
    "backup_covering": "Residents covered once {covered:,.0f}, and of them twice "
    "{covered_twice:,.0f}; added up {objective:,.0f}",
    "p_median": "Mean walk {mean_walk_m:,.0f} m, {objective:,.0f} m walked in all "
    "({weight_beyond:,.0f} residents farther than {beyond_m:,.0f} m count as walking "
    "so far)",
    "p_center": "Longest walk {objective:,.0f} m (of those whom a site could reach; "
    "{left_out:,.0f} buildings are too far from any)",
    "capacitated_covering": "Residents served {served:,.0f}; in reach of sites that "
    "are full {in_reach_but_full:,.0f}, out of reach {out_of_reach:,.0f}",
    "capacitated_p_median": "Mean walk {mean_walk_m:,.0f} m; residents served "
    "{served:,.0f}, in reach of sites that are full {in_reach_but_full:,.0f}, out of "
    "reach {out_of_reach:,.0f} (who is not served counts as walking {beyond_m:,.0f} m)",
    "optimal": "proved best: no choice is better",
    "within_gap": "ended at the gap that was good enough: at most {gap:.2%} from the "
    "best, which is not known",
    "time_limit": "time was up: at most {gap:.2%} from the best, which is not known",
    "interrupted": "interrupted: at most {gap:.2%} from the best, which is not known",
    "shares": "Residents within the standard: {today} today, {then} then, of "
    "{residents:,.0f}; {stations} stations, {candidates:,} candidates",
    "left_out": ", {left_out} left out",
    "knee": "Knee of the frontier at new sites: {sites}; ",
    "knee_all": "each of them adds {least:,.0f} residents or more.",
    "knee_enough": "from {enough} new sites on, one more adds less than {least:,.0f} "
    "residents.",
    "service": "  {service}: {covered_today:,.0f} today, {covered_then:,.0f} then, of "
    "{residents:,.0f}",
    "counted": "Everybody counts once for each service.",
    "weights": "Weighted by {file}: {residents_covered:,.0f} residents covered "
    "(weighted {weighted_covered:,.0f}); chosen without weights "
    "{residents_without:,.0f} (weighted {weighted_without:,.0f}).",
    "never_full": "Open sites that state no capacity and are never full: {count}.",
    "weighted": "Weighted: ",
    "same_sites": "Weights change no site.",
    "other_sites": "Sites only with weights: {only_with}; only without: "
    "{only_without}.",
    "on_map": "See it on the map: servicecircle map {area} --proposals {out} "
    "--out MAPS",
    "written": "Written: {out}; check it with",
}
CHINESE: Words = {
    "rank": "序号",
    "action": "措施",
    "site": "点位",
    "gained": "新增覆盖居民",
    "then": "累计覆盖率",
    "more": "其余{count}个见 proposals.csv。",
    "maximal_covering": "覆盖居民{objective:,.0f}人",
    "set_covering": "需新设站点{objective:,.0f}个",
    "backup_covering": "覆盖一次{covered:,.0f}人，其中覆盖两次{covered_twice:,.0f}人，"
    "合计{objective:,.0f}",
    "p_median": "平均步行{mean_walk_m:,.0f}米，总步行{objective:,.0f}米"
    "（{weight_beyond:,.0f}名居民超过{beyond_m:,.0f}米，按该距离计）",
    "p_center": "最长步行{objective:,.0f}米（仅计任一点位可达者；"
    "{left_out:,.0f}栋楼距所有点位过远）",
    "capacitated_covering": "服务居民{served:,.0f}人；范围内但站点已满"
    "{in_reach_but_full:,.0f}人，范围外{out_of_reach:,.0f}人",
    "capacitated_p_median": "平均步行{mean_walk_m:,.0f}米；服务居民{served:,.0f}人，"
    "范围内但站点已满{in_reach_but_full:,.0f}人，范围外{out_of_reach:,.0f}人"
    "（未获服务者按步行{beyond_m:,.0f}米计）",
    "optimal": "已证明最优：没有更好的方案",
    "within_gap": "达到可接受的差距：与最优方案至多相差{gap:.2%}，最优方案未知",
    "time_limit": "时间用尽：与最优方案至多相差{gap:.2%}，最优方案未知",
    "interrupted": "已中断：与最优方案至多相差{gap:.2%}，最优方案未知",
    "shares": "标准距离内的居民：现状{today}，方案实施后{then}，共{residents:,.0f}人；"
    "现有站点{stations}个，候选点位{candidates:,}个",
    "left_out": "，略去{left_out}个",
    "knee": "拐点：新设{sites}个站点；",
    "knee_all": "每个至少新增覆盖{least:,.0f}人。",
    "knee_enough": "自第{enough}个起，每增一个站点新增覆盖不足{least:,.0f}人。",
    "service": "  {service}：现状{covered_today:,.0f}人，"
    "方案实施后{covered_then:,.0f}人，共{residents:,.0f}人",
    "counted": "每名居民按服务各计一次。",
    "weights": "按 {file} 加权：覆盖居民{residents_covered:,.0f}人（加权后"
    "{weighted_covered:,.0f}）；不加权的方案覆盖{residents_without:,.0f}人（加权后"
    "{weighted_without:,.0f}）。",
    "never_full": "未注明容量、视为永不满员的开放点位：{count}个。",
    "weighted": "（加权）",
    "same_sites": "加权与否，选址相同。",
    "other_sites": "仅加权方案选中：{only_with}；仅不加权方案选中：{only_without}。",
    "on_map": "在地图上查看：servicecircle map {area} --proposals {out} --out MAPS",
    "written": "已写入：{out}；核验命令：",
    "open": "新设",
    "move": "迁址",
    "close": "撤销",
}
WORDS = {"en": ENGLISH, "zh": CHINESE}
STOP = {"en": ".", "zh": "。"}
AND = {"en": "; ", "zh": "；"}


def say_site(
    manifest: Mapping[str, Any], sited: Sited, out: Path, *, language: Language
) -> None:
    """Print the proposals, what is proved of them, and where everything lies."""
    from rich.console import Console  # noqa: PLC0415 - loads where it is used
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    words, stop = WORDS[language.value], STOP[language.value]
    said, counts = manifest["result"], manifest["counts"]
    console = Console(highlight=False)
    table = Table(title=Text(f"{manifest['area']['name']}: {said['service']}"))
    for heading in ("rank", "action", "site", "gained", "then"):
        if heading in {"action", "site"}:
            table.add_column(words[heading])
        else:
            table.add_column(words[heading], justify="right")
    rows = sited.proposals.table[sited.proposals.table["rank"].notna()]
    for row in rows.head(SHOWN).itertuples():
        named = isinstance(row.name, str) and row.name != row.site_id
        name = f"{row.site_id} {row.name}" if named else row.site_id
        table.add_row(
            str(row.rank),
            words.get(str(row.action), str(row.action)),
            Text(name),
            f"{row.residents_gained:,.0f}",
            f"{row.cumulative_share:.1%}",
        )
    console.print(table)
    if len(rows) > SHOWN:
        console.print(words["more"].format(count=len(rows) - SHOWN))
    figures = {**said["figures"], "objective": said["objective"]}
    came_to = words[said["model"]].format(**figures)
    if said["weights"] is not None:
        came_to = words["weighted"] + came_to
    gap = 1.0 if said["gap"] is None else said["gap"]
    proof = words[said["status"]].format(gap=gap)
    console.print(came_to + AND[language.value] + proof + stop)
    shares = words["shares"].format(
        today=_percent(said["share_today"]), then=_percent(said["share_then"]), **counts
    )
    left = words["left_out"].format(**counts) if counts["left_out"] else ""
    console.print(shares + left + stop)
    for line in _besides(said, words):
        console.print(line, soft_wrap=True)
    if said["knee"] is not None:
        turn = said["knee"]
        rest = "knee_all" if turn["enough"] is None else "knee_enough"
        console.print((words["knee"] + words[rest]).format(**turn))
    area = sited.ground.area.folder
    console.print(words["on_map"].format(area=area, out=out), soft_wrap=True)
    console.print(words["written"].format(out=out), end=" ")
    console.print(f"servicecircle verify {out / 'certificate.json'}", soft_wrap=True)


def _besides(said: Mapping[str, Any], words: Words) -> Iterator[str]:
    """Say what each service gains, and what weights change."""
    for service, figures in said["by_service"].items():
        yield words["service"].format(service=service, **figures)
    if said["by_service"]:
        yield words["counted"]
    if said["never_full"]:
        yield words["never_full"].format(count=said["never_full"])
    told = said["weights"]
    if told is None:
        return
    other = {
        name.replace("covered", "without"): n for name, n in told["without"].items()
    }
    yield words["weights"].format(file=told["file"], **told["with"], **other)
    sites = {
        name: ", ".join(told[name]) or "-" for name in ("only_with", "only_without")
    }
    different = told["only_with"] or told["only_without"]
    yield words["other_sites"].format(**sites) if different else words["same_sites"]


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"
