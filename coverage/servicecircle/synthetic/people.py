"""
Personal data that belongs to nobody, so that dropping it can be tested.

Names are drawn from short lists, telephone numbers begin with 12, which is given to no
mobile phone, and the check digit of every id number is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

PERSONAL = ("reporter_name", "reporter_phone", "reporter_id_number", "description")
"""The columns that hold personal data."""
SURNAMES = tuple("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏")
GIVEN = tuple("安宁康乐平和文武春夏秋冬山川江海林木云霞星月松竹梅兰思远明亮")
WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
CHECKS = "10X98765432"
"""Check digit by the weighted sum of the first 17 digits, modulo 11 (GB 11643)."""
BORN = ("1950-01-01", "2004-01-01")
CASES = {
    "法律服务": ("咨询劳动合同解除后的补偿", "反映工资被拖欠，请求法律援助"),
    "纠纷调处": ("与邻居因噪音发生争执，请求调解", "与房东因押金发生纠纷"),
    "投诉建议": ("反映楼下施工扰民", "建议增设电动车充电桩"),
    "帮扶救助": ("家中老人需要上门照料", "失业后申请临时救助"),
    "心理服务": ("近来失眠焦虑，希望与咨询师谈一谈", "孩子不愿上学，请求疏导"),
}


def invent_people(
    category: NDArray[np.object_], *, region: str, draws: np.random.Generator
) -> pd.DataFrame:
    """
    Invent who reported each appeal, and what they wrote.

    Parameters
    ----------
    category
        What each appeal is about.
    region
        Six digits with which id numbers begin.
    draws
        Random numbers.

    Returns
    -------
    DataFrame
        The columns of `PERSONAL`, all text.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> people = invent_people(np.array(["法律服务"]), region="440311", draws=rng)
    >>> people["reporter_phone"].str.startswith("12").all()
    np.True_
    """
    count = len(category)
    surnames = np.array(SURNAMES, dtype=object)
    surname = surnames[draws.integers(len(surnames), size=count)]
    given = np.array([*GIVEN, ""], dtype=object)
    first = given[draws.integers(len(GIVEN), size=count)]
    second = given[draws.integers(len(GIVEN) + 1, size=count)]
    name = surname + first + second
    digits = np.char.mod("%09d", draws.integers(0, 10**9, count))
    phone = np.char.add("12", digits).astype(object)
    texts = np.array([CASES[word] for word in CASES], dtype=object)
    row = pd.Index(list(CASES)).get_indexer(pd.Index(category))
    case = texts[row, draws.integers(0, texts.shape[1], count)]
    return pd.DataFrame(
        {
            "reporter_name": name,
            "reporter_phone": phone,
            "reporter_id_number": _id_numbers(count, region, draws),
            "description": name + "来电（" + phone + "）：" + case + "。",
        },
        dtype="str",
    )


def _id_numbers(
    count: int, region: str, draws: np.random.Generator
) -> NDArray[np.object_]:
    """Write id numbers of 18 places whose last one is never right."""
    first, last = (np.datetime64(day).astype(np.int64) for day in BORN)
    born = draws.integers(first, last, count).astype("M8[D]")
    date = np.char.replace(born.astype("U10"), "-", "")
    body = np.char.add(np.char.add(region, date), _three(draws.integers(1, 999, count)))
    digits = body.astype("U17").view("U1").reshape(count, 17).astype(np.int64)
    right = (digits @ WEIGHTS) % len(CHECKS)
    wrong = (right + draws.integers(1, len(CHECKS), count)) % len(CHECKS)
    ending = np.array(list(CHECKS))[wrong]
    return np.char.add(body, ending).astype(object)


def _three(number: NDArray[np.int64]) -> NDArray[np.str_]:
    return np.char.mod("%03d", number)
