"""Limits of tries: a sliding window, one count for all processes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from palier.accounts import throttling
from palier.accounts.limits import Limit, network_of, too_many
from palier.accounts.models import Throttle

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def take(seconds: float, key: str = "porte:cible") -> bool:
    return throttling.take(key=key, limit=3, seconds=60, now=after(seconds))


def left(seconds: float) -> int:
    return throttling.seconds_left(key="porte:cible", limit=3, seconds=60, now=after(seconds))


@pytest.mark.django_db
def test_window_slides() -> None:
    taken = [take(second) for second in (0, 20, 40, 59.9, 60, 79, 80)]

    assert taken == [True, True, True, False, True, False, True]


@pytest.mark.django_db
def test_keys_are_counted_apart_and_not_written_in_clear() -> None:
    for _ in range(3):
        take(0)

    assert (take(1), take(1, "porte:autre")) == (False, True)
    assert not Throttle.objects.filter(key__contains="cible").exists()


@pytest.mark.django_db
def test_time_left_is_exact() -> None:
    before = left(0)
    for second in (0, 10, 20):
        take(second)

    assert (before, left(20), left(59.5), left(60)) == (0, 40, 1, 0)


@pytest.mark.django_db
def test_refused_tries_do_not_lengthen_the_wait() -> None:
    for second in (0, 0, 0, *range(1, 60)):
        take(second)

    assert take(60)


@pytest.mark.django_db
def test_good_try_is_taken_out_of_the_count_and_no_other() -> None:
    taken = [take(0), take(10), take(10)]
    throttling.give_back(key="porte:cible", at=after(10))
    throttling.give_back(key="porte:cible", at=after(11))
    throttling.give_back(key="porte:jamais vue", at=after(10))

    assert taken == [True] * 3
    assert (take(20), take(20)) == (True, False)


@pytest.mark.django_db
def test_right_answer_starts_again_from_zero() -> None:
    for _ in range(3):
        take(0)
    throttling.forget("porte:cible")

    assert [take(1) for _ in range(4)] == [True, True, True, False]


@pytest.mark.django_db
def test_clock_set_back_closes_nothing_for_ever() -> None:
    for _ in range(3):
        take(365 * 24 * 3600)

    assert (take(0), left(0)) == (False, 60)
    assert Throttle.objects.count() == 1


@pytest.mark.django_db
def test_old_rows_are_erased_and_only_those() -> None:
    take(0)
    take(30, "porte:autre")

    assert (throttling.forget_old(after(60)), throttling.forget_old(after(61)), Throttle.objects.count()) == (0, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_threads_that_start_together_share_one_count() -> None:
    def take_once(number: int) -> bool:
        try:
            return take(number / 100)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as threads:
        taken = list(threads.map(take_once, range(20)))

    assert sum(taken) == 3


@given(st.lists(st.floats(0, 600), max_size=40))
@pytest.mark.django_db
def test_no_window_ever_holds_more_than_the_limit(instants: list[float]) -> None:
    key = f"porte:{instants}"
    passed = [second for second in sorted(instants) if take(second, key)]
    throttling.forget(key)

    assert all(sum(start <= other < start + 60 for other in passed) <= 3 for start in passed)
    assert len(passed) >= min(len(instants), 3)


@pytest.mark.django_db
def test_limit_says_when_to_come_back() -> None:
    limit = Limit("essai", 1, 130)
    limit.take("cible", now=NOON)

    with pytest.raises(ValidationError) as refused:
        limit.take("cible", now=after(11))

    assert refused.value.messages == [too_many(119)]
    assert too_many(119).endswith("réessayez dans 2 minutes.")
    assert too_many(60).endswith("réessayez dans 1 minute.")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
    ],
)
def test_line_of_a_home_counts_as_one_address(address: str, network: str) -> None:
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network
