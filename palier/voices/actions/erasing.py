"""Erase what somebody said, for good, when they ask for it (RGPD 17): no copy of their words stays here.

The row stays, empty and struck out, so that nothing which comes late from a phone can bring the words back.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.fieldlog.actions.entries import withdraw_entries
from palier.fieldlog.models import Edit
from palier.structures.models import Membership
from palier.voices.actions.indexing import compact_words
from palier.voices.actions.trail import record_words
from palier.voices.actions.words import after_all, follow_standing
from palier.voices.enums import VoiceConsent, VoiceState
from palier.voices.models import RefusedProposal, Voice
from palier.voices.queries.quotes import relays_quoting

# Takes the key of the words, already empty, who erases them, and the hour.
Erase = Callable[[UUID, Membership, datetime], None]
_others: list[Erase] = []


def also_erases(erase: Erase) -> None:
    """Have ``erase`` called after words were erased, in the same transaction: the apps above say what they kept."""
    _others.append(erase)


@transaction.atomic
def erase_word(*, voice: Voice, reason: str, editor: Membership, by: Actor, now: datetime) -> int:
    """Erase the words, their translation, readings, history and copies; return from how many relays they were taken.

    They leave the counts, the search and the exports. What partners received by mail or on paper cannot be taken
    back. Twice is once.
    """
    held = Voice.objects.select_for_update(of=("self",), no_key=True).select_related("outing").get(pk=voice.pk)
    if held.is_erased:
        return 0
    if held.stands:
        withdraw_entries(entries={held.pk: after_all([held], editor, now)}, reason=reason, models=[Voice])
    _empty(held, reason, editor, now)
    Edit.objects.filter(structure=held.structure_id, entry_id=held.pk).delete()
    RefusedProposal.objects.filter(voice=held).delete()
    carried = _take_from_relays(held, now)
    for erase in _others:
        erase(held.pk, editor, now)
    follow_standing([held], now)
    record_words([held], f"effacée pour de bon. {reason}", by=by, now=now, kind=AuditKind.ERASE_NAMED)
    # Their words would otherwise stay readable in the files of the search until those are merged.
    transaction.on_commit(compact_words.enqueue)
    return carried


def _empty(voice: Voice, reason: str, editor: Membership, now: datetime) -> None:
    nothing = dict.fromkeys(["text", "translation", "public_text", "reread_source", "nothing_reason"], "")
    nobody = dict.fromkeys(["translated_by", "reread_by", "reread_at", "resident_id"])
    taken_back = {"withdrawn_at": now, "withdrawn_by": editor, "withdraw_reason": reason}
    Voice.objects.filter(pk=voice.pk).update(
        **nothing,
        **nobody,
        **taken_back,
        themes=[],
        consent=VoiceConsent.INTERNE,
        state=VoiceState.TRIEE,
        updated_at=now,
    )


def _take_from_relays(voice: Voice, now: datetime) -> int:
    relays = list(relays_quoting(voice).select_for_update(of=("self",)).order_by("pk"))
    for relay in relays:
        relay.quotes = [quote for quote in relay.quotes if quote["voice"] != str(voice.pk)]
        relay.updated_at = now
        relay.save(update_fields=["quotes", "updated_at"])
    return len(relays)
