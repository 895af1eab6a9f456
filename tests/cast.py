"""The seven people of our stories, each with the reason why they exist; none of them is real.

Tests of the law and of single verbs take them from here; tests of the whole house find the same
people, by the same user names, in its database.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engine.actors import Actor, group
from workflows.demo.cast import EAST_LAKE, SOUTH_GATE, TENANT

CENTRE: Final = "centre"
ELSEWHERE: Final = "another-centre"


def person(who: str, *posts: tuple[str, str], tenant: str = TENANT) -> Actor:
    """Somebody with (role, unit) posts; the first is the one they act in."""
    role, unit = posts[0] if posts else ("", "")
    return Actor(
        tenant=tenant, id=who, name=who, role=role, unit=unit,
        groups=frozenset(group(*post) for post in posts),
    )  # fmt: skip


#: She mediates at East Lake; most stories are told from her desk.
LI_MEI: Final = person("limei", ("R04", EAST_LAKE))
#: Her colleague sees the same pool, so they race for tasks.
WANG_QIANG: Final = person("wangqiang", ("R04", EAST_LAKE), ("R02", EAST_LAKE))
#: Escalations at East Lake end with her.
CHEN_JING: Final = person("chenjing", ("R06", EAST_LAKE), ("R05", EAST_LAKE), ("R03", EAST_LAKE))
#: She works at another station with every post there is, and must see nothing of East Lake.
ZHAO_MIN: Final = person(
    "zhaomin", ("R04", SOUTH_GATE), ("R02", SOUTH_GATE), ("R05", SOUTH_GATE),
    ("R06", SOUTH_GATE), ("R03", SOUTH_GATE),
)  # fmt: skip
#: She runs the system and opens no case.
ZHOU_LAN: Final = person("zhoulan", ("R13", CENTRE))
#: She receives visitors and registers what they say.
LIU_YAN: Final = person("liuyan", ("R02", EAST_LAKE))

#: The visitor: what she tells when she comes.
MS_SUN: Final[Mapping[str, Any]] = {
    "name": "孙小菲", "phone": "13812345678", "id_no": "420922199001011234",
    "address": "东湖街道梅园路7号2单元301", "safe_contact": "打她妹妹的电话13700002222",
}  # fmt: skip
#: The child, whose file is sealed.
XIAOYU: Final[Mapping[str, Any]] = {
    "name": "小雨",
    "age": "9",
    "special_group": "left_behind_child",
}
