"""At night a visitor in danger is heard, the emergency starts, and a silent department is not waited for.

The pages are those of the people on duty; nobody presses anything while the clock passes the limits
of a department, and the board tells what the house did by itself.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.desk import Desk, House
from tests.web.emergencies import GRADE_II
from tests.web.reception import SAFE

Sit = Callable[..., Desk]

NIGHT = "2026-08-25T22:{minute:02}"
DANGER = SAFE | {
    "violence_now": "true", "weapon_shown": "true", "afraid_to_go_home": "true",
    "offender_outside": "true", "minor_at_risk": "true",
}  # fmt: skip


def at(minute: int) -> str:
    """A moment of that night as a form holds it."""
    return NIGHT.format(minute=minute).replace("T", " ")


def row(desk: Desk, department: str) -> str:
    """A department's line on the board."""
    return f".notice-row:has(h3:text-is('{department}'))"


def shows(desk: Desk, department: str, words: str) -> None:
    """The board comes to say this by itself."""
    desk.tab.wait_for_selector(f"{row(desk, department)}:has-text('{words}')")


def hear(desk: Desk) -> None:
    """The receptionist hears the danger in the first minutes of a visit."""
    desk.open("/visits/new")
    desk.tab.click("button:has-text('开始接待')")
    desk.tab.wait_for_selector("#task-form")
    desk.do({"name": "孙丽", "phone": "13800002222", "search_result": "new_person"})
    desk.do(DANGER | {"screened_at": at(40)})


def grade(desk: Desk) -> None:
    """The triage officer confirms grade II."""
    desk.claim("值班长确认等级")
    desk.do({**GRADE_II, "graded_at": at(44)})


def test_a_high_risk_visit_at_night_climbs_by_itself(house: House, desk: Sit) -> None:
    house.move_clock(NIGHT.format(minute=40))
    hear(desk("liuyan"))
    board = desk("sunwei", width=1360, height=760)
    board.open("/emergency/board")
    board.tab.wait_for_selector(".incident:has-text('待定级')")
    board.tab.wait_for_selector(".next-act--hot:has-text('未定级')")

    house.move_clock(NIGHT.format(minute=44))
    he = desk("hetao")
    grade(he)
    shows(board, "民政", "待签收")
    assert board.tab.query_selector(f"{row(board, '民政')} .ring") is not None

    police = desk("police")
    police.claim("部门签收通知")
    police.do(
        {"notice_answer": "ack", "responder_name": "赵警官", "ack_at": at(44), "eta_minutes": "6"}
    )
    shows(board, "派出所", "已签收")

    house.move_clock(NIGHT.format(minute=55))
    shows(board, "民政", "第一次超时，已换渠道再发")
    he.open("/emergency")
    he.tab.click(".found .row a >> nth=0")
    he.tab.wait_for_selector("tr:has-text('民政') a:has-text('代签收')")

    house.move_clock("2026-08-25T23:05")
    shows(board, "民政", "第二次超时，已报负责人和值班领导")
    board.open("/notices")
    assert "没有签收" in board.text() or "没有及时签收" in board.text()

    house.move_clock("2026-08-25T23:15")
    board.open("/emergency/board")
    shows(board, "民政", "第三次超时，待指定替代单位")
    assert "改派" in board.tab.inner_text(row(board, "民政"))
    shows(board, "派出所", "已签收")
    assert board.complaints + he.complaints + police.complaints == []


def test_the_wall_is_for_every_eye(house: House, desk: Sit) -> None:
    wall = desk("sunwei", width=1920, height=1080)
    wall.open("/emergency/board?wall=1")
    wall.tab.wait_for_selector(".incident")
    assert "孙丽" not in wall.tab.content()
    assert wall.tab.query_selector(".notice-acts a") is None
    size = wall.tab.evaluate("getComputedStyle(document.querySelector('.notice-row h3')).fontSize")
    assert float(size.removesuffix("px")) >= 24


def test_a_board_that_lost_its_line_says_since_when(house: House, desk: Sit) -> None:
    board = desk("sunwei", width=1360, height=760)
    for cut in ("**/live?*", "**/board/cards*"):
        board.tab.route(cut, lambda route: route.abort())
    board.open("/emergency/board")
    board.tab.wait_for_selector("body.is-stale", timeout=60_000)
    assert "起没有更新" in board.tab.inner_text(".stale-banner")
    board.tab.unroute_all()
    board.tab.wait_for_selector(
        "body:not(.is-stale) .connection[data-state='live']", timeout=90_000
    )
