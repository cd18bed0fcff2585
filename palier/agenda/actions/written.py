"""The field log of an outing begins: from its first line on, figures are counted at its place, date and modality."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from palier.agenda.models import Outing
from palier.core.questions import Question, columns_of

# What figures are counted by.
_COUNTED_BY = columns_of(Outing, "id", "structure", "modality", "place", "starts_at", "written_at")
_FOUND = Question(
    "SELECT id, structure_id, modality, place_id, starts_at, written_at FROM agenda_outing"
    " WHERE structure_id = :structure AND id IN :ids",
    _COUNTED_BY,
)
_MARKED = Question(
    "UPDATE agenda_outing SET written_at = COALESCE(written_at, :now) WHERE structure_id = :structure AND id = :id"
    " RETURNING id, structure_id, modality, place_id, starts_at, written_at",
    _COUNTED_BY,
)


def outings_to_write(ids: Collection[UUID]) -> dict[UUID, Outing]:
    """Return outings by key, with the columns that figures are counted by; the others are read when they are asked."""
    return {outing.pk: outing for outing in _FOUND.records(Outing, ids=ids)} if ids else {}


@transaction.atomic(savepoint=False)
def hold_written(*, ids: Collection[UUID], now: datetime) -> list[Outing]:
    """Return the outings as the database holds them, marked as written in, and kept from others until the end.

    Call it in the transaction that writes the lines. Whoever wanted to change one of them waits, then is refused.
    """
    # One by one, in order: two transactions that meet wait for each other, and never both.
    return [outing for key in sorted(ids) for outing in _MARKED.records(Outing, id=key, now=now)]


@transaction.atomic(savepoint=False)
def release_written(*, ids: Collection[UUID]) -> None:
    """Let outings change again: every line was moved to another outing, this one had been opened by mistake."""
    Outing.objects.filter(pk__in=ids).update(written_at=None)
