"""A real run with planted values: a visit, its mediation, the emergency; through pages and services.

Each class of the station's papers has a sentence of its own, which stands in every free text of
that class; a person has a planted name, telephone, address and identity number. Everything that
may keep such a value happens on the way: a draft, a refused form, a stored reply, an outbox row,
a message that nobody awaits, an exception with the value in its words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from engine import clock, commands, messages, outbox, timers
from engine.actors import house as house_actor
from engine.models import TaskRow, TaskStatus
from tests.databases import ROOT
from tests.house import House
from tests.web.conftest import Browser, hidden
from tests.web.reception import SAFE, answers
from web.app import create_app
from web.session import COOKIE
from workflows.cases import queries, work
from workflows.demo.cast import EAST_LAKE, TENANT
from workflows.people import signing_in
from workflows.people.models import PersonRow

NAME, OTHER_NAME = "欧阳霁月", "司徒砚秋"
PHONE, OTHER_PHONE = "13974412386", "13974412397"
ADDRESS, NUMBER = "青枫巷二十九号院", "110101199003077774"
SAFE_CONTACT = "找她表姐司空晚晴"
#: The sentence of each class, put into every free text of that class.
SENTENCES: Mapping[str, str] = {
    "C2": "槐荫里那间旧铺面", "C3": "左侧肋骨骨裂三处", "C4": "夜里躲进了柴房",
}  # fmt: skip
#: Who the person is and what was told: nobody outside may ever read one of these.
CANARIES: tuple[str, ...] = (
    NAME, OTHER_NAME, PHONE, OTHER_PHONE, ADDRESS, NUMBER, SAFE_CONTACT, *SENTENCES.values(),
)  # fmt: skip
#: What only those read who may read protected fields.
PROTECTED = (SAFE_CONTACT, SENTENCES["C4"])

EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    form: {"process": process, **example}
    for process in ("visit", "joint-mediation", "emergency-linkage")
    for form, example in json.loads(
        (ROOT / f"tests/engine/forms/examples/{process}.json").read_text(encoding="utf-8")
    ).items()
}


def _free_texts(components: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Key and sentence of each free text of a form that is more than operational."""
    for one in components:
        sentence = SENTENCES.get(one.get("properties", {}).get("class", ""))
        plain = not one.get("properties", {}).get("kind") and not one.get("validate", {}).get(
            "pattern"
        )
        if one.get("type") == "textarea" and sentence and plain:
            yield one["key"], sentence


def planted(form: str, **said: Any) -> dict[str, Any]:
    """The example answers of a form with the sentence of its class in every free text."""
    folder = ROOT / "bpmn" / EXAMPLES[form]["process"] / "forms"
    schema = json.loads((folder / f"{form}.json").read_text(encoding="utf-8"))
    given = {**EXAMPLES[form]["passes"], **said}
    texts = dict(_free_texts(schema["components"]))
    return given | {key: text for key, text in texts.items() if key in given}


@dataclass(kw_only=True)
class Story:
    """The run and what is needed to look behind it."""

    house: House
    app: Flask
    case_id: str = ""

    def browser(self, username: str) -> Browser:
        """Somebody signed in; the password has tests of its own."""
        with self.house.database.begin() as session:
            named = (PersonRow.tenant == TENANT) & (PersonRow.username == username)
            person = session.scalars(select(PersonRow).where(named)).one()
            opened = signing_in.open_session(session, person, "zh")
            session.flush()
            row = signing_in.session_of(session, opened.secret)
            assert row is not None
            csrf = row.csrf
        client = self.app.test_client()
        client.set_cookie(COOKIE, opened.secret)
        return Browser(client=client, csrf=csrf)

    def task(self, node: str, item: str = "") -> TaskRow:
        """The open task of a step."""
        query = select(TaskRow).where(
            TaskRow.business_key == self.case_id, TaskRow.node == node,
            TaskRow.status == TaskStatus.OPEN,
        )  # fmt: skip
        with self.house.database.read() as session:
            rows = [row for row in session.scalars(query) if item in {"", row.item, row.unit}]
        assert rows, f"{node} is not open"
        return rows[0]

    def do(self, who: str, node: str, item: str = "", **said: Any) -> None:
        """Somebody takes a step and sends its form through the services."""
        row, actor = self.task(node, item), self.house.actor(who)
        with self.house.database.begin() as session:
            if row.assignee != actor.id:
                work.claim(session, self.house.calls, actor, row.id)
            given = planted(row.form_key, **said) if row.form_key else {}
            work.complete(session, self.house.calls, actor, row.id, given, key=f"key-{row.id}")

    def press(self, who: str, node: str, **said: Any) -> None:
        """Somebody presses a button of the case."""
        with self.house.database.begin() as session:
            rows = work.acts_of(session, TENANT, self.case_id)
            row = next(each for each in rows if each.node == node)
            form = work.node_of(session, row).form or ""
            given = planted(form, **said)
            work.send_act(session, self.house.calls, self.house.actor(who), row.id, given)


def application(house: House) -> Flask:
    """The served application, and one page that breaks with what was typed in its words."""
    app = create_app(house.runtime)

    @app.post("/broken")
    def broken() -> ResponseReturnValue:
        raise ValueError(request.form["words"])

    return app


def play(house: House) -> Story:
    """The whole run, until the emergency has its measures."""
    story = Story(house=house, app=application(house))
    _visit(story)
    _mediation(story)
    _emergency(story)
    _what_else_keeps_words(story)
    return story


