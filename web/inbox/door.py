"""The blueprint of the inbox; each area hangs its addresses on it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("inbox", __name__)
