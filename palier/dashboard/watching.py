"""The look-out for teams that are not back: a thread beside the background work, which keeps no timer of its own.

Each round asks the database what is due by now, so nothing is lost when the process dies, and nothing is said twice
when two of them run.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread

from django.db import connection
from django.utils import timezone

from palier.agenda.actions.alerts import raise_due_alerts
from palier.agenda.actions.letters import send_letters

logger = logging.getLogger(__name__)
# Seconds: a call for help leaves at once; a team is looked for to the half minute.
BETWEEN_LETTERS = 3
ROUNDS_BETWEEN_ALERTS = 10


def watch_round(clock: Callable[[], datetime], *, with_alerts: bool = True) -> int:
    """Raise the alerts that are due, send the letters that wait, and return how many left."""
    if with_alerts:
        raise_due_alerts(clock())
    return send_letters(clock)


class SafetyWatch:
    """Watches until the end of the ``with`` statement, whatever a round runs into."""

    def __init__(self, clock: Callable[[], datetime] = timezone.now) -> None:
        self._clock = clock
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="safety-watch", daemon=True)

    def __enter__(self) -> "SafetyWatch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()

    def _run(self) -> None:
        number = 0
        while True:
            try:
                watch_round(self._clock, with_alerts=number % ROUNDS_BETWEEN_ALERTS == 0)
            except Exception:
                # A busy or restarting database must not end the watch: the next round asks again.
                logger.exception("Veille des sorties : ce tour a échoué, le suivant reprend tout.")
                connection.close()
                number = 0
            else:
                number += 1
            connection.close_if_unusable_or_obsolete()
            if self._stopping.wait(BETWEEN_LETTERS):
                connection.close()
                return