def _visit(story: Story) -> None:
    """Through the pages, with a draft, a refused form and a form that was sent twice."""
    desk = story.browser("liuyan")
    key = hidden(desk.get("/visits/new"), "idempotency_key")
    sent = desk.post("/visits", {"channel": "walk-in", "idempotency_key": key})
    task_id = sent.headers["Location"].split("/tasks/")[1].split("?")[0]
    with story.house.database.read() as session:
        story.case_id = session.get_one(TaskRow, (TENANT, task_id)).business_key
    asked = {
        "name": NAME, "phone": PHONE, "id_no": NUMBER, "household_address": ADDRESS,
        "respondent_name": OTHER_NAME, "search_result": "new_person",
    }  # fmt: skip
    assert desk.post(f"/tasks/{task_id}/draft", asked).status_code == 200
    assert (
        desk.post(f"/tasks/{task_id}/complete", {"name": NAME, "phone": PHONE}).status_code == 422
    )
    _send(story, desk, "search-person", asked)
    _send(story, desk, "screen-safety", {
        **SAFE, "screened_at": answers("screen-safety")["screened_at"],
        "safety_note": SENTENCES["C4"],
    })  # fmt: skip
    _send(story, desk, "register-visit", answers(
        "register-visit", name=NAME, phone=PHONE, addr=ADDRESS, id_type="id-card", id_no=NUMBER,
        age=None, birth_date="1990-03-07", dv_flag="true", safe_contact=SAFE_CONTACT,
        safe_time="上午", summary=SENTENCES["C3"], request=SENTENCES["C2"],
        respondent_name=OTHER_NAME, respondent_phone=OTHER_PHONE, evidence_note=SENTENCES["C4"],
    ))  # fmt: skip
    for step in ("give-consent", "grade-risk", "classify-matter"):
        _send(story, desk, step, answers(step))
    chief = story.browser("hetao")
    _send(story, chief, "decide-route", {**answers("decide-route"), "route_note": SENTENCES["C2"]})
    _send(story, desk, "issue-receipt", answers("issue-receipt"))


def _send(story: Story, desk: Browser, node: str, given: Mapping[str, Any]) -> None:
    """Open the page of a step, take it when it lies in the pool, and send its form twice."""
    url = f"/tasks/{story.task(node).id}"
    page = desk.get(url)
    if 'id="task-form"' not in page.text:
        desk.post(f"{url}/claim")
        page = desk.get(url)
    # Comments and acts have forms and keys of their own on the same page.
    found = re.search(
        r'id="task-form".*?name="idempotency_key" value="([^"]*)"', page.text, re.DOTALL
    )
    assert found is not None, (node, page.text[:400])
    key = found[1]
    for _ in range(2):
        sent = desk.post(f"{url}/complete", {**given, "idempotency_key": key})
        assert sent.status_code == 303, (node, sent.status_code, sent.text[-3000:])


def _mediation(story: Story) -> None:
    """Through the services, up to the check before the first session."""
    person = {"name": NAME, "sex": "female", "age": "35", "phone": PHONE, "addr": ADDRESS}
    other = {"name": OTHER_NAME, "sex": "male", "age": "36", "phone": OTHER_PHONE}
    claim = [{"claim": SENTENCES["C3"]}]
    story.do("hetao", "apply-mediation", applicants=[person], respondents=[other], claims=claim)
    story.do("hetao", "judge-mediability")
    story.do("hetao", "ask-respondent")
    story.do("hetao", "decide-acceptance")
    story.do("wangqiang", "claim-case")
    story.do("wangqiang", "invite-departments")
    said = {"name": NAME, "standing": "applicant", "statement": SENTENCES["C3"],
            "sign_method": "paper"}  # fmt: skip
    story.do("wangqiang", "investigate", interviews=[said])
    story.do("wangqiang", "schedule-session")
    story.press("wangqiang", "risk-raised", risk_kind="violence", risk_place=ADDRESS)


def _emergency(story: Story) -> None:
    """Graded, told to the departments, answered by one of them, measured."""
    story.do("hetao", "confirm-grade")
    story.do("police", "acknowledge-notice", item="police", more_needed=SENTENCES["C3"])
    story.do("hetao", "send-first-report-street")
    story.do("hetao", "choose-measures", victim_words=SENTENCES["C4"])
    clock.travel_to(clock.now().replace(hour=5))
    while timers.fire_next(story.house.database, story.house.calls) == timers.Fired.FIRED:
        pass


def _what_else_keeps_words(story: Story) -> None:
    """A reply, a message, an effect, a reason, a note of a refused reading, and a broken page."""
    house = story.house
    chief = house.actor("chenjing")
    with house.database.begin() as session:
        commands.once(session, chief, "canary", "say", lambda: {"said": SENTENCES["C4"]})
        outbox.record(
            session, TENANT, EAST_LAKE, "letter", {"to": NAME, "text": SENTENCES["C4"]},
            order_key=story.case_id,
        )  # fmt: skip
        messages.receive(
            session, house.calls, house_actor(TENANT, "12345"), "nobody-awaits-this",
            correlation=story.case_id, unit=EAST_LAKE, key="", payload={"words": SENTENCES["C3"]},
        )  # fmt: skip
        queries.open_protected(session, chief, story.case_id, SENTENCES["C3"])
    outbox.deliver_due(house.database, {"letter": _broken_channel})
    desk = story.browser("liuyan")
    assert desk.post("/broken", {"words": f"{NAME} {PHONE} {SENTENCES['C4']}"}).status_code == 500
    assert desk.post("/search", {"q": NAME}).status_code == 200


def _broken_channel(delivery: outbox.Delivery) -> None:
    raise ConnectionError(f"could not send {dict(delivery.payload)}")
