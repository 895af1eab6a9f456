"""B for A: who may, for what and until when; and every fact says for whom it was done."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from engine import clock
from engine.models import TaskRow
from engine.protection import fingerprint
from tests.web.reception import answers
from tests.workflows.inbox.desk import Desk
from workflows.cases import files, parties, work
from workflows.cases.models import PartyRole
from workflows.demo.cast import EAST_LAKE, TENANT
from workflows.inbox import View, standing_in
from workflows.inbox.bulk import Verb
from workflows.joint_mediation.models import MediationRow
from workflows.people import absences
from workflows.people.actions import BadEntry
from workflows.people.models import PersonRow


def test_the_substitute_takes_what_an_absent_colleague_holds_and_gives_it_back(
    desk: Desk, now: datetime
) -> None:
    desk.do("liuyan", Verb.CLAIM)
    desk.away("liuyan", "wangqiang")
    first = desk.ids[0]
    assert set(desk.list("wangqiang", View.STANDING_IN)) == set(desk.ids)
    desk.do("wangqiang", Verb.TAKE_FOR, first)
    held = desk.task(0)
    assert (held.assignee_name, held.instead_of) == ("王强", desk.house.people["liuyan"])
    with desk.house.database.read() as session:
        waiting = standing_in.held_for(session, desk.actor("liuyan"))
    assert [row.id for row in waiting] == [first]
    clock.travel_to(now + timedelta(days=3))
    desk.do("liuyan", Verb.GIVE_BACK, first)
    back = desk.task(0)
    assert (back.assignee_name, back.instead_of) == ("刘燕", None)


def test_whatever_is_done_for_another_says_so_in_the_record(desk: Desk) -> None:
    desk.do("liuyan", Verb.CLAIM)
    desk.away("liuyan", "wangqiang")
    desk.do("wangqiang", Verb.TAKE_FOR, desk.ids[0])
    desk.visits[0].complete("give-consent", "wangqiang", answers("give-consent"))
    taken = desk.history(0, "task:stood-in")[0]
    assert taken.facts["instead_of"] == desk.house.people["liuyan"]
    done = [row for row in desk.history(0, "task:completed") if row.node == "give-consent"][-1]
    assert done.actor == desk.house.people["wangqiang"]
    assert done.facts["instead_of"] == desk.house.people["liuyan"]


def test_what_the_substitute_does_of_their_own_says_nothing_of_another(desk: Desk) -> None:
    desk.away("liuyan", "wangqiang")
    desk.visits[0].complete("give-consent", "wangqiang", answers("give-consent"))
    own = [row for row in desk.history(0, "task:") if row.actor_name == "王强"]
    assert own
    assert all("instead_of" not in row.facts for row in own)


def test_before_and_after_the_absence_nobody_stands_in(desk: Desk, now: datetime) -> None:
    desk.do("liuyan", Verb.CLAIM)
    begins = now + timedelta(days=1)
    absence = desk.away("liuyan", "wangqiang", since=begins, until=begins + timedelta(days=1))
    refused = {desk.ids[0]: "not-standing-in"}
    assert desk.do("wangqiang", Verb.TAKE_FOR, desk.ids[0])["refused"] == refused
    clock.travel_to(begins + timedelta(hours=1))
    assert desk.list("wangqiang", View.STANDING_IN)
    with desk.house.database.begin() as session:
        absences.end(session, desk.actor("liuyan"), absence.id)
    clock.travel_to(begins + timedelta(hours=2))
    assert desk.do("wangqiang", Verb.TAKE_FOR, desk.ids[0])["refused"] == refused
    assert desk.list("wangqiang", View.STANDING_IN) == []


def test_another_kind_of_case_is_not_the_substitutes_business(desk: Desk) -> None:
    desk.do("liuyan", Verb.CLAIM)
    desk.away("liuyan", "wangqiang", processes=["joint-mediation"])
    assert desk.list("wangqiang", View.STANDING_IN) == []
    done = desk.do("wangqiang", Verb.TAKE_FOR, desk.ids[0])
    assert done["refused"] == {desk.ids[0]: "not-standing-in"}


def test_a_hand_over_before_leave_names_the_tasks_that_cannot_go(desk: Desk) -> None:
    """Wang is a party's namesake in the second case, and was recused from the third."""
    desk.do("liuyan", Verb.CLAIM)
    first, second, third = desk.ids
    tie(desk, 1, "王强")
    recuse(desk, 2, "wangqiang")
    absence = desk.away("liuyan", "wangqiang")
    done = desk.do("liuyan", Verb.HAND_OVER, absence=absence.id)
    assert done["done"] == [first]
    assert done["refused"] == {second: "conflict-of-interest", third: "recused-before"}
    assert desk.task(1).assignee_name == "刘燕"


def test_a_sealed_case_does_not_go_through_a_substitute(desk: Desk) -> None:
    desk.do("liuyan", Verb.CLAIM)
    with desk.house.database.begin() as session:
        case = files.load(session, TENANT, desk.visits[0].case_id)
        files.seal(session, desk.actor("chenjing"), case, at=clock.now(), reason="涉及同事")
    absence = desk.away("liuyan", "wangqiang")
    first = desk.ids[0]
    assert first not in desk.list("wangqiang", View.STANDING_IN)
    assert desk.do("wangqiang", Verb.TAKE_FOR, first)["refused"] == {first: "no-such-case"}
    done = desk.do("liuyan", Verb.HAND_OVER, first, absence=absence.id)
    assert done["refused"] == {first: "no-such-case"}


