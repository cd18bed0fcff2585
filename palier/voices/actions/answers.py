"""Note what those who can act answer, and what residents think of it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.structures.models import Membership
from palier.voices.actions.standing import settle_need
from palier.voices.enums import (
    REASONED,
    UNANSWERED,
    NeedEventKind,
    RelayState,
    ReplyChannel,
    ReplyKind,
    RestitutionState,
)
from palier.voices.models import NeedEvent, Relay, Reply, Restitution, SharedNeed
from palier.voices.queries.threads import thread_with

# A second click, a page sent again: within this time, the same words are said once.
SAID_AGAIN = timedelta(minutes=10)


class AnswerRefused(Exception):  # noqa: N818 (the name says what happened)
    """An answer that cannot be noted. The message is French."""


@transaction.atomic
def note_reply(
    *,
    relay: Relay,
    state: str,
    channel: ReplyChannel,
    text: str = "",
    reason: str = "",
    planned_on: date | None = None,
    author: str = "",
    made_by: Membership | None = None,
    by: Actor,
    now: datetime,
) -> Reply:
    """Note an answer to ``relay`` and return it; the same one sent twice is noted once, and returned.

    Its whole thread takes its state; what had not been told yet of an earlier answer of the thread is replaced by
    this one. Raises AnswerRefused: a closed door without its reason, « bien reçu » after an answer.
    """
    thread = locked_thread(relay)
    told = RelayState(state)
    if told in REASONED and not reason.strip():
        raise AnswerRefused("Dites pourquoi : les habitant·es le demanderont.")
    written = {"text": text, "reason": reason, "planned_on": planned_on, "author": author, "channel": channel}
    before = _said_already(relay, ReplyKind.REPONSE, state=told, made_by=made_by, now=now, **written)
    if before is not None:
        return before
    if told == RelayState.TRANSMIS or (told in UNANSWERED and relay_is_answered(thread)):
        raise AnswerRefused("Une réponse a déjà été donnée : dites où en est la demande maintenant.")
    reply = _write(relay, ReplyKind.REPONSE, state=told, made_by=made_by, now=now, **written)
    Relay.objects.filter(pk__in=[one.pk for one in thread]).update(state=told, updated_at=now)
    relay.state = told
    if told not in UNANSWERED:
        _replace_untold(thread, but=reply, now=now)
        note_event(relay.need, NeedEventKind.REPONDU, f"{relay.to_whom} : {told.label}", made_by=made_by, now=now)
    settle_need(need=relay.need, now=now)
    note_relay(relay, by=by, now=now, detail=f"réponse : {told.label}, {ReplyChannel(channel).label.lower()}")
    return reply


@transaction.atomic
def note_message(
    *,
    relay: Relay,
    kind: ReplyKind,
    text: str,
    channel: ReplyChannel,
    author: str = "",
    made_by: Membership | None = None,
    by: Actor,
    now: datetime,
) -> Reply:
    """Note a question of the partner, or what the centre says to it; the state stays. Raises AnswerRefused if empty.

    The same words sent twice are noted once.
    """
    assert kind != ReplyKind.REPONSE
    if not text.strip():
        raise AnswerRefused("Écrivez quelques mots.")
    locked_thread(relay)
    written = {"text": text, "author": author, "channel": channel, "made_by": made_by}
    before = _said_already(relay, kind, now=now, **written)
    if before is not None:
        return before
    reply = _write(relay, kind, now=now, **written)
    note_relay(relay, by=by, now=now, detail=kind.label.lower())
    return reply


@transaction.atomic
def contest(
    *, restitution: Restitution, note: str = "", made_by: Membership | None = None, by: Actor, now: datetime
) -> SharedNeed:
    """Note that residents do not agree with the answer they were told: its need opens again. Return the need.

    ``note`` is what they said, without any name. Raises AnswerRefused when the answer was not told yet, or when a
    later one replaced it. Doing it twice changes the note, no more.
    """
    SharedNeed.objects.select_for_update().get(pk=restitution.need_id)
    kept: Restitution = Restitution.objects.select_related("need", "reply").get(pk=restitution.pk)
    if kept.state != RestitutionState.RAPPORTEE:
        raise AnswerRefused("On ne peut contester qu'une réponse qui a été rapportée.")
    is_new = not kept.contested
    kept.contested, kept.note, kept.updated_at = True, note.strip() or kept.note, now
    kept.save(update_fields=["contested", "note", "updated_at"])
    if is_new:
        # Nobody goes and tells elsewhere an answer that does not hold.
        _untold(reply=kept.reply_id).update(state=RestitutionState.REMPLACEE, updated_at=now)
        note_event(kept.need, NeedEventKind.CONTESTE, kept.reply.get_state_display(), made_by=made_by, now=now)
        record(
            kind=AuditKind.ANSWERS_TOLD,
            by=by,
            now=now,
            target_kind="besoin",
            target_id=str(kept.need_id),
            target_label=str(kept.need),
            detail="réponse contestée",
            structure_id=kept.structure_id,
        )
    return settle_need(need=kept.need, now=now)


def relay_is_answered(thread: list[Relay]) -> bool:
    """Tell whether somebody of a thread answered; « bien reçu » is no answer."""
    return any(relay.state not in UNANSWERED for relay in thread)


def note_event(
    need: SharedNeed, kind: NeedEventKind, detail: str, *, made_by: Membership | None, now: datetime
) -> None:
    """Write a line of the history of ``need``."""
    NeedEvent.objects.create(
        structure_id=need.structure_id,
        need=need,
        kind=kind,
        detail=detail[:300],
        made_by=made_by,
        at=now,
        created_at=now,
        updated_at=now,
    )


def note_relay(relay: Relay, *, by: Actor, now: datetime, detail: str) -> None:
    """Write a line of the audit about a relay."""
    record(
        kind=AuditKind.RELAYS_CHANGED,
        by=by,
        now=now,
        target_kind="relais",
        target_id=str(relay.pk),
        target_label=str(relay),
        detail=detail,
        structure_id=relay.structure_id,
    )


def _said_already(relay: Relay, kind: ReplyKind, *, now: datetime, **written: Any) -> Reply | None:
    """Return the last line of the conversation when it is this one, just sent. The need is locked."""
    last = Reply.objects.filter(relay=relay, at__gt=now - SAID_AGAIN).order_by("-at", "-pk").first()
    if last is None or last.kind != kind:
        return None
    wanted = _stripped(written)
    return last if all(getattr(last, name) == value for name, value in wanted.items()) else None


def _stripped(written: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if name in {"text", "reason", "author"} else value for name, value in written.items()}


def _write(relay: Relay, kind: ReplyKind, *, now: datetime, **written: Any) -> Reply:
    reply: Reply = Reply.objects.create(
        structure_id=relay.structure_id,
        relay=relay,
        kind=kind,
        at=now,
        created_at=now,
        updated_at=now,
        **_stripped(written),
    )
    return reply


def locked_thread(relay: Relay) -> list[Relay]:
    """Lock the need, then read the relays anew: two answers at once are noted one after the other.

    A need merged meanwhile took its relays along: the one they are in now is locked.
    """
    while True:
        SharedNeed.objects.select_for_update().get(pk=relay.need_id)
        need_id = Relay.objects.values_list("need", flat=True).get(pk=relay.pk)
        if need_id == relay.need_id:
            return thread_with(relay)
        relay.need_id = need_id  # its need is read anew too


def _replace_untold(thread: list[Relay], *, but: Reply, now: datetime) -> None:
    untold = _untold(reply__relay__in=[one.pk for one in thread]).exclude(reply=but)
    untold.update(state=RestitutionState.REMPLACEE, updated_at=now)


def _untold(**which: Any) -> QuerySet[Restitution]:
    return Restitution.objects.filter(state=RestitutionState.A_RAPPORTER, **which)
