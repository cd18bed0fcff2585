"""``palier tick``, and the server that runs it each day."""

import io
import json
import sys
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from palier.accounts.models import Throttle
from palier.accounts.throttling import take
from palier.core.tenancy import across_structures
from palier.dashboard import serving
from palier.dashboard.serving import DailyTick
from palier.structures.models import EnrolmentCode, Invitation, Membership
from tests.factories.people import make_membership

KEYS = [
    *("names", "guests", "residents", "invitations", "codes", "reminders", "indexed", "unindexed"),
    *("audit", "throttles", "sessions", "tasks"),
]


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("tick", *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_tick_lets_go_of_what_is_too_old_and_of_nothing_else() -> None:
    now, place = timezone.now(), make_membership()
    for days in (0, 40):
        then = now - timedelta(days=days)
        shared = {"structure": place.structure, "token_hash": uuid4().hex, "expires_at": then}
        Invitation.objects.create(email=f"{days}@exemple.fr", **shared)
        EnrolmentCode.objects.create(**shared)
        Session.objects.create(session_key=f"s{days}", session_data="", expire_date=then + timedelta(days=1))
        take(key=str(days), limit=1, seconds=60, now=then)
        gone = make_membership(structure=place.structure)
        with across_structures():
            Membership.objects.filter(pk=gone.pk).update(ended_at=then - timedelta(days=700))

    first, second = json.loads(run("--json")), json.loads(run("--json"))

    assert list(first) == KEYS
    assert list(first.values()) == [1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0]
    assert set(second.values()) == {0}
    assert (Session.objects.get().session_key, Throttle.objects.count()) == ("s0", 1)
    with across_structures():
        assert (Invitation.objects.count(), EnrolmentCode.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_tick_says_each_count_in_french() -> None:
    lines = run().splitlines()

    assert len(lines) == len(KEYS)
    assert lines[0].split(maxsplit=1) == ["0", "noms remplacés"]


def wait_until(path: Path, length: int) -> None:
    limit = time.monotonic() + 40
    while time.monotonic() < limit and not (path.exists() and len(path.read_text()) >= length):
        time.sleep(0.02)


def test_server_ticks_again_and_again_until_it_stops(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ticks = tmp_path / "ticks"
    script = f"import sys; open({str(ticks)!r}, 'a').write('x'); sys.exit(3)"
    monkeypatch.setattr(serving, "TICK", [sys.executable, "-c", script])
    monkeypatch.setattr(serving, "BEFORE_FIRST_TICK", 0.01)
    monkeypatch.setattr(serving, "BETWEEN_TICKS", 0.01)

    with DailyTick():
        wait_until(ticks, 2)
    count = len(ticks.read_text())
    time.sleep(0.3)

    assert count >= 2
    assert len(ticks.read_text()) == count
    assert "Le rangement du jour s'est arrêté (statut 3)" in capfd.readouterr().err


def test_server_that_stops_does_not_wait_for_a_tick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started = tmp_path / "started"
    script = f"import time; open({str(started)!r}, 'w').write('x'); time.sleep(60)"
    monkeypatch.setattr(serving, "TICK", [sys.executable, "-c", script])
    monkeypatch.setattr(serving, "BEFORE_FIRST_TICK", 0)

    began = time.monotonic()
    with DailyTick():
        wait_until(started, 1)

    assert time.monotonic() - began < 55  # the tick itself takes sixty