@pytest.mark.parametrize(("who", "code"), [("limei", "no-such-absence"), ("chenjing", "")])
def test_who_leads_the_unit_may_hand_over_for_somebody_and_others_may_not(
    desk: Desk, who: str, code: str
) -> None:
    desk.do("liuyan", Verb.CLAIM)
    absence = desk.away("liuyan", "wangqiang")
    done = desk.do(who, Verb.HAND_OVER, desk.ids[0], absence=absence.id)
    assert done["refused"].get(desk.ids[0], "") == code


def test_a_stranger_gives_nothing_back(desk: Desk) -> None:
    desk.do("liuyan", Verb.CLAIM)
    desk.away("liuyan", "wangqiang")
    first = desk.ids[0]
    desk.do("wangqiang", Verb.TAKE_FOR, first)
    assert desk.do("limei", Verb.GIVE_BACK, first)["refused"] == {first: "no-such-task"}
    assert desk.do("wangqiang", Verb.GIVE_BACK, first)["done"] == [first]


def test_a_new_holder_acts_for_nobody_however_the_task_came_to_them(desk: Desk) -> None:
    desk.do("liuyan", Verb.CLAIM)
    desk.away("liuyan", "wangqiang")
    desk.do("wangqiang", Verb.TAKE_FOR, desk.ids[0])
    with desk.house.database.begin() as session:
        row = session.get_one(TaskRow, (TENANT, desk.ids[0]))
        row.assignee = desk.house.people["liuyan"]
    assert desk.task(0).instead_of is None


def test_who_cannot_take_a_task_learns_nothing_of_it(desk: Desk) -> None:
    desk.do("liuyan", Verb.CLAIM)
    first = desk.ids[0]
    for who, verb in (("zhaomin", Verb.TAKE_FOR), ("zhaomin", Verb.GIVE_BACK)):
        assert desk.do(who, verb, first)["refused"] == {first: "no-such-task"}
        assert desk.do(who, verb, "none")["refused"] == {"none": "no-such-task"}


def test_a_task_held_for_another_goes_to_the_pool_for_everybody(desk: Desk) -> None:
    desk.do("liuyan", Verb.CLAIM)
    desk.away("liuyan", "wangqiang")
    desk.do("wangqiang", Verb.TAKE_FOR, desk.ids[0])
    desk.do("wangqiang", Verb.RELEASE, desk.ids[0], reason="我也要外出")
    assert (desk.task(0).assignee, desk.task(0).instead_of) == (None, None)


@pytest.mark.parametrize(
    ("person", "substitute", "hours", "problem"),
    [
        ("liuyan", "liuyan", 24, {"substitute": "same-person"}),
        ("liuyan", "limei", 24, {"substitute": "no-shared-post"}),
        ("liuyan", "zhaomin", 24, {"substitute": "no-shared-post"}),
        ("liuyan", "wangqiang", -1, {"until": "before-since"}),
        ("liuyan", "wangqiang", 24 * 201, {"until": "absence-length"}),
    ],
)
def test_an_absence_that_does_not_hold_says_what_is_wrong(
    desk: Desk, person: str, substitute: str, hours: int, problem: dict[str, str]
) -> None:
    with pytest.raises(BadEntry) as bad:
        desk.away(person, substitute, until=clock.now() + timedelta(hours=hours))
    assert bad.value.problems == problem


def test_two_absences_of_one_person_do_not_overlap_and_a_substitute_is_there(desk: Desk) -> None:
    desk.away("liuyan", "wangqiang")
    with pytest.raises(BadEntry) as twice:
        desk.away("liuyan", "wangqiang")
    assert twice.value.problems == {"until": "absence-overlap"}
    with pytest.raises(BadEntry) as gone:
        desk.away("wangqiang", "liuyan")
    assert gone.value.problems == {"substitute": "substitute-away"}


def tie(desk: Desk, position: int, name: str) -> None:
    """Somebody of that name is the other side in a case, and Wang's name is known."""
    with desk.house.database.begin() as session:
        parties.add(
            session, TENANT, EAST_LAKE, desk.visits[position].case_id, PartyRole.RESPONDENT,
            {"name": name},
        )  # fmt: skip
        wang = desk.house.people["wangqiang"]
        session.execute(
            update(PersonRow)
            .where(PersonRow.id == wang)
            .values(name_print=fingerprint("name", name))
        )
    with (
        desk.house.database.read() as session,
        pytest.raises(work.ConflictOfInterest),
    ):
        work.refuse_tie(session, TENANT, wang, desk.visits[position].case_id)


def recuse(desk: Desk, position: int, who: str) -> None:
    """Somebody was recused in a mediation of the case."""
    with desk.house.database.begin() as session:
        session.add(
            MediationRow(
                tenant=TENANT, station=EAST_LAKE, case_id=desk.visits[position].case_id,
                instance_id="earlier", number="XG-1", source="applied", opened_at=clock.now(),
                excluded=[desk.house.people[who]],
            )
        )  # fmt: skip
