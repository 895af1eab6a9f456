"""The papers of a mediation, from the application (P2-1) to the agreement or the notice of its end.

Both sides read all of them but the acceptance record, so nothing here takes a value of class C4,
and the notes of separate talks are not even looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.instances import Call, latest_submission
from engine.models import SubmissionRow
from engine.protection import Sensitivity
from workflows.cases import files, parties
from workflows.cases.models import CaseRow, PartyRole, PartyRow
from workflows.cases.paper_values import (
    code_zh,
    heading,
    person_row,
    person_zh,
    said,
    secrets_of,
    side,
)
from workflows.cases.queries import submissions_of
from workflows.deadlines import queries as deadlines
from workflows.deadlines import reckon
from workflows.documents import Classed, Draft
from workflows.documents.drafts import Values
from workflows.documents.flow import Builder, ordering
from workflows.documents.making import seal
from workflows.documents.models import VersionState
from workflows.documents.queries import latest_of, paper_of
from workflows.documents.words import day_words, moment_words
from workflows.joint_mediation.actions.term import TERM
from workflows.joint_mediation.models import MediationRow
from workflows.joint_mediation.paper_words import (
    DIFFICULTIES,
    ENDINGS,
    KINDS,
    MANNERS,
    OTHER_ENDING,
    RESULTS,
    ROLES,
    SIDES,
    ordinal,
    yuan,
)
from workflows.joint_mediation.rules import SUCCESSES, EndReason

C2, C3 = Sensitivity.C2, Sensitivity.C3


class _File:
    """What the papers of one mediation are written from."""

    def __init__(self, session: Session, row: MediationRow) -> None:
        self.session, self.row = session, row
        self.case: CaseRow = files.load(session, row.tenant, row.case_id)
        self.people: Sequence[PartyRow] = parties.of_case(session, row.tenant, row.case_id)

    def sent(self, form: str) -> Mapping[str, Any]:
        """What was typed last into a form of this mediation."""
        found = latest_submission(self.session, self.row.tenant, self.row.instance_id, form)
        return {} if found is None else dict(found.fields)

    def draft(self, kind: str, values: Values, *, subject: str = "", mark: str = "") -> Draft:
        """A paper of this mediation; all carry the heading of the case and its file number."""
        return Draft(
            kind=kind, station=self.row.station, case_id=self.case.id,
            case_number=self.case.number or self.row.number, subject=subject or self.row.id,
            mark=mark, values={**heading(self.session, self.case), **values},
            secrets=secrets_of(self.people),
        )  # fmt: skip

    def names(self, role: PartyRole) -> Classed:
        """The people of one side by name."""
        names = [said(each, "name") for each in side(self.people, role)]
        text = "、".join(each.text for each in names)
        return Classed(text=text, sensitivity=max((n.sensitivity for n in names), default=C2))

    def rows(self, role: PartyRole) -> list[dict[str, Classed]]:
        """The people of one side as rows."""
        return [person_row(each) for each in side(self.people, role)]

    def staff(self, person_id: str) -> str:
        """The name of a member of staff."""
        return person_zh(self.session, self.row.tenant, person_id)

    @property
    def facts(self) -> Classed:
        """What they quarrel about, as it was written down at the acceptance, else applied for."""
        told = self.sent("decide-acceptance").get("dispute_summary")
        return Classed(text=str(told or (self.row.matter or {}).get("facts") or ""), sensitivity=C3)

    @property
    def dispute(self) -> str:
        """The kind of dispute in words."""
        return code_zh("categories-c", self.row.dispute_type)


def _builder(build: Callable[[_File], Iterator[Draft]]) -> Builder:
    """Drafts of every mediation of a case, the newest last."""

    def drafts(session: Session, tenant: str, case_id: str) -> Iterator[Draft]:
        query = select(MediationRow).where(
            MediationRow.tenant == tenant, MediationRow.case_id == case_id
        )
        for row in session.scalars(query.order_by(MediationRow.id)):
            yield from build(_File(session, row))

    return drafts


def _application(file: _File) -> Iterator[Draft]:
    """人民调解申请书; a mediation that the station began itself has none."""
    if file.row.matter is None or file.row.source == "initiated":
        return
    claims = [str(each) for each in file.row.matter.get("claims") or [] if each]
    yield file.draft(
        "application",
        {
            "申请人": file.rows(PartyRole.APPLICANT), "被申请人": file.rows(PartyRole.RESPONDENT),
            "纠纷类型": file.dispute,
            "纠纷简要情况": Classed(text=str(file.row.matter.get("facts") or ""), sensitivity=C3),
            "申请事项": [
                {"序号": str(number), "内容": Classed(text=claim, sensitivity=C2)}
                for number, claim in enumerate(claims, 1)
            ],
            "申请日期": day_words(file.row.applied_on),
            "申请人签名": file.names(PartyRole.APPLICANT),
        },
    )  # fmt: skip


def _acceptance(file: _File) -> Iterator[Draft]:
    """人民调解受理登记表."""
    row = file.row
    if row.accepted_at is None:
        return
    ticked = row.source if row.source in {"applied", "initiated"} else "handed"
    ticks = {"applied": "当事人申请", "initiated": "主动调解", "handed": "移送委托"}
    yield file.draft(
        "acceptance",
        {
            "案卷编号": row.number, "受理时间": moment_words(row.accepted_at),
            "纠纷来源": code_zh("mediation-sources", row.source),
            **{name: "■" if key == ticked else "□" for key, name in ticks.items()},
            "纠纷类型": file.dispute, "难易程度": DIFFICULTIES.get(row.difficulty, ""),
            "涉及人数": str(row.people or ""),
            "涉及金额": Classed(text=yuan(row.amount), sensitivity=C2),
            "申请人": file.rows(PartyRole.APPLICANT), "被申请人": file.rows(PartyRole.RESPONDENT),
            "纠纷简要情况": file.facts, "调解类型": KINDS.get(row.mediation_type, ""),
            "期限": _term(file), "登记人": file.staff(_sender(file, "decide-acceptance")),
        },
    )  # fmt: skip


def _term(file: _File) -> str:
    rows = deadlines.of_case(file.session, file.row.tenant, file.case.id)
    own = [row for row in rows if row.code == TERM and row.instance_id == file.row.instance_id]
    if own:
        return day_words(own[-1].effective)
    # At the acceptance the diagram's timers have not begun the row yet.
    calendar = deadlines.calendar_for(file.session, file.row.tenant)
    started = file.row.accepted_at
    if started is None:
        return ""
    return day_words(reckon(TERM, start=started, calendar=calendar).effective)


def _sender(file: _File, form: str) -> str:
    found = latest_submission(file.session, file.row.tenant, file.row.instance_id, form)
    return "" if found is None else found.person


def _rights(file: _File) -> Iterator[Draft]:
    """权利义务告知书."""
    if file.row.accepted_at is not None:
        yield file.draft("rights", _addressed(file))


def _addressed(file: _File) -> dict[str, Any]:
    """Who is told about which file."""
    return {
        "案卷编号": file.row.number, "申请人姓名": file.names(PartyRole.APPLICANT),
        "被申请人姓名": file.names(PartyRole.RESPONDENT), "纠纷类型": file.dispute,
    }  # fmt: skip


def _session_records(file: _File) -> Iterator[Draft]:
    """人民调解笔录 of each session to which both came."""
    for sent in submissions_of(file.session, file.row.tenant, file.case.id):
        held = sent.form_key == "hold-session" and sent.fields.get("attendance") == "both"
        if held and sent.instance_id == file.row.instance_id:
            yield _session_record(file, sent)


def _session_record(file: _File, sent: SubmissionRow) -> Draft:
    said_there = sent.fields
    number = str(said_there.get("session_no") or "")

    def typed(key: str) -> Classed:
        return Classed(text=str(said_there.get(key) or ""), sensitivity=C3)

    values: Values = {
        "案卷编号": file.row.number, "次数": number,
        "时间": moment_words(said_there.get("session_held_at")),
        "地点": str(said_there.get("place") or ""),
        "参加人": [
            {
                "姓名": Classed(text=str(each.get("name") or ""), sensitivity=C2),
                "身份": Classed(text=ROLES.get(each.get("role"), ""), sensitivity=C2),
            }
            for each in said_there.get("attendees") or []
        ],
        "权利义务告知": "已告知" if said_there.get("rights_told") is True else "未告知",
        "各方陈述": typed("statements"), "争议焦点": typed("issues"),
        "调解方案": typed("proposals"),
        "结果": RESULTS.get(said_there.get("session_result"), ""),
        "下次时间": moment_words(said_there.get("next_at")), "主持人": file.staff(sent.person),
    }  # fmt: skip
    return file.draft("session-record", values, subject=sent.id, mark=number)


def _agreement(file: _File) -> Iterator[Draft]:
    """人民调解协议书, for signing; the day is written by hand until it is in force."""
    drafted = file.sent("draft-agreement")
    if not drafted:
        return
    facts = Classed(text=str(drafted.get("agreement_facts") or ""), sensitivity=C3)
    yield file.draft(
        "agreement",
        {
            "案卷编号": file.row.number, "主要事实": facts,
            "当事人": [_signatory(file, each) for each in drafted.get("parties") or []],
            "条款": [_clause(n, each) for n, each in enumerate(drafted.get("terms") or [], 1)],
            "份数": str(drafted.get("copies") or ""), "调解员": file.staff(file.row.mediator),
        },
    )  # fmt: skip


def _signatory(file: _File, given: Mapping[str, Any]) -> dict[str, Classed]:
    """A party as drafted, completed by what the case knows of a person of this name."""
    name = str(given.get("name") or "")
    known = next((each for each in file.people if said(each, "name").text == name), None)
    found = {
        "身份": Classed(text=SIDES.get(given.get("side"), ""), sensitivity=C2),
        "姓名": Classed(text=name, sensitivity=C2),
        "证件号码": Classed(text=str(given.get("id_no") or ""), sensitivity=C3),
    }
    if known is not None:
        keys = {"性别": "sex", "年龄": "age", "民族": "ethnicity", "住址": "address"}
        found |= {field: said(known, key) for field, key in keys.items()}
    return found


def _clause(number: int, given: Mapping[str, Any]) -> dict[str, Any]:
    def shown(text: str) -> Classed:
        return Classed(text=text, sensitivity=C3)

    return {
        "序号": ordinal(number), "义务人": shown(SIDES.get(given.get("obligor"), "")),
        "内容": shown(str(given.get("content") or "").rstrip("。；; ")),
        "金额": shown(yuan(given.get("amount"))),
        "方式": shown(MANNERS.get(given.get("manner"), "")),
        "期限": shown(day_words(given.get("due_on"))),
    }  # fmt: skip


def _termination(file: _File) -> Iterator[Draft]:
    """终止调解通知书 (art. 26): neutral words, no address, no telephone number of anybody."""
    row = file.row
    if row.accepted_at is None or row.ended_at is None:
        return
    if row.end_reason in SUCCESSES | {EndReason.MERGED}:
        return
    reason = ENDINGS.get(row.end_reason, OTHER_ENDING)
    told = {**_addressed(file), "终止原因": reason, "终止日期": day_words(row.ended_at)}
    yield file.draft("termination", told)


PAPERS: Mapping[str, Builder] = {
    "application": _builder(_application),
    "acceptance": _builder(_acceptance),
    "rights": _builder(_rights),
    "session-record": _builder(_session_records),
    "agreement": _builder(_agreement),
    "termination": _builder(_termination),
}


def _seal_agreement(call: Call) -> None:
    """What the parties have signed is the newest version; from now on it is the one that counts."""
    for draft in PAPERS["agreement"](call.session, call.tenant, call.business_key):
        paper = paper_of(call.session, call.tenant, draft.case_id, draft.kind, draft.subject)
        if paper is None:
            continue
        version = latest_of(call.session, paper)
        if version.state != VersionState.WITHHELD and version.sealed_at is None:
            seal(call.session, call.actor, version)


_ended = ordering(PAPERS["termination"])

#: Operation of the diagram → the papers that follow from it.
AFTER: Mapping[str, Callable[[Call], None]] = {
    "mediation.record-application": ordering(PAPERS["application"]),
    "mediation.accept": ordering(PAPERS["acceptance"], PAPERS["rights"]),
    "mediation.record-session": ordering(PAPERS["session-record"]),
    "mediation.record-terms": ordering(PAPERS["agreement"]),
    "mediation.put-in-force": _seal_agreement,
    "mediation.record-outcome": _ended,
    "mediation.conclude": _ended,
    "mediation.withdraw": _ended,
    "mediation.stop-for-risk": _ended,
    "mediation.record-new-fact": _ended,
}
