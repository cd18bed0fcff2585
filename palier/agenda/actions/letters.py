"""Send the mails that alerts owe. A letter leaves the list once sent; until then it is tried again and again."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q, QuerySet
from django.urls import reverse

from palier.agenda.alert_words import subject_and_body
from palier.agenda.models import Alert, AlertLetter
from palier.agenda.queries.team_out import still_out
from palier.core.tenancy import across_structures, structure_scope

logger = logging.getLogger(__name__)
# How long a letter belongs to who sends it: longer than the mail server is waited for.
HELD = timedelta(seconds=60)
MAIL_SECONDS = 20
# Past a day, a mail about last night's outing only frightens.
TRIED_FOR = timedelta(days=1)


def send_letters(clock: Callable[[], datetime]) -> int:
    """Send what waits in every structure, and return how many letters left. ``clock`` is asked before each one.

    A letter is taken by one process, sent, then noted as sent. A process that dies in between leaves it to the next
    after a minute: it may then arrive twice, under the same Message-ID, but never not at all.
    """
    # The mails of the whole instance leave together: this only reads which letters wait, and whose they are.
    with across_structures():
        waiting = list(_waiting(clock()).order_by("created_at", "id").values_list("pk", "structure_id"))
    sent = 0
    for letter_id, structure_id in waiting:
        with structure_scope(structure_id):
            sent += _send(letter_id, clock)
    return sent


def _waiting(now: datetime) -> QuerySet[AlertLetter]:
    free = Q(taken_until=None) | Q(taken_until__lte=now)
    return AlertLetter.objects.filter(free, sent_at=None, created_at__gt=now - TRIED_FOR)


def _send(letter_id: UUID, clock: Callable[[], datetime]) -> bool:
    now = clock()
    # One statement: of two processes, one alone finds the letter free.
    if not _waiting(now).filter(pk=letter_id).update(taken_until=now + HELD):
        return False
    parts = ("alert__outing__place", "alert__structure", "alert__raised_by", "membership__user")
    # Asked again: who left since, or whose account was closed, is written to no more.
    here = Q(membership__ended_at=None, membership__user__is_active=True, membership__user__email__gt="")
    letter = AlertLetter.objects.select_related(*parts).filter(here, pk=letter_id, alert__closed_at=None).first()
    if letter is None:
        return False
    try:
        _message(letter).send()
    except Exception:
        # Whatever the mail server says, the other letters must leave; this one is tried again in a minute.
        logger.exception("Courriel d'alerte %s : pas parti, nouvel essai dans une minute.", letter_id)
        return False
    AlertLetter.objects.filter(pk=letter_id).update(sent_at=now, taken_until=None, updated_at=now)
    Alert.objects.filter(pk=letter.alert_id, sent_at=None).update(sent_at=now)
    return True


def _message(letter: AlertLetter) -> EmailMessage:
    alert = letter.alert
    out = still_out(alert.outing).order_by("joined_at").values_list("membership__name", flat=True)
    path = reverse("agenda:outing-safety", args=[alert.outing_id])
    link = urljoin(settings.BASE_URL, path) if settings.BASE_URL else ""
    subject, body = subject_and_body(alert, out=list(out), link=link)
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        subject,
        body,
        to=[str(letter.membership.user.email)],
        # The same at each try: a letter that left twice is recognised as one.
        headers={"Message-ID": f"<alerte-{letter.pk}@{host}>"},
        connection=get_connection(timeout=MAIL_SECONDS),
    )
