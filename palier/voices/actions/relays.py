"""Give a need to those who can act, and look after their links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.structures.models import Membership, Partner
from palier.voices.actions.answers import locked_thread, note_event, note_relay
from palier.voices.actions.standing import settle_need
from palier.voices.enums import NeedEventKind, RelayActor
from palier.voices.models import Attachment, Relay, SharedNeed, Voice
from palier.voices.queries.quotes import Quote, quotes_from
from palier.voices.relay_tasks import Letter, send_relay_letter
from palier.voices.relay_tokens import new_salt, token_hash, token_of

DEFAULT_DELAY = timedelta(days=30)
LINK_LIFE = timedelta(days=90)
MOST_FORWARDS = 5


class RelayRefused(Exception):  # noqa: N818 (the name says what happened)
    """A relay that cannot be given, or not any more. The message is French."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is asked to act. Without ``email``, nothing is sent and there is no link; ``name`` is who reads there."""

    actor: RelayActor = RelayActor.PARTENAIRE
    partner: Partner | None = None
    actor_name: str = ""
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is shared: citable words of the need, a question, and the day of the answer (None: the usual delay)."""

    voices: Sequence[Voice] = ()
    question: str = ""
    due_on: date | None = None


def delay_of(partner: Partner | None) -> timedelta:
    """Return after how long a partner usually answers: thirty days when nobody knows."""
    return timedelta(days=partner.usual_delay) if partner is not None and partner.usual_delay else DEFAULT_DELAY


def draft_relay(need: SharedNeed, recipient: Recipient, asked: Sharing, quotes: list[Quote], *, now: datetime) -> Relay:
    """Return the relay that would be given, unsaved and without a link: what a preview shows."""
    return Relay(
        structure_id=need.structure_id,
        need=need,
        actor=recipient.actor,
        partner=recipient.partner,
        actor_name=recipient.actor_name.strip(),
        recipient=recipient.name.strip(),
        email=recipient.email.strip().lower(),
        title=need.title,
        question=asked.question.strip(),
        quotes=list(quotes),
        sent_at=now,
        due_on=asked.due_on or timezone.localdate(now) + delay_of(recipient.partner),
        created_at=now,
        updated_at=now,
    )


@transaction.atomic
def send_relays(
    *,
    need: SharedNeed,
    recipients: Sequence[Recipient],
    asked: Sharing,
    sent_by: Membership | None,
    by: Actor,
    now: datetime,
    origin: str,
) -> list[Relay]:
    """Give ``need`` to each recipient: one relay each, a letter and a link to those who have an address.

    ``origin`` begins the links. Raises RelayRefused: a need closed or merged, words that are not of this need or may
    not leave (any more), nobody to send to.
    """
    kept: SharedNeed = SharedNeed.objects.select_for_update().get(pk=need.pk)
    if kept.merged_into_id is not None or kept.closed_at is not None:
        raise RelayRefused("Ce besoin est clos ou fusionné : rouvrez-le avant de le relayer.")
    if not recipients:
        raise RelayRefused("Choisissez à qui relayer.")
    quotes = quotes_from(_checked(kept, asked.voices))
    relays = []
    for recipient in recipients:
        relay = draft_relay(kept, recipient, asked, quotes, now=now)
        relay.sent_by = sent_by
        if relay.email:
            _new_link(relay, now=now)
        relay.save(force_insert=True)
        if relay.email:
            send_relay_letter.enqueue(str(relay.pk), str(relay.structure_id), origin, Letter.REQUEST)
        note_event(kept, NeedEventKind.RELAYE, relay.to_whom, made_by=sent_by, now=now)
        note_relay(relay, by=by, now=now, detail=f"relayé, {len(quotes)} parole{'s'[: len(quotes) > 1]}")
        relays.append(relay)
    settle_need(need=kept, now=now)
    return relays


@transaction.atomic
def renew_link(*, relay: Relay, email: str = "", by: Actor, now: datetime, origin: str) -> Relay:
    """Give a relay another link, to ``email`` or the address it had; the former link ends at once. Return the relay.

    Raises RelayRefused where there is no address.
    """
    kept = _locked(relay)
    kept.email = (email.strip() or kept.email).lower()
    if not kept.email:
        raise RelayRefused("Donnez une adresse : sans elle, le lien n'irait à personne.")
    _new_link(kept, now=now)
    kept.revoked_at, kept.first_seen_at = None, None
    kept.save(
        update_fields=["email", "link_salt", "token_hash", "expires_at", "revoked_at", "first_seen_at", "updated_at"]
    )
    send_relay_letter.enqueue(str(kept.pk), str(kept.structure_id), origin, Letter.LINK)
    note_relay(kept, by=by, now=now, detail="nouveau lien")
    return kept


@transaction.atomic
def revoke_link(*, relay: Relay, by: Actor, now: datetime) -> Relay:
    """End the link of a relay at once, and those that its holder gave to colleagues; the relays themselves stay.

    Who stole a link may have forwarded it to themselves. Return the relay. Doing it twice does no harm.
    """
    ended = [relay.pk]
    for one in locked_thread(relay):  # the first one given in front: each comes after the one it came from
        if one.forwarded_from_id in ended:
            ended.append(one.pk)
    for kept in Relay.objects.select_for_update(of=("self",)).select_related("partner").filter(pk__in=ended):
        if kept.token_hash is not None and kept.revoked_at is None:
            kept.revoked_at, kept.updated_at = now, now
            kept.save(update_fields=["revoked_at", "updated_at"])
            note_relay(kept, by=by, now=now, detail="lien retiré")
    return _locked(relay)


@transaction.atomic
def forward_relay(*, relay: Relay, name: str, email: str, by: Actor, now: datetime, origin: str) -> Relay:
    """Share a relay with a colleague of who received it: the same bytes, another link. Return the new relay.

    The first link goes on, and both see one conversation. Raises RelayRefused: a link taken back meanwhile, too many
    colleagues, an address that has it already.
    """
    thread = locked_thread(relay)
    address = email.strip().lower()
    if any(one.email == address and one.revoked_at is None for one in thread):
        raise RelayRefused("Cette adresse a déjà reçu la demande.")
    if len(thread) > MOST_FORWARDS:
        raise RelayRefused("La demande a déjà beaucoup circulé : prévenez le centre, qui la transmettra.")
    source = next(one for one in thread if one.pk == relay.pk)
    if source.revoked_at is not None:
        raise RelayRefused("Ce lien vient d'être retiré : demandez-en un au centre.")
    copied = ("structure_id", "need_id", "actor", "partner", "actor_name", "title", "question", "quotes", "due_on")
    forwarded = Relay(
        **{column: getattr(source, column) for column in copied},
        state=source.state,
        recipient=name.strip(),
        email=address,
        sent_at=now,
        forwarded_from=source,
        created_at=now,
        updated_at=now,
    )
    _new_link(forwarded, now=now)
    forwarded.save(force_insert=True)
    send_relay_letter.enqueue(str(forwarded.pk), str(forwarded.structure_id), origin, Letter.FORWARD)
    note_relay(forwarded, by=by, now=now, detail="transmis à un·e collègue par qui l'avait reçu")
    return forwarded


def note_seen(*, relay: Relay, now: datetime) -> None:
    """Keep when the link was opened first."""
    if relay.first_seen_at is None:
        Relay.objects.filter(pk=relay.pk, first_seen_at=None).update(first_seen_at=now)


def note_letter(*, relay: Relay, kind: str, by: Actor, now: datetime) -> None:
    """Write in the audit that the words of a relay left as a letter (pdf, odt)."""
    record(
        kind=AuditKind.WORDS_EXPORTED,
        by=by,
        now=now,
        target_kind="relais",
        target_id=str(relay.pk),
        target_label=str(relay),
        detail=f"courrier, {kind}",
        structure_id=relay.structure_id,
    )


def _new_link(relay: Relay, *, now: datetime) -> None:
    relay.link_salt = new_salt()
    relay.token_hash = token_hash(token_of(relay.link_salt))
    relay.expires_at, relay.updated_at = now + LINK_LIFE, now


def _locked(relay: Relay) -> Relay:
    found: Relay = Relay.objects.select_for_update(of=("self",)).select_related("partner", "need").get(pk=relay.pk)
    return found


def _checked(need: SharedNeed, voices: Sequence[Voice]) -> list[Voice]:
    """Return these words as they are now. Raises RelayRefused unless each is of ``need`` and may leave."""
    wanted = [voice.pk for voice in voices]
    rows = Attachment.objects.filter(need=need, voice__in=wanted).select_related("voice__outing")
    found = {row.voice_id: row.voice for row in rows}
    if any(key not in found or not found[key].may_leave for key in wanted):
        raise RelayRefused("Une de ces paroles ne peut pas, ou ne peut plus, sortir du centre. Revoyez votre choix.")
    return [found[key] for key in wanted]
