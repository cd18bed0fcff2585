"""Split a need in two, merge several into one: words, relays and answers follow, and the history says it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from palier.audit.actor import Actor
from palier.structures.models import Membership
from palier.voices.actions.need_trail import (
    NeedMerged,
    NeedRefused,
    hold_need,
    hold_needs,
    note_audit,
    note_need,
    settle,
)
from palier.voices.actions.needs import NeedCard, reopen, write_need
from palier.voices.enums import NeedEventKind, NeedState
from palier.voices.models import Attachment, RefusedProposal, Relay, Restitution, SharedNeed, Voice


@transaction.atomic
def split_need(
    *,
    need: SharedNeed,
    words: Iterable[Voice],
    card: NeedCard,
    made_by: Membership,
    by: Actor,
    now: datetime,
) -> SharedNeed:
    """Move words of ``need`` to a new need, and return it. Relays stay where they are: they were about that need.

    Neither need is proposed the words of the other. Raises NeedMerged; NeedRefused when it would leave one empty.
    """
    kept = hold_need(need)
    there = dict(Attachment.objects.filter(need=kept).values_list("voice", "pk"))
    moved = [word.pk for word in words if word.pk in there]
    left = [key for key in there if key not in set(moved)]
    if not moved:
        raise NeedRefused("Choisissez les paroles qui demandent autre chose.")
    if not left:
        raise NeedRefused("Laissez au moins une parole à ce besoin, ou renommez-le.")
    new = write_need(kept.structure_id, card, made_by=made_by, now=now)
    Attachment.objects.filter(pk__in=[there[key] for key in moved]).update(need=new, updated_at=now)
    note_need(kept, NeedEventKind.SCINDE, f"« {new.title} »", made_by=made_by, now=now)
    note_need(kept, NeedEventKind.DETACHEE, words=moved, made_by=made_by, now=now)
    note_need(new, NeedEventKind.CREE, f"à partir de « {kept.title} »", made_by=made_by, now=now)
    note_need(new, NeedEventKind.RATTACHEE, words=moved, made_by=made_by, now=now)
    _keep_apart(kept, moved, made_by=made_by, now=now)
    _keep_apart(new, left, made_by=made_by, now=now)
    note_audit(kept, f"scindé : {len(moved)} parole(s) vers « {new.title} »", by=by, now=now)
    settle(kept, now=now)
    return settle(new, now=now)


@transaction.atomic
def merge_needs(
    *,
    into: SharedNeed,
    others: Sequence[SharedNeed],
    made_by: Membership,
    by: Actor,
    now: datetime,
) -> SharedNeed:
    """Bring the words, relays, answers and refusals of ``others`` to ``into``, and return it.

    The others stay, empty, with their history and the way to ``into``: their old address leads there. The need that
    remains is open again if it was closed and one of the others was not. Raises NeedMerged; NeedRefused for nothing
    to merge.
    """
    held = _hold_family(into, others)
    kept = held[into.pk]
    if kept.merged_into is not None:
        raise NeedMerged(kept.merged_into)
    # Somebody may have merged one of them here, or elsewhere, meanwhile.
    chosen = {need.pk for need in others} - {kept.pk}
    gone = [need for need in held.values() if need.pk in chosen and need.merged_into_id is None]
    if not gone:
        raise NeedRefused("Choisissez un autre besoin, qui ne soit pas déjà fusionné.")
    for need in gone:
        _move_words(need, kept, made_by=made_by, now=now)
        for model in (Relay, Restitution):
            model._default_manager.filter(need=need).update(need=kept, updated_at=now)
        _move_refusals(need, kept, now=now)
        _empty(need, kept, made_by=made_by, now=now)
        note_audit(need, f"fusionné avec « {kept.title} »", by=by, now=now)
        settle(need, now=now)
    alerted = [need.alerted_at for need in (kept, *gone) if need.alerted_at is not None]
    kept.alerted_at, kept.updated_at = min(alerted, default=None), now
    kept.save(update_fields=["alerted_at", "updated_at"])
    if kept.closed_at is not None and any(need.closed_at is None for need in gone):
        reopen(kept, made_by=made_by, now=now)
    titles = ", ".join(f"« {need.title} »" for need in gone)
    note_need(kept, NeedEventKind.FUSIONNE, titles, made_by=made_by, now=now)
    note_audit(kept, f"reçoit {titles}", by=by, now=now)
    return settle(kept, now=now)


def _hold_family(into: SharedNeed, others: Sequence[SharedNeed]) -> dict[UUID, SharedNeed]:
    """Lock these needs, and with them those merged with ``others`` before, which will be led elsewhere."""
    while True:
        try:
            with transaction.atomic():
                earlier = list(SharedNeed.objects.filter(merged_into__in=others))
                held = hold_needs(into, *others, *earlier)
                late = SharedNeed.objects.filter(merged_into__in=others).exclude(pk__in=held)
                if late.exists():
                    raise _OneMore  # going back to the beginning of the block lets go of the locks
                return held
        except _OneMore:
            continue


class _OneMore(Exception):  # noqa: N818 (the name says what happened)
    """Another need was merged with one of these meanwhile: its lock has to be taken in its turn."""


def _move_words(need: SharedNeed, into: SharedNeed, *, made_by: Membership, now: datetime) -> None:
    """Move the attachments of ``need``; a word that both held stays once."""
    rows = dict(Attachment.objects.filter(need=need).order_by("at", "pk").values_list("voice", "pk"))
    there = set(Attachment.objects.filter(need=into).values_list("voice", flat=True))
    new = [word for word in rows if word not in there]
    Attachment.objects.filter(pk__in=[rows[word] for word in new]).update(need=into, updated_at=now)
    Attachment.objects.filter(need=need).delete()
    note_need(need, NeedEventKind.DETACHEE, words=list(rows), made_by=made_by, now=now)
    note_need(into, NeedEventKind.RATTACHEE, words=new, made_by=made_by, now=now)


def _move_refusals(need: SharedNeed, into: SharedNeed, *, now: datetime) -> None:
    """Move what was refused for ``need``, except words that ``into`` holds, or refused too."""
    known = set(Attachment.objects.filter(need=into).values_list("voice", flat=True))
    RefusedProposal.objects.filter(need=into, voice__in=known).delete()
    known |= set(RefusedProposal.objects.filter(need=into).values_list("voice", flat=True))
    refusals = RefusedProposal.objects.filter(need=need)
    refusals.exclude(voice__in=known).update(need=into, updated_at=now)
    RefusedProposal.objects.filter(need=need).delete()


def _empty(need: SharedNeed, into: SharedNeed, *, made_by: Membership, now: datetime) -> None:
    """Write where ``need`` went, and where those merged with it before go now: an old address is one step away."""
    SharedNeed.objects.filter(merged_into=need).update(merged_into=into, updated_at=now)
    need.state, need.merged_into, need.settled_at, need.updated_at = NeedState.FUSIONNE, into, now, now
    need.save(update_fields=["state", "merged_into", "settled_at", "updated_at"])
    note_need(need, NeedEventKind.FUSIONNE, f"« {into.title} »", made_by=made_by, now=now)


def _keep_apart(need: SharedNeed, words: Iterable[UUID], *, made_by: Membership, now: datetime) -> None:
    known = set(RefusedProposal.objects.filter(need=need).values_list("voice", flat=True))
    RefusedProposal.objects.bulk_create(
        RefusedProposal(
            structure_id=need.structure_id,
            voice_id=word,
            need=need,
            made_by=made_by,
            at=now,
            created_at=now,
            updated_at=now,
        )
        for word in words
        if word not in known
    )
