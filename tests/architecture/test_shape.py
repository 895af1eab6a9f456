"""Modules stay short enough to be read in one sitting."""

from __future__ import annotations

from tests.architecture.shape import FUNCTION_P95, MODULE_LIMIT, MODULE_P90, measure


def test_no_module_outgrows_its_reader() -> None:
    assert {path: lines for path, lines in measure().modules.items() if lines > MODULE_LIMIT} == {}


def test_nine_modules_of_ten_are_short() -> None:
    assert measure().module_percentile(90) <= MODULE_P90


def test_nineteen_functions_of_twenty_are_short() -> None:
    assert measure().function_percentile(95) <= FUNCTION_P95
