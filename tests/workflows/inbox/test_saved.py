"""A saved view has an owner and a name, and shared it shares the question only."""

from __future__ import annotations

import pytest

from tests.house import House
from workflows.inbox import Filter, View, saved

WANTED = Filter(view=View.POOL, risk="red")


def test_a_view_is_its_owners_until_it_is_shared_with_the_station(house: House) -> None:
    liu, wang, zhao = (house.actor(who) for who in ("liuyan", "wangqiang", "zhaomin"))
    with house.database.begin() as session:
        row = saved.keep(session, liu, " 红色待领 ", WANTED)
        assert (row.name, saved.filter_of(row)) == ("红色待领", WANTED)
        assert [each.id for each in saved.views_of(session, liu)] == [row.id]
        assert saved.views_of(session, wang) == []
        saved.keep(session, liu, "红色待领", WANTED, shared=True)
        assert [each.id for each in saved.views_of(session, wang)] == [row.id]
        assert saved.views_of(session, zhao) == []
        with pytest.raises(saved.NoSuchView):
            saved.find(session, zhao, row.id)


def test_a_shared_view_is_thrown_away_by_its_owner_only(house: House) -> None:
    liu, wang = house.actor("liuyan"), house.actor("wangqiang")
    with house.database.begin() as session:
        row = saved.keep(session, liu, "红色待领", WANTED, shared=True)
        with pytest.raises(saved.NoSuchView):
            saved.forget(session, wang, row.id)
        saved.forget(session, liu, row.id)
        session.flush()
        assert saved.views_of(session, liu) == []


@pytest.mark.parametrize("name", ["", "  ", "很" * 31])
def test_a_view_has_a_name_of_a_few_words(house: House, name: str) -> None:
    with house.database.begin() as session, pytest.raises(saved.ViewUnnamed):
        saved.keep(session, house.actor("liuyan"), name, WANTED)


def test_nobody_keeps_more_views_than_can_be_found(house: House) -> None:
    liu = house.actor("liuyan")
    with house.database.begin() as session:
        for number in range(saved.MOST_VIEWS):
            saved.keep(session, liu, f"视图{number}", WANTED)
        with pytest.raises(saved.TooManyViews):
            saved.keep(session, liu, "又一个", WANTED)
        assert saved.keep(session, liu, "视图0", Filter()).filter == {"view": "all"}
