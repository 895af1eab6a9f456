"""What staff and departments type into the forms of an emergency, from the facts of a scene."""

from __future__ import annotations

from typing import Any

from workflows.demo.scene import Scene

_FACTS = (
    "hostage_fire_explosion",
    "armed_threat",
    "sexual_assault",
    "suicide_act",
    "child_abducted",
    "order_breach",
    "threat_to_kill",
    "child_abandoned",
    "crowd_tense",
    "contained",
)


def registration(
    scene: Scene, kind: str, what: str, *, child: bool, threat: bool, hurt: int
) -> dict[str, Any]:
    """突发事件登记."""
    minor = [{"name": "小雨", "age": "7", "sex": "female", "with_whom": "relative"}]
    return {
        "reported_at": scene.now(),
        "received_at": scene.now(),
        "report_channel": "phone",
        "call_back_safe": "true",
        "incident_type": kind,
        "place": scene.visitor.address,
        "what_happens": what,
        "happening_now": "true" if hurt else "false",
        "weapon": "false",
        "threat": "true" if threat else "false",
        "offender_present": "true",
        "people": "3",
        "injured": str(hurt),
        "minors_involved": "true" if child else "false",
        "minors": minor if child else [],
        "called_110": "true",
        "called_120": "false",
    }


def grade(
    scene: Scene, severity: str, *facts: str, people: int = 3, hurt: int = 1
) -> dict[str, Any]:
    """确认事件等级."""
    return {
        "dead": "0",
        "seriously_injured": "0",
        "slightly_injured": str(hurt),
        "people": str(people),
        **{key: "true" if key in facts else "false" for key in _FACTS},
        "severity": severity,
        "graded_at": scene.now(),
        "override_reason": "已现场核实，双方已分开，没有人受伤。",
    }


def acknowledgement(scene: Scene) -> dict[str, Any]:
    """签收通知."""
    return {
        "notice_answer": "ack",
        "ack_at": scene.now(),
        "responder_name": "值班员",
        "responder_phone": "138 0000 0002",
        "eta_minutes": str(scene.random.randint(5, 25)),
    }


def phone_report(scene: Scene, field: str) -> dict[str, Any]:
    """首报（电话）."""
    return {field: scene.now(), "told_to": "值班员", "brief": "有人受威胁，已报警，部门正在赶去。"}


def bulletin(scene: Scene) -> dict[str, Any]:
    """书面信息快报."""
    return {
        "written_reported_at": scene.now(),
        "happened_at": scene.now(),
        "bulletin_place": "街道辖区",
        "info_source": "来电",
        "nature": "家庭内部暴力和威胁。",
        "casualties": "一人轻伤",
        "trend": "easing",
        "measures_taken": "已报警并通知各部门。",
        "approved_by": "值班领导",
    }


def follow_up(scene: Scene, number: int) -> dict[str, Any]:
    """续报."""
    return {
        "follow_up_no": str(number),
        "follow_up_reported_at": scene.now(),
        "new_facts": "现场已控制。",
        "trend": "easing",
        "regrade_needed": "false",
    }


def scene_record(scene: Scene) -> dict[str, Any]:
    """现场处置记录."""
    return {
        "arrived_at": scene.now(),
        "commander": "民警",
        "scene_state": "controlled",
        "scene_actions": ["separated", "evidence_kept"],
        "scene_note": "双方已分开。",
        "children_cared_for": "true",
    }


def report_number(scene: Scene) -> dict[str, Any]:
    """强制报告登记."""
    return {
        "situations": ["4"],
        "found_at": scene.now(),
        "found_how": "school",
        "report_agency": "police",
        "report_no": f"QB-{scene.random.randint(1000, 9999)}",
        "mandatory_reported_at": scene.now(),
        "child_ref": "小雨",
        "child_age": "7",
        "guardian_is_suspect": "true",
    }


def item_closed(scene: Scene) -> dict[str, Any]:
    """部门处置反馈."""
    return {
        "item_result": "done",
        "arrived_at": scene.now(),
        "item_feedback": "已到场处置。",
        "item_closed_at": scene.now(),
    }


def stand_down(scene: Scene) -> dict[str, Any]:
    """解除响应."""
    return {
        "stand_down": "stand_down",
        "danger_gone": "true",
        "victim_safe": "true",
        "items_closed": "true",
        "stood_down_at": scene.now(),
    }


def final_report(scene: Scene) -> dict[str, Any]:
    """终报."""
    return {
        "final_reported_at": scene.now(),
        "nature": "家庭暴力，已处置。",
        "casualties": "一人轻伤",
        "trend": "ended",
        "measures_taken": "警方出警，妇联陪同。",
        "cause": "酒后纠纷",
        "remaining_risk": "按计划回访。",
    }


def safety_plan(scene: Scene) -> dict[str, Any]:
    """制定安全计划."""
    return {
        "safe_exits": "先去楼下邻居家，再报警。",
        "safe_time": "上午九点以后",
        "children_covered": "true",
        "follow_up": "ordinary_visits",
        "first_visit_on": scene.today(),
        "bag": ["identity", "phone", "medicine"],
    }


def review(scene: Scene) -> dict[str, Any]:
    """复盘."""
    return {
        "reviewed_on": scene.today(),
        "shortcomings": ["late_ack"],
        "worked_well": "派出所到场快。",
        "lessons": "夜间值班电话要每周核对。",
        "to_joint_meeting": "false",
    }


def false_alarm(scene: Scene) -> dict[str, Any]:
    """报告误报."""
    return {
        "false_alarm_kind": "mistaken",
        "verified_by": "police",
        "victim_seen_alone": "true",
        "false_alarm_note": "邻居听到的是电视声音，民警单独问过本人。",
    }
