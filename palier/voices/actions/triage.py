"""Say what words are about, or that nothing has to be done: one by one or many at once, and undo it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction

from palier.audit.actor import Actor
from palier.fieldlog.actions.puts import edit_of
from palier.structures.models import Membership
from palier.voices.actions.needs import attach_words, detach_words
from palier.voices.actions.trail import record_words
from palier.voices.actions.word_states import COLUMNS, write_state
from palier.voices.actions.words import after_all, change_words, keep_edits
from palier.voices.enums import VoiceState
from palier.voices.models import Attachment, RefusedProposal, SharedNeed, Voice

TRIAGE = "Tri"


class ReasonMissing(Exception):  # noqa: N818 (the name says what happened)
    """Nothing has to be done, and nobody said why. The message is French."""


class Undo(TypedDict):
    """What words were before a triage, as a session keeps it; ``at`` is when it was done."""

    id: str
    state: str
    reason: str
    themes: list[str]
    triaged_at: str
    triaged_by: str
    at: str


@transaction.atomic
def triage_words(
    *,
    keys: Collection[UUID],
    themes: Sequence[str] | None = None,
    added: Sequence[str] = (),
    editor: Membership,
    by: Actor,
    now: datetime,
) -> list[Undo]:
    """Call words « triées », with exactly ``themes`` (None: those they have) and those ``added`` besides.

    Returns what they were before, to undo it.
    """
    held = _locked(keys)
    undo = [_before(voice, now) for voice in held]
    wanted = {voice.pk: list(dict.fromkeys([*(voice.themes if themes is None else themes), *added])) for voice in held}
    _write_themes(held, wanted, editor, now)
    write_state(held, VoiceState.TRIEE, "", editor, now)
    record_words(held, "triée" if len(held) == 1 else "triées", by=by, now=now)
    return undo


@transaction.atomic
def set_nothing(*, keys: Collection[UUID], reason: str, editor: Membership, by: Actor, now: datetime) -> list[Undo]:
    """Say that nothing has to be done of words, and why. Returns what they were. Raises ReasonMissing."""
    if not reason:
        raise ReasonMissing("Dites pourquoi il n'y a rien à faire : la parole gardera votre raison.")
    held = _locked(keys)
    undo = [_before(voice, now) for voice in held]
    write_state(held, VoiceState.RIEN_A_FAIRE, reason, editor, now)
    record_words(held, f"rien à faire. {reason}", by=by, now=now)
    return undo


@transaction.atomic
def reopen_words(*, keys: Collection[UUID], editor: Membership, by: Actor, now: datetime) -> list[Undo]:
    """Put words back among those to triage. Returns what they were."""
    held = _locked(keys)
    undo = [_before(voice, now) for voice in held]
    write_state(held, VoiceState.A_TRIER, "", editor, now)
    record_words(held, "à trier de nouveau", by=by, now=now)
    return undo


@transaction.atomic
def undo_triage(*, undo: Sequence[Undo], editor: Membership, by: Actor, now: datetime) -> int:
    """Make words again what they were, those that nobody touched since, and return how many."""
    before = {UUID(row["id"]): row for row in undo}
    held = [voice for voice in _locked(before) if _stamp(voice.triaged_at) == before[voice.pk]["at"]]
    _write_themes(held, {voice.pk: before[voice.pk]["themes"] for voice in held}, editor, now)
    origin = after_all(held, editor, now)
    keep_edits([edit_of(voice, "state", voice.state, before[voice.pk]["state"], origin) for voice in held])
    for voice in held:
        row = before[voice.pk]
        voice.state, voice.nothing_reason, voice.updated_at = row["state"], row["reason"], now
        voice.triaged_at = datetime.fromisoformat(row["triaged_at"]) if row["triaged_at"] else None
        voice.triaged_by_id = UUID(row["triaged_by"]) if row["triaged_by"] else None
    Voice.objects.bulk_update(held, COLUMNS)
    record_words(held, "tri annulé", by=by, now=now)
    return len(held)


@transaction.atomic
def attach_to_need(
    *,
    keys: Collection[UUID],
    need: SharedNeed,
    was_proposed: bool = False,
    editor: Membership,
    by: Actor,
    now: datetime,
) -> tuple[SharedNeed, list[Undo]]:
    """Attach words to ``need``; return the need they joined and what the words that joined it were. Raises NeedRefused.

    The need is another one if it was merged meanwhile.
    """
    held = _locked(keys)
    there = set(Attachment.objects.filter(need=need, voice__in=held).values_list("voice", flat=True))
    undo = [_before(voice, now) for voice in held if voice.pk not in there]
    joined = attach_words(need=need, words=held, was_proposed=was_proposed, made_by=editor, by=by, now=now)
    return joined, undo


@transaction.atomic
def undo_attachment(*, need: SharedNeed, undo: Sequence[Undo], editor: Membership, by: Actor, now: datetime) -> int:
    """Take words out of the need that they just joined, as if they never had, and return how many. Raises NeedMerged.

    Unlike words that somebody takes out of a need, these may be proposed for it again.
    """
    joined = [UUID(row["id"]) for row in undo]
    held = list(Voice.objects.filter(pk__in=joined, attachments__need=need))
    known = set(RefusedProposal.objects.filter(need=need, voice__in=held).values_list("pk", flat=True))
    detach_words(need=need, words=held, made_by=editor, by=by, now=now)
    RefusedProposal.objects.filter(need=need, voice__in=held).exclude(pk__in=known).delete()
    undo_triage(undo=undo, editor=editor, by=by, now=now)
    return len(held)


def _locked(keys: Iterable[UUID]) -> list[Voice]:
    rows = Voice.objects.select_for_update(of=("self",), no_key=True).select_related("outing")
    return list(rows.filter(pk__in=list(keys), withdrawn_at=None).order_by("pk"))


def _before(voice: Voice, now: datetime) -> Undo:
    return {
        "id": str(voice.pk),
        "state": voice.state,
        "reason": voice.nothing_reason,
        "themes": list(voice.themes),
        "triaged_at": _stamp(voice.triaged_at),
        "triaged_by": str(voice.triaged_by_id or ""),
        "at": _stamp(now),
    }


def _stamp(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _write_themes(held: Sequence[Voice], wanted: Mapping[UUID, list[str]], editor: Membership, now: datetime) -> None:
    changes: list[tuple[Voice, Mapping[str, Any]]] = [
        (voice, {"themes": wanted[voice.pk]}) for voice in held if voice.themes != wanted[voice.pk]
    ]
    if changes:
        change_words(changes=changes, reason=TRIAGE, editor=editor, now=now)
