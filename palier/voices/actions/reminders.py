"""Remind those who do not answer: twice at most by itself, then the lead is told."""

from datetime import date, datetime
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from palier.audit.actor import Actor
from palier.core.tenancy import across_structures, structure_scope
from palier.voices.actions.answers import note_relay
from palier.voices.actions.relays import LINK_LIFE, RelayRefused, delay_of
from palier.voices.enums import UNANSWERED, RelayActor, ReplyKind
from palier.voices.models import Relay, Reply
from palier.voices.queries.threads import thread_with
from palier.voices.relay_tasks import Letter, News, send_news, send_relay_letter
from palier.voices.relay_tokens import new_salt, token_hash, token_of

MOST_REMINDERS = 2


@transaction.atomic
def remind(*, relay: Relay, by: Actor, now: datetime, origin: str) -> Relay:
    """Write again to who was asked, with the same link, good for ninety more days; return the relay.

    Raises RelayRefused: answered already, no link to give, reminded today already.
    """
    kept = Relay.objects.select_related("partner", "need").get(pk=relay.pk)
    if kept.state not in UNANSWERED:
        raise RelayRefused("Une réponse est arrivée : il n'y a plus rien à relancer.")
    if kept.token_hash is None or kept.revoked_at is not None:
        raise RelayRefused("Aucun lien n'est ouvert : donnez-en un nouveau, ou relancez par téléphone.")
    if kept.reminded_at is not None and _day(kept.reminded_at) >= _day(now):
        raise RelayRefused("Une relance est déjà partie aujourd'hui.")
    if not _take_reminder(kept, now=now):
        raise RelayRefused("Une relance vient de partir.")
    send_relay_letter.enqueue(str(kept.pk), str(kept.structure_id), origin, Letter.REMINDER)
    note_relay(kept, by=by, now=now, detail=f"relance {kept.reminders}")
    return kept


def remind_silent(now: datetime) -> int:
    """Remind those whose day is past, tell the leads of those reminded twice; return how many letters that is.

    A reminder leaves when the day of the answer is past, the next one after the usual delay of the partner, and never
    twice a day, even when two of these jobs run at once. Whoever asked a question is not reminded before they got an
    answer. Without a public address (PALIER_BASE_URL), letters would lead nowhere: nothing is sent.
    """
    if not settings.BASE_URL:
        return 0
    # A job of the whole instance; each relay is then handled inside its structure.
    with across_structures():
        late = list(_late(_day(now)).values_list("pk", "structure_id"))
    return sum(_look_after(relay, structure, now=now) for relay, structure in late)


def next_reminder(relay: Relay) -> date:
    """Return the day after which ``relay`` is reminded, or its lead told."""
    if relay.reminded_at is None:
        return relay.due_on
    return max(relay.due_on, _day(relay.reminded_at) + delay_of(relay.partner))


def _late(today: date) -> QuerySet[Relay]:
    # Who forwarded a request is not reminded of it: their colleague is.
    late = Relay.objects.filter(state__in=UNANSWERED, due_on__lt=today, lead_told_at=None, forwards=None)
    return late.filter(need__closed_at=None, need__merged_into=None)


def _look_after(relay_id: UUID, structure_id: UUID, *, now: datetime) -> int:
    with structure_scope(structure_id), transaction.atomic():
        relay = Relay.objects.select_related("partner", "need").get(pk=relay_id)
        if next_reminder(relay) >= _day(now) or _asked_something(relay):
            return 0
        can_write = relay.token_hash is not None and relay.revoked_at is None
        if relay.actor == RelayActor.PARTENAIRE and can_write and relay.reminders < MOST_REMINDERS:
            try:
                remind(relay=relay, by=Actor.system("Relances"), now=now, origin=settings.BASE_URL)
            except RelayRefused:
                return 0
            return 1
        told = Relay.objects.filter(pk=relay.pk, lead_told_at=None).update(lead_told_at=now, updated_at=now)
        if told:
            link = urljoin(settings.BASE_URL, reverse("voices:relay-detail", args=[relay.pk]))
            send_news.enqueue(str(relay.pk), str(relay.structure_id), link, News.SILENCE)
            note_relay(relay, by=Actor.system("Relances"), now=now, detail="silence signalé")
        return told


def _take_reminder(relay: Relay, *, now: datetime) -> bool:
    """Count the reminder if nobody did meanwhile, and return whether it is ours to send."""
    kept = {"pk": relay.pk, "reminders": relay.reminders, "reminded_at": relay.reminded_at}
    # A link given anew or taken back meanwhile: writing over it would open the former one again.
    kept |= {"token_hash": relay.token_hash, "revoked_at": None}
    relay.reminders, relay.reminded_at, relay.expires_at = relay.reminders + 1, now, now + LINK_LIFE
    if token_hash(token_of(relay.link_salt)) != relay.token_hash:
        # The instance's key changed since: the same link cannot be written again.
        relay.link_salt = new_salt()
        relay.token_hash = token_hash(token_of(relay.link_salt))
    columns = ("reminders", "reminded_at", "expires_at", "link_salt", "token_hash")
    written = {column: getattr(relay, column) for column in columns}
    return Relay.objects.filter(**kept).update(**written, updated_at=now) == 1


def _asked_something(relay: Relay) -> bool:
    """Tell whether the last word of the thread is a question put to the centre."""
    keys = [one.pk for one in thread_with(relay)]
    last = Reply.objects.filter(relay__in=keys).order_by("-at", "-pk").first()
    return last is not None and last.kind == ReplyKind.QUESTION


def _day(instant: datetime) -> date:
    return timezone.localdate(instant)
