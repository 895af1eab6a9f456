"""A filter goes into an address and a saved view and comes back the same; nonsense widens it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from workflows.inbox.filters import (
    Cursor,
    Due,
    Filter,
    Moment,
    View,
    cursor_from,
    due_of,
    from_plain,
    to_plain,
)

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(),
        Filter(view=View.TEAM, due=Due.OVERDUE),
        Filter(view=View.POOL, process="visit", node="give-consent", risk="red", unit="east-lake"),
        Filter(due=Due.NEVER),
    ],
    ids=str,
)
def test_a_filter_comes_back_from_its_words(wanted: Filter) -> None:
    assert from_plain(to_plain(wanted)) == wanted


def test_unknown_words_narrow_nothing() -> None:
    assert from_plain({"view": "secret", "risk": "purple", "due": "soon"}) == Filter()


@pytest.mark.parametrize(
    ("view", "due", "judged"),
    [
        (View.ALL, None, None),
        (View.ALL, Due.WEEK, Due.WEEK),
        (View.TODAY, Due.WEEK, Due.TODAY),
        (View.TODAY, Due.OVERDUE, Due.OVERDUE),
        (View.OVERDUE, Due.TODAY, Due.OVERDUE),
        (View.OVERDUE, Due.NEVER, Due.NEVER),
    ],
)
def test_the_narrower_of_view_and_filter_says_what_is_due(
    view: View, due: Due | None, judged: Due | None
) -> None:
    assert due_of(Filter(view=view, due=due)) == judged


def test_a_week_ends_with_its_seventh_day() -> None:
    moment = Moment(now=NOW, end_of_today=NOW + timedelta(hours=15))
    assert moment.before(Due.WEEK) == moment.end_of_today + timedelta(days=6)
    assert moment.before(Due.NEVER) is None


def test_a_cursor_comes_back_from_its_text() -> None:
    place = Cursor(priority=5, urgent_by=9_000_000_000_000_000_000, id="0198-abc")
    assert cursor_from(place.text()) == place


@pytest.mark.parametrize("text", ["", "5", "5.7", "x.1.a", "5.-1.a", "5.1.", f"5.{'9' * 40}.a"])
def test_a_broken_cursor_is_the_first_page(text: str) -> None:
    assert cursor_from(text) is None
