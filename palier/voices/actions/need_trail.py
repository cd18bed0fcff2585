"""What every action on shared needs does: hold the rows, write the history, the alert and the audit."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, prefetch_related_objects
from django.db.models.functions import Coalesce

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.structures.models import Membership
from palier.voices.actions.standing import settle_need
from palier.voices.enums import NeedEventKind, RestitutionState
from palier.voices.models import (
    ALERT_PLACES,
    ALERT_WORDS,
    AlertThreshold,
    Attachment,
    NeedEvent,
    Restitution,
    SharedNeed,
    Voice,
)

DETAIL_LENGTH = 300
WHERE = Coalesce("voice__outing__place", "voice__place")


class NeedRefused(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """What was asked of a need cannot be done. The message is French."""


class NeedMerged(Exception):  # noqa: N818 (the name says what happened)
    """The need was merged with ``into`` since its page was read."""

    def __init__(self, into: SharedNeed) -> None:
        super().__init__(f"Ce besoin vient d'être fusionné avec « {into} ». Rien n'est perdu : ouvrez ce besoin-là.")
        self.into = into


def hold_words(words: Iterable[Voice]) -> list[Voice]:
    """Lock these words, in the order of their keys, and return those that stand. Before any need, always.

    Words, then needs, then the rest, each by key: two people at once wait for each other, and never in a circle.
    """
    # No join: after a wait, PostgreSQL reads the locked row anew, and what was joined to it as it was before.
    keys = {word.pk for word in words}
    # No key: a line that names these words may be written meanwhile by who holds a need and never waits for words.
    rows = Voice.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    held = [row for row in rows if row.stands]
    prefetch_related_objects(held, "outing")
    return held


def hold_needs(*needs: SharedNeed) -> dict[UUID, SharedNeed]:
    """Lock these needs in the order of their keys, and return them as they are now."""
    rows = SharedNeed.objects.select_for_update().filter(pk__in={need.pk for need in needs})
    return {row.pk: row for row in rows.order_by("pk")}


def hold_need(need: SharedNeed) -> SharedNeed:
    """Lock one need and return it as it is now. Raises NeedMerged."""
    kept = hold_needs(need)[need.pk]
    if kept.merged_into is not None:
        raise NeedMerged(kept.merged_into)
    return kept


def note_need(
    need: SharedNeed,
    kind: NeedEventKind,
    detail: str = "",
    *,
    words: Iterable[UUID | None] = (None,),
    made_by: Membership,
    now: datetime,
) -> None:
    """Write the history of ``need``: one line, or one for each of ``words``."""
    NeedEvent.objects.bulk_create(
        NeedEvent(
            structure_id=need.structure_id,
            need=need,
            kind=kind,
            detail=detail[:DETAIL_LENGTH],
            voice_id=word,
            made_by=made_by,
            at=now,
            created_at=now,
            updated_at=now,
        )
        for word in words
    )


def note_audit(need: SharedNeed, detail: str, *, by: Actor, now: datetime) -> None:
    """Write one line of the audit about ``need``."""
    record(
        kind=AuditKind.NEEDS_CHANGED,
        by=by,
        now=now,
        target_kind="besoin",
        target_id=str(need.pk),
        target_label=need.title,
        detail=detail,
        structure_id=need.structure_id,
    )


def settle(need: SharedNeed, *, now: datetime) -> SharedNeed:
    """Write what follows from the words of ``need``, which is held: what is owed where, its state, its alert."""
    _forget_dues(need)
    kept = settle_need(need=need, now=now)
    if kept.alerted_at is None and kept.merged_into_id is None and _passes(kept):
        kept.alerted_at = kept.updated_at = now
        kept.save(update_fields=["alerted_at", "updated_at"])
    return kept


def standing(need: SharedNeed) -> QuerySet[Attachment]:
    """Return the attachments of ``need`` whose words nobody took back."""
    return Attachment.objects.filter(need=need, voice__withdrawn_at=None)


def threshold_of(structure_id: UUID) -> tuple[int, int]:
    """Return from how many words, of how many places, a structure wants to be told."""
    row = AlertThreshold.objects.filter(structure=structure_id).values_list("words", "places").first()
    return row or (ALERT_WORDS, ALERT_PLACES)


def _passes(need: SharedNeed) -> bool:
    words, places = threshold_of(need.structure_id)
    sums: dict[str, Any] = standing(need).aggregate(words=Count("pk"), places=Count(WHERE, distinct=True))
    # One place is none in particular: words that nobody placed count too.
    return bool(sums["words"] >= words and (places == 1 or sums["places"] >= places))


def _forget_dues(need: SharedNeed) -> None:
    """Take away what was to be told where no words of ``need`` come from any more: nobody waits for it there."""
    due = Restitution.objects.filter(need=need, state=RestitutionState.A_RAPPORTER)
    places, residents = set(), set()
    for own, of_outing, resident in standing(need).values_list(
        "voice__place", "voice__outing__place", "voice__resident_id"
    ):
        places.add(of_outing or own)
        residents.add(resident)
    gone = [
        key
        for key, place, resident in due.values_list("pk", "place", "resident_id")
        if (place is not None and place not in places) or (resident is not None and resident not in residents)
    ]
    Restitution.objects.filter(pk__in=gone).delete()


def note_export(structure_id: UUID, rows: int, file_format: str, *, by: Actor, now: datetime) -> None:
    """Write in the audit that needs were taken away as a file."""
    record(
        kind=AuditKind.WORDS_EXPORTED,
        by=by,
        now=now,
        target_kind="besoin",
        target_label="Besoins partagés",
        detail=f"{rows} besoin(s), {file_format}",
        structure_id=structure_id,
    )
