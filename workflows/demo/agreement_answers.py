"""What staff type into the forms at the end of a mediation: outcome, agreement, notice, file."""

from __future__ import annotations

from typing import Any

from workflows.demo.scene import Scene


def outcome(scene: Scene, result: str) -> dict[str, Any]:
    """记录调解结果."""
    agreed, open_ = result != "failed_no_agreement", result in {"partial", "failed_no_agreement"}
    return {
        "outcome": result,
        "turned_from_crime": "false",
        "agreed_claims": scene.matter.promise if agreed else "",
        "open_claims": "其余事项双方各持己见。" if open_ else "",
    }


def agreement(scene: Scene, kind: str, due_on: str) -> dict[str, Any]:
    """起草人民调解协议书."""
    return {
        "agreement_kind": kind,
        "agreement_facts": scene.matter.summary,
        "copies": "3",
        "parties": [
            {"name": scene.visitor.name, "side": "applicant"},
            {"name": scene.other.name, "side": "respondent"},
        ],
        "terms": [
            {
                "obligor": "respondent",
                "content": scene.matter.promise,
                "due_on": due_on,
                "amount": str(scene.matter.amount) if scene.matter.amount else "",
                "manner": "transfer" if scene.matter.amount else "act",
            },
        ],
    }


def signature(scene: Scene) -> dict[str, Any]:
    """签订协议."""
    return {
        "signing": "signed",
        "mediator_signed": "true",
        "sealed": "true",
        "signatures": [
            {"name": scene.visitor.name, "method": "paper"},
            {"name": scene.other.name, "method": "fingerprint"},
        ],
        "effective_on": scene.today(),
    }


def oral(scene: Scene) -> dict[str, Any]:
    """口头协议登记."""
    return {
        "oral_content": scene.matter.promise,
        "parties_confirmed": "true",
        "terms": [{"obligor": "respondent", "content": scene.matter.promise}],
        "effective_on": scene.today(),
    }


def routes(scene: Scene) -> dict[str, Any]:
    """终止调解通知书."""
    return {
        "routes_told": ["litigation", "legal_aid"],
        "applicant_notified": "true",
        "respondent_notified": "true",
        "notice_method": "handed",
        "notified_at": scene.now(),
        "no_address_shared": "true",
    }


def archive(scene: Scene, *, agreed: bool) -> dict[str, Any]:
    """立卷归档."""
    items = ["application", "rights_notice", "identity", "mediation_record", "back_cover"]
    return {
        "file_items": [*items, *(["agreement"] if agreed else [])],
        "archive_result": "complete",
        "volume_no": f"2026-调-{scene.random.randint(10, 99)}",
        "pages": str(scene.random.randint(18, 60)),
    }
