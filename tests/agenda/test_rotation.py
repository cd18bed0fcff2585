"""Places and teams take turns: each has its share, nobody waits for ever."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.agenda.enums import Rotation
from palier.agenda.rotation import Turn, place_turns, team_turns

A, B, C, D = (UUID(int=number) for number in range(1, 5))
START = date(2027, 1, 7)
weights = st.lists(st.integers(1, 10), min_size=1, max_size=6)


def weeks(count: int) -> list[date]:
    """Return a day each week."""
    return [START + timedelta(weeks=number) for number in range(count)]


def turns_of(some: list[int]) -> list[Turn]:
    """Return a place for each weight."""
    return [Turn(UUID(int=number), weight) for number, weight in enumerate(some, 1)]


@given(weights, st.integers(0, 60), st.integers(0, 12))
def test_order_goes_round_from_where_it_was(some: list[int], count: int, done: int) -> None:
    turns = turns_of(some)
    places = [turn.place_id for turn in turns]
    before = [places[number % len(places)] for number in range(done)]

    found = place_turns(Rotation.ORDRE, turns, weeks(count), before=before)

    assert found == [places[(done + number) % len(places)] for number in range(count)]


@given(weights, st.integers(1, 4))
def test_weights_give_each_place_its_exact_share_of_each_round(some: list[int], rounds: int) -> None:
    turns = turns_of(some)

    found = place_turns(Rotation.POIDS, turns, weeks(sum(some) * rounds))

    assert Counter(found) == {turn.place_id: turn.weight * rounds for turn in turns}


@given(weights, st.integers(0, 80), st.integers(1, 40))
def test_weights_keep_the_proportion_in_any_window(some: list[int], first: int, width: int) -> None:
    turns, total = turns_of(some), sum(some)

    window = place_turns(Rotation.POIDS, turns, weeks(first + width))[first:]

    for turn in turns:
        assert abs(window.count(turn.place_id) - width * turn.weight / total) < 2


@given(weights, st.integers(0, 40), st.integers(0, 40))
def test_weights_go_on_from_where_they_were(some: list[int], done: int, count: int) -> None:
    turns = turns_of(some)
    whole = place_turns(Rotation.POIDS, turns, weeks(done + count))

    rest = place_turns(Rotation.POIDS, turns, weeks(count), before=whole[:done])

    assert rest == whole[done:]


def test_weights_are_spread() -> None:
    turns = [Turn(A, 2), Turn(B, 1), Turn(C, 1)]

    assert place_turns(Rotation.POIDS, turns, weeks(8)) == [A, B, C, A, A, B, C, A]


def test_a_place_added_later_is_owed_one_round_at_most() -> None:
    turns = [Turn(A, 1), Turn(B, 1), Turn(C, 1)]

    found = place_turns(Rotation.POIDS, turns, weeks(6), before=[A, B] * 20)

    assert found.count(C) <= 4
    assert set(found) == {A, B, C}


@given(st.integers(1, 6), st.lists(st.tuples(st.integers(0, 5), st.integers(0, 400)), max_size=30))
def test_nobody_is_starved_by_the_oldest_visit(number: int, seen: list[tuple[int, int]]) -> None:
    turns, days = turns_of([1] * number), weeks(52)
    visits: dict[UUID, list[date]] = {turn.place_id: [] for turn in turns}
    for place, after in seen:
        visits[turns[place % number].place_id].append(START + timedelta(days=after))

    found = place_turns(Rotation.PLUS_ANCIEN, turns, days, visits=visits)

    # In as many turns as there are places, each one is gone to: by this series, or by another before the turn came.
    for first in range(len(days) - number):
        for turn in turns:
            gone = turn.place_id in found[first : first + number]
            elsewhere = any(days[first] <= day <= days[first + number - 1] for day in visits[turn.place_id])
            assert gone or elsewhere


@given(st.integers(1, 6), st.integers(0, 60))
def test_the_oldest_visit_alone_is_a_plain_round(number: int, count: int) -> None:
    turns = turns_of([1] * number)

    assert place_turns(Rotation.PLUS_ANCIEN, turns, weeks(count)) == place_turns(Rotation.ORDRE, turns, weeks(count))


def test_the_oldest_visit_looks_at_other_series_as_their_days_come() -> None:
    turns = [Turn(A), Turn(B), Turn(C)]
    visits = {A: [START - timedelta(days=1)], B: [START + timedelta(days=10)], C: [START - timedelta(days=30)]}

    found = place_turns(Rotation.PLUS_ANCIEN, turns, weeks(4), visits=visits)

    # B: never; then C, thirty days ago; then A; on 28 January C is older than B, seen on the 17th by another series.
    assert found == [B, C, A, C]


@given(st.sampled_from(Rotation), weights, st.integers(0, 30))
def test_turns_are_always_the_same(rotation: Rotation, some: list[int], count: int) -> None:
    turns = turns_of(some)

    first = place_turns(rotation, turns, weeks(count))

    assert first == place_turns(rotation, turns, weeks(count))
    assert len(first) == count


def test_no_place_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        place_turns(Rotation.ORDRE, [], weeks(1))


def test_teams_take_turns() -> None:
    assert team_turns([1, 2, 3], 4) == [1, 2, 3, 1]
    assert team_turns([2, 1], 3, done=1) == [2, 1, 2]
    assert team_turns([], 3) == []
