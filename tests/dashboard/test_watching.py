"""The look-out thread: it looks at once, goes on after trouble, and ends with its worker."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from palier.agenda.models import Outing, Participation
from palier.core.tenancy import across_structures
from palier.dashboard import watching
from palier.dashboard.watching import SafetyWatch, watch_round
from tests.agenda.safety_teams import Team, alerts_of, make_team

pytestmark = pytest.mark.django_db(transaction=True)


def late_team() -> Team:
    now = timezone.now()
    team = make_team(starts_at=now - timedelta(hours=2, minutes=40))
    with across_structures():
        left = now - timedelta(hours=2)
        Participation.objects.update(checked_in_at=left, updated_at=left)
        Outing.objects.update(state="en_cours")
    return team


def wait_for(happened: Callable[[], object]) -> None:
    limit = time.monotonic() + 60
    while time.monotonic() < limit and not happened():
        time.sleep(0.02)


def test_round_raises_what_is_due_and_sends_it() -> None:
    team = late_team()

    assert watch_round(timezone.now, with_alerts=False) == 0
    assert watch_round(timezone.now) == 2
    assert watch_round(timezone.now) == 0
    assert alerts_of(team.outing) == [("equipe", 1, True)]


def test_watch_goes_on_after_a_round_that_failed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watching, "BETWEEN_LETTERS", 0.01)
    team, failures = late_team(), iter([True, False])

    def clock() -> datetime:
        if next(failures, False):
            raise ConnectionError("the database is restarting")
        return timezone.now()

    with SafetyWatch(clock):
        wait_for(lambda: len(mail.outbox) == 2)

    assert alerts_of(team.outing) == [("equipe", 1, True)]
    assert len(mail.outbox) == 2
    assert [record.message for record in caplog.records] == [
        "Veille des sorties : ce tour a échoué, le suivant reprend tout."
    ]


def test_watch_ends_with_its_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "BETWEEN_LETTERS", 0.01)
    with SafetyWatch() as watch:
        thread = watch._thread
    thread.join(timeout=60)

    assert not thread.is_alive()
