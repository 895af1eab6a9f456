"""No answer of the application tells somebody what they may not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.canary.asking import addresses, ids_of
from tests.canary.conftest import Played
from tests.canary.hunting import Find, Hunt
from tests.canary.story import (
    ADDRESS,
    CANARIES,
    NAME,
    NUMBER,
    OTHER_NAME,
    OTHER_PHONE,
    PHONE,
    PROTECTED,
    SENTENCES,
    Story,
)
from workflows.access.models import ReachableRow
from workflows.cases.models import CaseRow
from workflows.demo.cast import EAST_LAKE, SOUTH_GATE, TENANT
from workflows.people.administrators import CENTRE_UNIT, give_post
from workflows.people.models import PersonRow
from workflows.people.signing_in import add_person

#: Nobody of these has anything to do with the case.
STRANGERS: Mapping[str, tuple[str, str]] = {
    "station head of the other station": ("R06", SOUTH_GATE),
    "grid worker": ("R10", EAST_LAKE),
    "lawyer who was not asked": ("R11", EAST_LAKE),
    "inspector": ("R12", CENTRE_UNIT),
    "system administrator": ("R13", CENTRE_UNIT),
    "process administrator": ("R14", CENTRE_UNIT),
    "security auditor": ("R15", CENTRE_UNIT),
    "statistician": ("R16", CENTRE_UNIT),
    "leader": ("R17", CENTRE_UNIT),
}  # fmt: skip
#: What those who work on the case still never read, whatever page they open.
INSIDERS: Mapping[str, tuple[str, ...]] = {
    "liuyan": PROTECTED,
    "wangqiang": PROTECTED,
    "gaohong": PROTECTED,
    "police": (NUMBER, SENTENCES["C3"], *PROTECTED),
    "womens-federation": (NUMBER, SENTENCES["C3"], *PROTECTED),
}  # fmt: skip
HUNT = Hunt(CANARIES)


def holder(story: Story, role: str, unit: str) -> str:
    """The user name of somebody new who holds one post."""
    username = f"{role.lower()}-{unit}"
    with story.house.database.begin() as session:
        known = session.scalar(select(PersonRow.id).where(PersonRow.username == username))
        if known is None:
            person = add_person(
                session, TENANT, username=username, name="路人", password="nobody-knows-it"
            )
            give_post(session, TENANT, person.id, role, unit)
    return username


def said(place: str, answer: TestResponse) -> Iterator[Find]:
    """Planted values in an answer: its body, and each of its headers."""
    yield from HUNT.finds(place, answer.data)
    yield from HUNT.finds(f"{place} headers", str(answer.headers))


def everything(story: Story, client: FlaskClient, csrf: str) -> Iterator[Find]:
    """Ask for every address of the application and send to every one of the case."""
    with story.house.database.read() as session:
        ids = ids_of(session, story.case_id)
    for url in sorted(set(addresses(story.app, ids, "GET"))):
        yield from said(f"GET {url}", client.get(url))
    for value in (NAME, PHONE, NUMBER, PHONE[-4:], ADDRESS, OTHER_NAME, OTHER_PHONE):
        answer = client.post("/search", data={"q": value, "csrf_token": csrf})
        # What was typed comes back in the field; anything else of the case must not.
        yield from (find for find in said("POST /search", answer) if find.value != value)


def sending(story: Story, client: FlaskClient, csrf: str) -> Iterator[Find]:
    """Send an empty form to every address of the case."""
    with story.house.database.read() as session:
        # Every verb meets the newest of each kind; one more of a kind would answer alike.
        ids = {name: found[-2:] for name, found in ids_of(session, story.case_id).items()}
    for url in sorted(set(addresses(story.app, ids, "POST"))):
        answer = client.post(url, data={"csrf_token": csrf})
        assert answer.status_code in {302, 303, 400, 401, 403, 404, 409, 422}, url
        yield from said(f"POST {url}", answer)


@pytest.mark.parametrize("who", STRANGERS)
def test_no_answer_tells_a_stranger(played: Played, who: str) -> None:
    story = played.story
    reader = story.browser(holder(story, *STRANGERS[who]))
    assert list(everything(story, reader.client, reader.csrf)) == []
    assert list(sending(story, reader.client, reader.csrf)) == []


def test_no_answer_tells_somebody_who_is_not_signed_in(played: Played) -> None:
    client = played.story.app.test_client()
    assert list(everything(played.story, client, "")) == []


def test_the_public_page_tells_the_stage_and_nobody(played: Played) -> None:
    story = played.story
    with story.house.database.read() as session:
        code = session.get_one(CaseRow, (TENANT, story.case_id)).query_code
    assert code
    client = story.app.test_client()
    client.get("/query")
    cookie = client.get_cookie("sanlian_form")
    assert cookie is not None
    answer = client.post("/query", data={"code": code, "csrf_token": cookie.value})
    assert answer.status_code == 200
    assert list(said("the public page", answer)) == []


@pytest.mark.parametrize("who", INSIDERS)
def test_who_works_on_the_case_reads_no_more_than_their_classes(played: Played, who: str) -> None:
    reader = played.story.browser(who)
    found = everything(played.story, reader.client, reader.csrf)
    assert sorted(find for find in found if find.value in INSIDERS[who]) == []


def test_who_may_read_is_told(played: Played) -> None:
    """The control: the same questions bring every planted value to the station's head."""
    reader = played.story.browser("chenjing")
    told = {find.value for find in everything(played.story, reader.client, reader.csrf)}
    assert told >= set(CANARIES)


#: Who would have the case in scope if it were not sealed.
IN_SCOPE: Mapping[str, tuple[str, str]] = {
    "second triage officer": ("R03", EAST_LAKE),
    "second station head": ("R06", EAST_LAKE),
    "rights officer": ("R09", CENTRE_UNIT),
    "second duty leader": ("R07", CENTRE_UNIT),
}


@pytest.fixture
def sealed(played: Played) -> Iterator[Story]:
    """The case of the run, sealed while a test lasts."""
    story = played.story
    key = (TENANT, story.case_id)
    with story.house.database.begin() as session:
        session.get_one(ReachableRow, key).sealed = True
    yield story
    with story.house.database.begin() as session:
        session.get_one(ReachableRow, key).sealed = False


@pytest.mark.parametrize("who", IN_SCOPE)
def test_a_sealed_case_tells_nobody_outside_its_circle(sealed: Story, who: str) -> None:
    reader = sealed.browser(holder(sealed, *IN_SCOPE[who]))
    assert list(everything(sealed, reader.client, reader.csrf)) == []
    assert list(sending(sealed, reader.client, reader.csrf)) == []
    assert sealed.case_id not in reader.get("/cases").text
    assert sealed.case_id not in reader.get("/emergency").text


def test_an_open_case_tells_who_has_it_in_scope(played: Played) -> None:
    """The control of the one above: without the seal the same people are told."""
    reader = played.story.browser(holder(played.story, "R03", EAST_LAKE))
    told = {find.value for find in everything(played.story, reader.client, reader.csrf)}
    assert {NAME, PHONE, SENTENCES["C3"]} <= told
