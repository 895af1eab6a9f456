"""What the emergency's diagram may call: `emergency.<verb>`, with its inputs and answers.

Each operation runs inside the corridor's transaction and may be repeated: what was written stays.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.instances import Operation
from workflows.emergency_linkage.handlers import (
    ending,
    grading,
    items,
    measures,
    notices,
    opening,
    refusing,
    reports,
)

OPERATIONS: Mapping[str, Operation] = {
    "emergency.open": opening.open_incident,
    "emergency.go-silent": opening.go_silent,
    "emergency.record-calls": opening.record_calls,
    "emergency.record-scene": opening.record_scene,
    "emergency.confirm-grade": grading.confirm_grade,
    "emergency.regrade": grading.regrade,
    "emergency.settle-lowering": grading.settle_lowering,
    "emergency.weigh-facts": grading.weigh_facts,
    "emergency.choose-departments": notices.choose_departments,
    "emergency.send-notice": notices.send_notice,
    "emergency.resend-notice": notices.resend_notice,
    "emergency.record-call": notices.record_call,
    "emergency.escalate-notice": notices.escalate_notice,
    "emergency.ask-substitute": notices.ask_substitute,
    "emergency.assign-substitute": notices.assign_substitute,
    "emergency.record-ack": notices.record_ack,
    "emergency.want-departments": notices.want_departments,
    "emergency.record-arrival": items.record_arrival,
    "emergency.close-item": items.close_item,
    "emergency.tell-false-alarm-doubt": items.tell_doubt,
    "emergency.correct-address": items.correct_address,
    "emergency.release-departments": items.release_departments,
    "emergency.record-info-report": reports.record_info_report,
    "emergency.plan-follow-up": reports.plan_follow_up,
    "emergency.escalate-report": reports.escalate_report,
    "emergency.record-measures": measures.record_measures,
    "emergency.record-measure": measures.record_measure,
    "emergency.record-admonition": measures.record_admonition,
    "emergency.record-order": measures.record_order,
    "emergency.escalate-ruling": measures.escalate_ruling,
    "emergency.record-shelter": measures.record_shelter,
    "emergency.record-stay": measures.record_stay,
    "emergency.record-mandatory-report": measures.record_mandatory_report,
    "emergency.record-refusal": refusing.record_refusal,
    "emergency.record-recontact": refusing.record_recontact,
    "emergency.check-stand-down": ending.check_stand_down,
    "emergency.tell-open-items": ending.tell_open_items,
    "emergency.stand-down": ending.stand_down,
    "emergency.close-false-alarm": ending.close_false_alarm,
    "emergency.hand-over": ending.hand_over,
    "emergency.record-plan": ending.record_plan,
    "emergency.record-review": ending.record_review,
    "emergency.finish": ending.finish,
    "emergency.close": ending.close,
}
