"""The shape of the tree closes every run that looked at it."""

from __future__ import annotations

import contextlib

import pytest

from tests.architecture.shape import measure


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.section("shape of the tree")
    with contextlib.suppress(SyntaxError):  # A broken module has failed its tests already.
        terminalreporter.line(str(measure()))
