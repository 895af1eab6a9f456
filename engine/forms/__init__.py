"""Task forms: a form-js file in, a judged submission or a page's render model out.

Pure: no database, no HTTP, no clock of its own. Versions and submissions are kept by the callers.

    form = load(file)                                  # or NotDeployable with findings
    cleaned = clean(form, gather(form, pairs), context=…, codes=…, now=…)   # or FormInvalid
    view = describe(form, "zh", values=…, errors=…, now=…)
"""

from __future__ import annotations

from engine.forms.cleaning import STATION_ZONE, Cleaned, Visibility, clean, visible
from engine.forms.description import describe
from engine.forms.gathering import gather
from engine.forms.loading import load
from engine.forms.model import Choice, CodeLists, Form, Input, Rows, Sight, Type, Words
from engine.forms.refusals import CodeListMissing, FieldError, FormInvalid
from engine.forms.sight import filter_by_class, mask
from engine.forms.storing import to_plain
from engine.forms.views import FormView

__all__ = [
    "STATION_ZONE",
    "Choice",
    "Cleaned",
    "CodeListMissing",
    "CodeLists",
    "FieldError",
    "Form",
    "FormInvalid",
    "FormView",
    "Input",
    "Rows",
    "Sight",
    "Type",
    "Visibility",
    "Words",
    "clean",
    "describe",
    "filter_by_class",
    "gather",
    "load",
    "mask",
    "to_plain",
    "visible",
]
