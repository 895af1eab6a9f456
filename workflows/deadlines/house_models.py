"""The table of house rules as a station keeps them: every change is a new version of its code.

A row never changes after it was written. The newest one that has come into effect counts; running
clocks keep the terms on which they were counted.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified, Json


class HouseRuleRow(Identified, Base):
    """One version of one house rule in one unit; the centre's hold for every station."""

    __tablename__ = "house_rule"
    __table_args__ = (
        UniqueConstraint("tenant", "unit", "code", "version"),
        Index("ix_house_rule_effect", "tenant", "effective_from"),
    )

    unit: Mapped[str]
    #: Full code of the rule, e.g. "H05.1".
    code: Mapped[str]
    version: Mapped[int]
    #: In the rule's own unit; None keeps the length that came with the product.
    length: Mapped[int | None]
    #: Lengths by the fact that decides them; empty keeps those that came with the product.
    lengths: Mapped[Any] = mapped_column(Json, default=dict)
    #: Warning points as texts; None keeps those that came with the product.
    warnings: Mapped[Any] = mapped_column(Json, nullable=True)
    effective_from: Mapped[datetime]
    reason: Mapped[str]
    author: Mapped[str]
    made_at: Mapped[datetime]
