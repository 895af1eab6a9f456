"""Tests here may ask for the real house."""

from __future__ import annotations

from tests.house_fixtures import house, templates

__all__ = ["house", "templates"]
