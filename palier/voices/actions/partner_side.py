"""What who received a relay does by their link; the lead is told by a letter without any word of it."""

from datetime import date, datetime

from django.db import transaction

from palier.audit.actor import Actor
from palier.voices.actions.answers import note_message, note_reply
from palier.voices.enums import ReplyChannel, ReplyKind
from palier.voices.models import Relay, Reply
from palier.voices.relay_tasks import News, send_news


def holder_of(relay: Relay) -> Actor:
    """Return who acts by the link of ``relay``, as the audit names them: an organisation, a person stays erasable."""
    return Actor(
        id="",
        name=relay.to_whom,
        structure_id=relay.structure_id,
        device="Lien personnel d'un relais",
    )


@transaction.atomic
def answer_by_link(
    *,
    relay: Relay,
    state: str,
    text: str,
    reason: str,
    planned_on: date | None,
    author: str,
    now: datetime,
    link: str,
) -> Reply:
    """Note an answer given by the link and have the lead told; ``link`` is the page of the relay. See note_reply."""
    reply = note_reply(
        relay=relay,
        state=state,
        channel=ReplyChannel.LIEN,
        text=text,
        reason=reason,
        planned_on=planned_on,
        author=author,
        by=holder_of(relay),
        now=now,
    )
    if reply.at == now:  # not one that was sent twice
        send_news.enqueue(str(relay.pk), str(relay.structure_id), link, News.ANSWER)
    return reply


@transaction.atomic
def ask_by_link(*, relay: Relay, text: str, author: str, now: datetime, link: str) -> Reply:
    """Note a question put by the link and have the lead told. See note_message."""
    reply = note_message(
        relay=relay,
        kind=ReplyKind.QUESTION,
        text=text,
        channel=ReplyChannel.LIEN,
        author=author,
        by=holder_of(relay),
        now=now,
    )
    if reply.at == now:
        send_news.enqueue(str(relay.pk), str(relay.structure_id), link, News.QUESTION)
    return reply
