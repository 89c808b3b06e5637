"""The words of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servicecircle.maps.labels import Language
    from servicecircle.standards import ServiceStandard

WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "within": "Residents within {limit} on foot: {service}",
        "against": "On foot and as the crow flies: {service}, {limit}",
        "on_foot": "on foot",
        "circle": "straight-line circle",
        "share": "share of residents",
        "no_data": "no data",
        "frontier": "Residents covered by new sites",
        "sites": "new sites",
        "reached": "reached",
        "bound": "no plan can reach more",
    },
    "zh": {
        "within": "步行 {limit} 以内居民占比：{service}",
        "against": "步行与直线服务圈对比：{service}，{limit}",
        "on_foot": "步行可达",
        "circle": "直线服务圈",
        "share": "居民占比",
        "no_data": "无数据",
        "frontier": "新增站点数与覆盖居民占比",
        "sites": "新增站点数",
        "reached": "已达到",
        "bound": "任何方案的上限",
    },
}


def title(language: Language, key: str, standard: ServiceStandard) -> str:
    """
    Write the title of a service's figure.

    >>> from servicecircle.standards import ServiceStandard
    >>> title("zh", "within", ServiceStandard("legal", 500, name="法律"))
    '步行 500 m 以内居民占比：法律'
    """
    return WORDS[language][key].format(
        limit=f"{standard.distance_m:g} m", service=standard.name or standard.service
    )
