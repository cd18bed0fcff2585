"""UUID version 7, bit by bit."""

import time
from uuid import RFC_4122

import pytest

from palier.core.ids import uuid7


def test_uuid7_is_version_7_of_the_standard_variant() -> None:
    made = [uuid7() for _ in range(1000)]

    assert {key.version for key in made} == {7}
    assert {key.variant for key in made} == {RFC_4122}


def test_uuid7_starts_with_unix_milliseconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 0x017F22E279B0 * 1_000_000 + 999_999)

    key = uuid7()

    assert str(key)[:15] == "017f22e2-79b0-7"  # the instant of the example in RFC 9562, appendix A.6


def test_uuid7_sorts_by_the_instant_it_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for millisecond in range(200):
        monkeypatch.setattr(time, "time_ns", lambda instant=millisecond: (1_800_000_000_000 + instant) * 1_000_000)
        made.append(uuid7())

    assert sorted(made) == made


def test_uuid7_never_repeats_and_stays_in_order_within_one_millisecond(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_800_000_000_000_000_000)

    made = [uuid7() for _ in range(20_000)]

    assert len(set(made)) == 20_000
    assert sorted(made) == made


def test_uuid7_leaves_74_bits_to_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    set_once, set_always = 0, (1 << 128) - 1
    for millisecond in range(500):  # a key each: those of one millisecond follow each other
        monkeypatch.setattr(time, "time_ns", lambda instant=millisecond: (1_800_000_000_000 + instant) * 1_000_000)
        made = uuid7().int
        set_once |= made
        set_always &= made

    assert (set_once & ~set_always & ((1 << 80) - 1)).bit_count() == 74
