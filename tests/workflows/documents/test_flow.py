"""Papers come into being where the flow says, are printed afterwards, and are never rewritten."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import select, text

from engine import clock, outbox
from engine.database import Database
from engine.errors import Conflict
from tests.databases import SqliteFiles
from tests.workflows.documents.reading import pdf_text, squeezed, word_text
from tests.workflows.joint_mediation.house import TENANT, House, local, settle
from tests.workflows.joint_mediation.test_stories import (
    accepted,
    applied,
    checked,
    held,
    in_hand,
    scheduled,
    two_sessions,
)
from workflows import catalog
from workflows.cases import parties
from workflows.cases.models import PartyRole
from workflows.documents import Press, load_kinds, make, queries
from workflows.documents.drafts import KEPT_APART, texts
from workflows.documents.making import (
    PRESS,
    AlreadySealed,
    PaperMoved,
    VersionReasonMissing,
    seal,
)
from workflows.documents.models import PaperFileRow, PaperRow, PaperVersionRow, VersionState

ADDRESS = "https://sanlian.example/query"


@pytest.fixture
def station(database: Database) -> House:
    clock.travel_to(local("03-30 08:30"))
    return settle(database)


@pytest.fixture
def here(sqlite_store: SqliteFiles) -> Iterator[House]:
    """The same station on one kind of database, for what no database decides."""
    clock.travel_to(local("03-30 08:30"))
    url = sqlite_store.fresh()
    database = Database(url)
    yield settle(database)
    database.close()
    sqlite_store.drop(url)


def versions(house: House) -> list[PaperVersionRow]:
    """Every version of the case in hand, oldest first."""
    with house.database.read() as session:
        return list(reversed(queries.versions_of(session, TENANT, house.case_id)))


def papers(house: House) -> dict[str, PaperRow]:
    """The papers of the case in hand by number."""
    with house.database.read() as session:
        return {row.id: row for row in queries.papers_of(session, TENANT, house.case_id)}


def made(house: House) -> list[str]:
    """What was made, as "kind v1", oldest first."""
    known = papers(house)
    return [f"{known[row.paper_id].kind} v{row.version}" for row in versions(house)]


def print_all(house: House) -> int:
    """Let the outbox print what was ordered."""
    return outbox.deliver_due(
        house.database, {PRESS: Press(database=house.database, address=ADDRESS)}
    )


def files(house: House, version: PaperVersionRow) -> Mapping[str, PaperFileRow]:
    with house.database.read() as session:
        return queries.files_of(session, TENANT, version.id)


def test_a_mediation_leaves_its_papers_step_by_step(station: House) -> None:
    applied(station)
    assert made(station) == ["application v1"]
    accepted(station, "03-31 10:00", "04-01 10:00")
    assert made(station)[1:] == ["acceptance v1", "rights v1"]
    in_hand(station, "li-mei", "04-01 14:00")
    two_sessions(station)
    assert made(station)[3:] == ["session-record v1", "session-record v1", "agreement v1"]
    numbers = sorted(row.number for row in papers(station).values())
    case = station.case().number
    marks = ("BL01", "BL02", "GZ01", "SL01", "SQ01", "XY01")
    assert numbers == [f"{case}-{mark}" for mark in marks]
    # What was signed is the version that was printed for it; it counts from now on.
    agreement = versions(station)[-1]
    assert agreement.sealed_by == "li-mei"
    assert print_all(station) == 6
    assert {row.state for row in versions(station)} == {VersionState.PRINTED}


def test_a_printed_paper_says_what_the_case_says_in_both_formats(here: House) -> None:
    applied(here)
    accepted(here, "03-31 10:00", "04-01 10:00")
    print_all(here)
    known = papers(here)
    by_kind = {known[row.paper_id].kind: row for row in versions(here)}
    expected = {
        "application": ["孙丽", "女", "138", "和平路12号3栋501", "事项：已逐项问清并记录"],
        "acceptance": ["2026年4月1日10时00分", "■当事人申请", "□主动调解", "2026年5月6日", "何涛"],
        "rights": ["孙丽", "东湖维权服务站人民调解委员会"],
    }
    for kind, words in expected.items():
        printed = files(here, by_kind[kind])
        word, pdf = (queries.body_of(printed[name]) for name in ("docx", "pdf"))
        number = known[by_kind[kind].paper_id].number
        for word_or_sign in [*words, load_kinds()[kind].name.zh]:
            assert word_or_sign in word_text(word), (kind, word_or_sign)
            assert word_or_sign in pdf_text(pdf), (kind, word_or_sign)
        assert number in pdf_text(pdf)
        check = by_kind[kind].content_sha256[:16].upper()
        assert check in pdf_text(pdf).replace("-", "")


def test_files_are_encrypted_and_their_hashes_are_those_of_the_bytes(station: House) -> None:
    applied(station)
    print_all(station)
    version = versions(station)[0]
    for name, row in files(station, version).items():
        body = queries.body_of(row)
        assert hashlib.sha256(body).hexdigest() == row.sha256
        assert len(body) == row.size
        assert body.startswith(b"%PDF" if name == "pdf" else b"PK")
    with station.database.read() as session:
        raw = [bytes(body) for (body,) in session.execute(text("select body from paper_file"))]
        said = session.execute(text("select content from paper_version")).scalar_one()
    assert raw
    for stored in raw:
        assert b"PDF" not in stored[:200]
        assert base64.b64encode(b"%PDF-1.")[:8] not in stored
    assert "孙丽".encode() not in bytes(said)


def test_printing_twice_keeps_the_first_files(here: House) -> None:
    applied(here)
    version = versions(here)[0]
    press = Press(database=here.database, address=ADDRESS)
    press.print(TENANT, version.id)
    first = {name: (row.sha256, row.printed_at) for name, row in files(here, version).items()}
    clock.travel_to(local("04-02 09:00"))
    press.print(TENANT, version.id)
    print_all(here)
    again = {name: (row.sha256, row.printed_at) for name, row in files(here, version).items()}
    assert again == first
    assert set(first) == {"docx", "pdf"}


#: What would tell where she is, and how it is typed by somebody who does not think of it.
HIDDEN = {
    "name": "孙丽", "sex": "female", "age": "31", "phone": "13812345678", "job": "东湖小学教师",
    "address": "孝城县东湖街道平安巷 5 号 2 栋", "safe_contact": "姐姐 13900002222",
    "whereabouts": "县庇护所二楼",
}  # fmt: skip
SECRETS = ["平安巷", "13812345678", "13900002222", "庇护所", "东湖小学"]


def hidden_applicant(house: House) -> None:
    """A mediation one of whose people must not be found by the other side."""
    house.begin()
    with house.database.begin() as session:
        parties.add(
            session, TENANT, house.case().station, house.case_id, PartyRole.VISITOR, HIDDEN,
            hidden_address=True,
        )  # fmt: skip
    people = [{key: HIDDEN[key] for key in ("name", "sex", "age", "phone", "job")}]
    people[0]["addr"] = HIDDEN["address"]
    other = [{"name": "周龘", "sex": "male", "age": "33", "addr": "孝城县南门街道建设巷 15 号"}]
    house.do("he-tao", "apply-mediation", applicants=people, respondents=other)
    house.do("he-tao", "judge-mediability")


def test_no_paper_for_the_other_side_tells_where_she_is(here: House) -> None:
    hidden_applicant(here)
    accepted(here, "03-31 10:00", "04-01 10:00")
    in_hand(here, "li-mei", "04-01 14:00")
    scheduled(here, "li-mei", "04-08 15:00")
    checked(here, "li-mei", "04-08 14:50")
    held(
        here, "li-mei", "04-08 15:00", 1, session_result="agreement",
        caucus_applicant="她说想搬到平安巷，电话 13900002222。",
        attendees=[{"name": "孙丽", "role": "applicant"}, {"name": "周龘", "role": "respondent"}],
    )  # fmt: skip
    here.do("li-mei", "record-outcome", outcome="success_written")
    parties_ = [{"name": "孙丽", "side": "applicant"}, {"name": "周龘", "side": "respondent"}]
    here.do("li-mei", "draft-agreement", agreement_kind="full", parties=parties_)
    print_all(here)
    kinds = papers(here)
    leaving = [row for row in versions(here) if load_kinds()[kinds[row.paper_id].kind].handed_out]
    assert {kinds[row.paper_id].kind for row in leaving} == {
        "application", "rights", "session-record", "agreement",
    }  # fmt: skip
    for row in leaving:
        printed = files(here, row)
        said = word_text(queries.body_of(printed["docx"])) + pdf_text(
            queries.body_of(printed["pdf"])
        )
        assert [secret for secret in SECRETS if secret in said] == [], kinds[row.paper_id].kind
        assert "周龘" in said
    shown = {kinds[row.paper_id].kind: squeezed(" ".join(t for _n, t in texts(row.content)))
             for row in leaving}  # fmt: skip
    assert KEPT_APART in shown["application"]
    assert KEPT_APART in shown["agreement"]
    assert "建设巷15号" in shown["application"]


def test_an_address_typed_into_the_record_withholds_it_and_the_mediation_goes_on(
    here: House,
) -> None:
    hidden_applicant(here)
    accepted(here, "03-31 10:00", "04-01 10:00")
    in_hand(here, "li-mei", "04-01 14:00")
    scheduled(here, "li-mei", "04-08 15:00")
    checked(here, "li-mei", "04-08 14:50")
    held(
        here, "li-mei", "04-08 15:00", 1, session_result="agreement",
        statements="申请人说她搬到了平安巷５号２栋，孩子也在那里。",
    )  # fmt: skip
    assert "record-outcome" in here.open_tasks()
    withheld = versions(here)[-1]
    assert withheld.state == VersionState.WITHHELD
    assert withheld.problem == {"code": "protected-text", "field": "各方陈述"}
    assert withheld.content is None
    print_all(here)
    assert files(here, withheld) == {}


def ended(house: House, **answers: Any) -> PaperVersionRow:
    house.press("li-mei", "Withdrawn", "withdraw", **answers)
    return versions(house)[-1]


def test_an_ending_without_agreement_brings_a_notice_in_neutral_words(here: House) -> None:
    hidden_applicant(here)
    accepted(here, "03-31 10:00", "04-01 10:00")
    in_hand(here, "li-mei", "04-01 14:00")
    notice = ended(here, withdrawn_by="applicant", withdrawn_on="2026-04-01", under_pressure=True)
    assert papers(here)[notice.paper_id].kind == "termination"
    assert notice.content["终止原因"] == "当事人要求终止调解"
    said = "".join(t for _n, t in texts(notice.content))
    assert [secret for secret in SECRETS if secret in squeezed(said)] == []
    assert "逼" not in said


def drafted(house: House, kind: str) -> Any:
    with house.database.read() as session:
        return list(catalog.papers()[kind](session, TENANT, house.case_id))[-1]


def by_hand(house: House, kind: str, **more: Any) -> PaperVersionRow:
    draft = drafted(house, kind)
    with house.database.begin() as session:
        return make(session, house.actor(session, "he-tao"), draft, **more)


def test_a_paper_made_again_keeps_the_old_version_and_says_why(station: House) -> None:
    applied(station)
    print_all(station)
    first = versions(station)[0]
    before = {name: row.sha256 for name, row in files(station, first).items()}
    with pytest.raises(VersionReasonMissing):
        by_hand(station, "application", seen=1)
    second = by_hand(station, "application", seen=1, reason="申请人改了电话")
    print_all(station)
    assert made(station) == ["application v1", "application v2"]
    assert versions(station)[1].reason == "申请人改了电话"
    assert {name: row.sha256 for name, row in files(station, first).items()} == before
    assert "第2版" in pdf_text(queries.body_of(files(station, second)["pdf"]))
    assert second.content_sha256 != first.content_sha256


def test_of_two_who_make_it_again_the_second_hears_of_the_first(station: House) -> None:
    applied(station)
    by_hand(station, "application", seen=1, reason="申请人改了电话")
    with pytest.raises(PaperMoved) as refusal:
        by_hand(station, "application", seen=1, reason="再改一次")
    assert isinstance(refusal.value, Conflict)
    assert refusal.value.fields["version"] == 2
    assert made(station) == ["application v1", "application v2"]


def test_a_step_done_again_with_the_same_words_makes_no_new_version(here: House) -> None:
    from workflows.documents import order

    applied(here)
    draft = drafted(here, "application")
    with here.database.begin() as session:
        order(session, here.actor(session, "he-tao"), draft)
    assert made(here) == ["application v1"]


def test_a_version_is_sealed_once_and_a_later_one_leaves_it_sealed(here: House) -> None:
    applied(here)
    with here.database.begin() as session:
        row = session.get_one(PaperVersionRow, (TENANT, versions(here)[0].id))
        seal(session, here.actor(session, "he-tao"), row)
    with here.database.begin() as session, pytest.raises(AlreadySealed):
        row = session.get_one(PaperVersionRow, (TENANT, versions(here)[0].id))
        seal(session, here.actor(session, "he-tao"), row)
    by_hand(here, "application", seen=1, reason="申请人改了电话")
    assert [row.sealed_at is not None for row in versions(here)] == [True, False]


def test_what_happened_to_papers_stands_in_the_history_without_a_name(here: House) -> None:
    applied(here)
    facts = here.facts("paper:made")
    assert facts == [{"paper": "application", "number": f"{here.case().number}-SQ01", "version": 1}]


def test_every_kind_of_paper_has_a_maker(here: House) -> None:
    assert set(catalog.papers()) == {kind.id for kind in load_kinds()}
    here.begin()
    with here.database.read() as session:
        for builder in catalog.papers().values():
            assert list(builder(session, TENANT, here.case_id)) == []


def test_templates_in_use_are_rows_with_the_hash_of_the_shipped_file(station: House) -> None:
    from workflows.documents.models import PaperTemplateRow
    from workflows.documents.templates import shipped

    applied(station)
    with station.database.read() as session:
        row = session.scalars(select(PaperTemplateRow)).one()
    assert row.source == shipped(load_kinds()["application"])
    assert (row.version, row.author, row.active) == (1, "shipped", True)
