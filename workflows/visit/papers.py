"""The papers of a reception: the visit form for the file, and the receipt to take home (P1-8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.models import SubmissionRow
from engine.protection import Sensitivity
from workflows.cases import files, parties
from workflows.cases.models import CaseRow, PartyRole, PartyRow
from workflows.cases.paper_values import code_zh, heading, person_zh, said, secrets_of
from workflows.cases.queries import submissions_of
from workflows.documents import Classed, Draft, order
from workflows.documents.drafts import Values
from workflows.documents.words import day_words, moment_words
from workflows.visit.models import VisitRow

C2, C3, C4 = Sensitivity.C2, Sensitivity.C3, Sensitivity.C4
_YES_NO = {True: "是", False: "否"}
_MAY = {True: "可以", False: "不可以"}
_AGREED = {True: "同意", False: "不同意"}
_STAFF = {"female": "女性", "male": "男性", "any": "都可以"}
_LANGUAGES = {
    "mandarin": "普通话", "local": "方言", "minority": "少数民族语言", "sign": "手语",
    "foreign": "外语",
}  # fmt: skip
_ACCESS = {
    "wheelchair": "轮椅", "interpreter": "翻译", "sign_interpreter": "手语翻译",
    "large_print": "大字", "reading_help": "代读代写", "childcare": "看护孩子",
}  # fmt: skip
_ROUTES = {
    "consult": "咨询", "mediate": "调解", "petition": "信访", "legal_aid": "法律援助",
    "hardship": "困难帮扶", "transfer": "转办", "refuse": "不予受理",
}  # fmt: skip


def visit_forms(session: Session, tenant: str, case_id: str) -> Iterator[Draft]:
    """来访登记表 of each visit of a case."""
    case = files.load(session, tenant, case_id)
    people = parties.of_case(session, tenant, case_id)
    sent = _sent(session, tenant, case_id)
    for visit in _visits(session, tenant, case_id):
        yield _draft(
            "visit-form", case, visit.id,
            {
                **heading(session, case), **_arrival(session, visit, case, sent),
                **_visitor(people), **_other_side(people), **_matter(sent, case),
                **_wishes(sent), **_protected(people, sent),
            },
            secrets=frozenset(),
        )  # fmt: skip


def receipts(session: Session, tenant: str, case_id: str) -> Iterator[Draft]:
    """受理回执: it names nobody and no matter, for the wrong person may find it at home."""
    case = files.load(session, tenant, case_id)
    if not case.query_code:
        return
    people = parties.of_case(session, tenant, case_id)
    for visit in _visits(session, tenant, case_id):
        values: Values = {
            **heading(session, case), "受理日期": day_words(visit.arrived_at),
            "查询码": Classed(text=case.query_code, sensitivity=C2),
            "经办人": person_zh(session, tenant, visit.receptionist),
        }  # fmt: skip
        yield _draft("receipt", case, visit.id, values, secrets=secrets_of(people))


def _draft(
    kind: str, case: CaseRow, subject: str, values: Values, *, secrets: frozenset[str]
) -> Draft:
    return Draft(
        kind=kind, station=case.station, case_id=case.id, case_number=case.number or case.id[:8],
        subject=subject, values=values, secrets=secrets,
    )  # fmt: skip


def _visits(session: Session, tenant: str, case_id: str) -> list[VisitRow]:
    query = select(VisitRow).where(VisitRow.tenant == tenant, VisitRow.case_id == case_id)
    return list(session.scalars(query.order_by(VisitRow.id)))


#: Everything that was sent with the forms of the reception, the later answer winning.
_Sent = Mapping[str, Any]


def _sent(session: Session, tenant: str, case_id: str) -> _Sent:
    found: dict[str, Any] = {}
    wanted = {"register-visit", "give-consent", "grade-risk"}
    for row in submissions_of(session, tenant, case_id):
        if row.form_key in wanted:
            found.update(row.fields)
    return found


def _arrival(session: Session, visit: VisitRow, case: CaseRow, sent: _Sent) -> dict[str, Any]:
    return {
        "登记编号": visit.number, "来访时间": moment_words(visit.arrived_at),
        "渠道": code_zh("channels", visit.channel), "来访人数": str(visit.visitor_count),
        "是否代访": Classed(text=_YES_NO[visit.on_behalf], sensitivity=C2),
        "代访人": _typed(sent, "proxy_name", C2),
        "代访人关系": Classed(text=code_zh("relations", sent.get("relation")), sensitivity=C2),
        "风险等级": Classed(text=code_zh("risk-levels", sent.get("risk_level")), sensitivity=C3),
        "去向": _ROUTES.get(visit.route, visit.route),
        "接待员": person_zh(session, case.tenant, visit.receptionist),
    }  # fmt: skip


def _visitor(people: Any) -> dict[str, Classed]:
    row = _of(people, PartyRole.VISITOR, PartyRole.APPLICANT)
    if row is None:
        return {}
    names = {
        "姓名": "name", "证件类型": "id_type", "证件号码": "id_no", "性别": "sex", "年龄": "age",
        "民族": "ethnicity", "联系电话": "phone", "户籍地址": "hukou_address", "现住址": "address",
        "特殊情形": "special_group", "情绪状态": "emotion",
    }  # fmt: skip
    found = {name: said(row, key, careful=False) for name, key in names.items()}
    birth = said(row, "birth_date")
    found["出生日期"] = Classed(text=day_words(birth.text), sensitivity=birth.sensitivity)
    return found


def _other_side(people: Any) -> dict[str, Classed]:
    row = _of(people, PartyRole.RESPONDENT)
    if row is None:
        return {}
    names = {"对方姓名": "name", "对方关系": "relation", "对方电话": "phone", "对方住址": "address"}
    return {name: said(row, key) for name, key in names.items()}


def _of(people: Any, *roles: PartyRole) -> PartyRow | None:
    return next((row for role in roles for row in people if row.role == role), None)


def _typed(sent: _Sent, key: str, sensitivity: Sensitivity) -> Classed:
    return Classed(text=str(sent.get(key) or ""), sensitivity=sensitivity)


def _answer(sent: _Sent, key: str, words: Mapping[bool, str], sensitivity: Sensitivity) -> Classed:
    given = sent.get(key)
    text = words[given] if isinstance(given, bool) else ""
    return Classed(text=text, sensitivity=sensitivity)


def _matter(sent: _Sent, case: CaseRow) -> dict[str, Any]:
    return {
        "诉求类别": code_zh("categories-d", case.category_d),
        "事情经过": _typed(sent, "summary", C3), "诉求": _typed(sent, "request", C2),
        "曾报警": _answer(sent, "prior_police", _YES_NO, C3),
        "曾来访": _answer(sent, "prior_visit", _YES_NO, C3),
    }  # fmt: skip


def _wishes(sent: _Sent) -> dict[str, Any]:
    access = "、".join(_ACCESS.get(each, each) for each in sent.get("access") or [])
    return {
        "可否短信": _answer(sent, "sms_ok", _MAY, C2),
        "接待偏好": Classed(text=_STAFF.get(sent.get("pref_staff", ""), ""), sensitivity=C3),
        "语言": Classed(text=_LANGUAGES.get(sent.get("language", ""), ""), sensitivity=C3),
        "无障碍需要": Classed(text=access, sensitivity=C3),
        "同意登记": _answer(sent, "consent_service", _AGREED, C2),
        "同意提供": _answer(sent, "consent_share", _AGREED, C2),
        "同意短信": _answer(sent, "consent_sms", _AGREED, C2),
    }  # fmt: skip


def _protected(people: Any, sent: _Sent) -> dict[str, Any]:
    """For a station that prints them in its own file; the shipped template does not."""
    row = _of(people, PartyRole.VISITOR, PartyRole.APPLICANT)
    found = {
        "涉及家暴": _answer(sent, "dv_flag", _YES_NO, C4),
        "子女在场": _answer(sent, "child_present", _YES_NO, C4),
        "证据线索": _typed(sent, "evidence_note", C4),
    }
    if row is not None:
        found["安全联系方式"] = said(row, "safe_contact")
        found["安全联系时间"] = said(row, "safe_time")
    return found


PAPERS = {"visit-form": visit_forms, "receipt": receipts}


def record_receipt(session: Session, actor: Actor, row: SubmissionRow) -> None:
    """`issue-receipt`: the visit is heard; both papers come into being (P1-8)."""
    for drafts in PAPERS.values():
        made = list(drafts(session, row.tenant, row.business_key))
        if made:
            order(session, actor, made[-1])
