"""Form shared needs out of words, one decision of a person at a time: nothing here happens by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.ids import uuid7
from palier.structures.enums import Theme
from palier.structures.models import Membership, Structure
from palier.territory.models import Zone
from palier.voices.actions.need_trail import (
    NeedMerged,
    NeedRefused,
    hold_need,
    hold_words,
    note_audit,
    note_need,
    settle,
)
from palier.voices.actions.word_states import write_state
from palier.voices.enums import NeedEventKind, NeedState, VoiceState
from palier.voices.models import AlertThreshold, Attachment, RefusedProposal, Relay, SharedNeed, Voice


@dataclass(frozen=True, slots=True)
class NeedCard:
    """What one writes of a need: a sentence, some more of it, its Theme, where."""

    title: str
    description: str = ""
    theme: str = Theme.AUTRE
    zone: Zone | None = None


@transaction.atomic
def create_need(
    *,
    structure: Structure,
    card: NeedCard,
    words: Sequence[Voice],
    refused: Sequence[Voice] = (),
    was_proposed: bool = False,
    made_by: Membership,
    by: Actor,
    now: datetime,
) -> SharedNeed:
    """Return a new need that holds ``words``; ``refused`` are those left out of a proposal, not proposed for it again.

    Raises NeedRefused when all of ``words`` were taken back meanwhile.
    """
    held = hold_words(words)
    if words and not held:
        raise NeedRefused("Ces paroles ont été retirées entre-temps. Rien n'a été créé.")
    need = write_need(structure.pk, card, made_by=made_by, now=now)
    note_need(need, NeedEventKind.CREE, need.title, made_by=made_by, now=now)
    _join(need, held, was_proposed=was_proposed, made_by=made_by, now=now)
    _refuse(need, refused, made_by=made_by, now=now)
    note_audit(need, f"créé, {_count(held)}", by=by, now=now)
    return settle(need, now=now)


def attach_words(
    *,
    need: SharedNeed,
    words: Iterable[Voice],
    was_proposed: bool = False,
    made_by: Membership,
    by: Actor,
    now: datetime,
) -> SharedNeed:
    """Attach words to ``need`` and return it; if it was merged meanwhile, to the one it became, which is returned.

    Words attached already stay so. Raises NeedRefused when all of ``words`` were taken back meanwhile.
    """
    chosen = list(words)
    while True:
        try:
            return _attach(need, chosen, was_proposed=was_proposed, made_by=made_by, by=by, now=now)
        except NeedMerged as merged:
            need = merged.into


@transaction.atomic
def _attach(
    need: SharedNeed,
    words: list[Voice],
    *,
    was_proposed: bool,
    made_by: Membership,
    by: Actor,
    now: datetime,
) -> SharedNeed:
    held = hold_words(words)
    kept = hold_need(need)
    if words and not held:
        raise NeedRefused("Ces paroles ont été retirées entre-temps : elles ne sont pas rattachées.")
    new = _join(kept, held, was_proposed=was_proposed, made_by=made_by, now=now)
    if not new:
        return kept
    note_audit(kept, f"rattachées : {_count(new)}", by=by, now=now)
    return settle(kept, now=now)


@transaction.atomic
def detach_words(
    *, need: SharedNeed, words: Iterable[Voice], made_by: Membership, by: Actor, now: datetime
) -> SharedNeed:
    """Take words out of ``need``; they are not proposed for it again. Raises NeedMerged."""
    kept = hold_need(need)
    rows = Attachment.objects.filter(need=kept, voice__in={word.pk for word in words}).select_related("voice")
    out = [row.voice for row in rows]
    if not out:
        return kept
    Attachment.objects.filter(need=kept, voice__in=out).delete()
    note_need(kept, NeedEventKind.DETACHEE, words=[word.pk for word in out], made_by=made_by, now=now)
    _refuse(kept, out, made_by=made_by, now=now)
    note_audit(kept, f"détachées : {_count(out)}", by=by, now=now)
    return settle(kept, now=now)


@transaction.atomic
def refuse_for_need(*, need: SharedNeed, words: Iterable[Voice], made_by: Membership, by: Actor, now: datetime) -> int:
    """Say that words do not ask for ``need``, so that none is proposed again; return how many. Raises NeedMerged."""
    kept = hold_need(need)
    refused = _refuse(kept, words, made_by=made_by, now=now)
    if refused:
        note_audit(kept, f"propositions refusées : {refused}", by=by, now=now)
    return refused


@transaction.atomic
def refuse_group(*, words: Sequence[Voice], made_by: Membership, by: Actor, now: datetime) -> UUID:
    """Say that words do not ask for the same thing, never to be proposed together again; return the group."""
    group = uuid7()
    rows = [
        RefusedProposal(
            structure_id=word.structure_id,
            voice=word,
            group=group,
            made_by=made_by,
            at=now,
            created_at=now,
            updated_at=now,
        )
        for word in words
    ]
    RefusedProposal.objects.bulk_create(rows)
    return group


@transaction.atomic
def change_need(*, need: SharedNeed, card: NeedCard, made_by: Membership, by: Actor, now: datetime) -> SharedNeed:
    """Rename a need, and what goes with its name; return it as it is now. Raises NeedMerged."""
    kept = hold_need(need)
    before = NeedCard(kept.title, kept.description, kept.theme, kept.zone)
    if card == before:
        return kept
    kept.title, kept.description, kept.theme, kept.zone = card.title, card.description, card.theme, card.zone
    kept.updated_at = now
    kept.save(update_fields=["title", "description", "theme", "zone", "updated_at"])
    detail = f"« {before.title} »" if before.title != card.title else "précisions, thème ou quartier"
    note_need(kept, NeedEventKind.RENOMME, detail, made_by=made_by, now=now)
    note_audit(kept, f"changé : {detail}", by=by, now=now)
    return kept


@transaction.atomic
def close_need(*, need: SharedNeed, reason: str, made_by: Membership, by: Actor, now: datetime) -> SharedNeed:
    """Close a need that is relayed to nobody, and say why. Raises NeedRefused, NeedMerged."""
    kept = hold_need(need)
    if not reason.strip():
        raise NeedRefused("Dites pourquoi ce besoin n'est pas relayé.")
    if Relay.objects.filter(need=kept).exists():
        raise NeedRefused("Ce besoin a été relayé : c'est la réponse qui le terminera.")
    if kept.closed_at is not None:
        return kept
    kept.closed_at, kept.closed_reason, kept.updated_at = now, reason.strip(), now
    kept.save(update_fields=["closed_at", "closed_reason", "updated_at"])
    note_need(kept, NeedEventKind.CLOS, kept.closed_reason, made_by=made_by, now=now)
    note_audit(kept, "clos sans relais", by=by, now=now)
    return settle(kept, now=now)


@transaction.atomic
def reopen_need(*, need: SharedNeed, made_by: Membership, by: Actor, now: datetime) -> SharedNeed:
    """Open again a need that was closed; nothing happens to one that is open. Raises NeedMerged."""
    kept = hold_need(need)
    if kept.closed_at is None:
        return kept
    reopen(kept, made_by=made_by, now=now)
    note_audit(kept, "rouvert", by=by, now=now)
    return settle(kept, now=now)


@transaction.atomic
def set_threshold(*, structure: Structure, words: int, places: int, by: Actor, now: datetime) -> AlertThreshold:
    """Write from how many words, of how many places, this structure wants to be told of a need."""
    row: AlertThreshold
    row, _ = AlertThreshold.objects.update_or_create(
        structure=structure, defaults={"words": words, "places": places, "updated_at": now}
    )
    record(
        kind=AuditKind.NEEDS_CHANGED,
        by=by,
        now=now,
        target_kind="seuil",
        target_label="Seuil d'alerte des besoins",
        detail=str(row),
        structure_id=structure.pk,
    )
    return row


def write_need(structure_id: UUID, card: NeedCard, *, made_by: Membership, now: datetime) -> SharedNeed:
    """Return a new need, saved, without words nor history."""
    need: SharedNeed = SharedNeed.objects.create(
        structure_id=structure_id,
        title=card.title,
        description=card.description,
        theme=card.theme,
        zone=card.zone,
        state=NeedState.OUVERT,
        settled_at=now,
        made_by=made_by,
        created_at=now,
        updated_at=now,
    )
    return need


def reopen(need: SharedNeed, *, made_by: Membership, now: datetime) -> None:
    """Take the end of a need away; it is held."""
    need.closed_at, need.closed_reason, need.updated_at = None, "", now
    # Its state says so from now on: the database refuses one without a reason.
    need.state, need.settled_at = NeedState.OUVERT, now
    need.save(update_fields=["closed_at", "closed_reason", "state", "settled_at", "updated_at"])
    note_need(need, NeedEventKind.ROUVERT, made_by=made_by, now=now)


def _join(
    need: SharedNeed, words: Sequence[Voice], *, was_proposed: bool, made_by: Membership, now: datetime
) -> list[Voice]:
    there = set(Attachment.objects.filter(need=need).values_list("voice", flat=True))
    new = [word for word in words if word.pk not in there]
    Attachment.objects.bulk_create(
        Attachment(
            structure_id=need.structure_id,
            voice=word,
            need=need,
            was_proposed=was_proposed,
            made_by=made_by,
            at=now,
            created_at=now,
            updated_at=now,
        )
        for word in new
    )
    RefusedProposal.objects.filter(need=need, voice__in=new).delete()
    note_need(need, NeedEventKind.RATTACHEE, words=[word.pk for word in new], made_by=made_by, now=now)
    _sort_out(new, made_by=made_by, now=now)
    return new


def _refuse(need: SharedNeed, words: Iterable[Voice], *, made_by: Membership, now: datetime) -> int:
    known = set(RefusedProposal.objects.filter(need=need).values_list("voice", flat=True))
    known |= set(Attachment.objects.filter(need=need).values_list("voice", flat=True))
    rows = [
        RefusedProposal(
            structure_id=need.structure_id,
            voice=word,
            need=need,
            made_by=made_by,
            at=now,
            created_at=now,
            updated_at=now,
        )
        for word in words
        if word.pk not in known
    ]
    RefusedProposal.objects.bulk_create(rows)
    return len(rows)


def _count(words: Sequence[Voice]) -> str:
    return f"{len(words)} parole{'s' if len(words) > 1 else ''}"


def _sort_out(words: Iterable[Voice], *, made_by: Membership, now: datetime) -> None:
    """Call these words « triées »: those of a need wait in no inbox. They are held."""
    write_state([word for word in words if word.state != VoiceState.TRIEE], VoiceState.TRIEE, "", made_by, now)
