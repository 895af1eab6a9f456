"""Words for codes, in the language of the page: refusals, field errors, history, states, stages.

Chinese is the source text, the catalogue holds the English. A code without words fails a test.
Nothing here asks the database or knows a page.
"""

from web.wording.case_words import (
    BASES,
    PROCESSES,
    RISKS,
    ROUTES,
    STATES,
    TASK_STATES,
    risk_words,
    state_words,
)
from web.wording.field_words import FIELD_ERRORS, field_error_words
from web.wording.file_words import FILE_KINDS, PURPOSES, opened_words
from web.wording.history_words import HISTORY, NOTICES, history_words, notice_words
from web.wording.party_words import PARTY_FIELDS, PARTY_ROLES, party_field_words, party_role_words
from web.wording.refusal_words import REFUSALS, refusal_words

__all__ = [
    "BASES",
    "FIELD_ERRORS",
    "FILE_KINDS",
    "HISTORY",
    "NOTICES",
    "PARTY_FIELDS",
    "PARTY_ROLES",
    "PROCESSES",
    "PURPOSES",
    "REFUSALS",
    "RISKS",
    "ROUTES",
    "STATES",
    "TASK_STATES",
    "field_error_words",
    "history_words",
    "notice_words",
    "opened_words",
    "party_field_words",
    "party_role_words",
    "refusal_words",
    "risk_words",
    "state_words",
]
