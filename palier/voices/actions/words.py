"""Write words at a desk, without any outing; correct, translate, take back those of everywhere, with their history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from palier.audit.actor import Actor
from palier.core.ids import uuid7
from palier.core.inserting import insert_rows
from palier.fieldlog.actions.entries import restore_entry, withdraw_entries
from palier.fieldlog.actions.puts import Put, edit_of, put_lines
from palier.fieldlog.models import Edit
from palier.fieldlog.origin import Origin
from palier.structures.models import Membership, Structure
from palier.territory.models import Place
from palier.voices.actions.indexing import index_words
from palier.voices.actions.need_trail import hold_need, settle
from palier.voices.actions.trail import record_words
from palier.voices.enums import VoiceConsent, VoiceKind, VoiceSource
from palier.voices.models import Attachment, SharedNeed, Voice


@dataclass(frozen=True, slots=True)
class NewWord:
    """Words to write: ``made_at`` is when they were said or written, ``place`` where, if one knows."""

    text: str
    made_at: datetime
    place: Place | None = None
    kind: str = VoiceKind.CONSTAT
    themes: Sequence[str] = ()
    consent: str = VoiceConsent.INTERNE
    language: str = "fr"


def write_word(
    *,
    structure: Structure,
    word: NewWord,
    source: VoiceSource,
    writer: Membership | None,
    by: Actor,
    now: datetime,
) -> Voice:
    """Write words that no outing heard, and return them; ``writer`` is None for the public board."""
    return write_words(structure=structure, words=[word], source=source, writer=writer, by=by, now=now)[0]


@transaction.atomic
def write_words(
    *,
    structure: Structure,
    words: Iterable[NewWord],
    source: VoiceSource = VoiceSource.PAPIER,
    writer: Membership | None,
    by: Actor,
    now: datetime,
) -> list[Voice]:
    """Write many words that no outing heard, all or none, and return them in their order."""
    rows = [
        Voice(
            id=uuid7(),
            structure=structure,
            place=word.place,
            text=word.text,
            kind=word.kind,
            themes=list(word.themes),
            consent=word.consent,
            language=word.language,
            source=source,
            made_by=writer,
            made_at=word.made_at,
            received_at=now,
            created_at=now,
            updated_at=now,
        )
        for word in words
    ]
    insert_rows(rows)
    index_words([row.pk for row in rows])
    record_words(rows, f"écrites ({source.label.lower()})", by=by, now=now)
    return rows


def change_words(
    *, changes: Sequence[tuple[Voice, Mapping[str, Any]]], reason: str, editor: Membership, now: datetime
) -> Origin:
    """Write again the fields that one fills in (Voice.EDITABLE), with their history, and return the last writing.

    Inside the caller's transaction; ``changes`` is not empty.
    """
    origin = after_all([voice for voice, _ in changes], editor, now)
    puts = [Put(voice.outing, voice.pk, fields, origin) for voice, fields in changes]
    put_lines(model=Voice, puts=puts, reason=reason)
    return origin


@transaction.atomic
def correct_word(
    *, voice: Voice, fields: Mapping[str, Any], reason: str, editor: Membership, by: Actor, now: datetime
) -> list[str]:
    """Write ``fields`` again with the reason, and return the French names of those that changed."""
    shown = voice.written()
    change_words(changes=[(voice, fields)], reason=reason, editor=editor, now=now)
    voice.refresh_from_db()
    changed = [str(verbose_name(name)) for name, value in shown.items() if getattr(voice, name) != value]
    if changed:
        index_words([voice.pk])
        record_words([voice], f"corrigée ({', '.join(changed)}). {reason}", by=by, now=now)
    return changed


@transaction.atomic
def set_place(*, voice: Voice, place: Place | None, editor: Membership, by: Actor, now: datetime) -> None:
    """Say where words without outing come from; those of an outing were heard at its place."""
    assert voice.outing_id is None
    if voice.place_id != (place and place.pk):
        keep_edits([edit_of(voice, "place", voice.place, place, after_all([voice], editor, now))])
        voice.place, voice.updated_at = place, now
        voice.save(update_fields=["place", "updated_at"])
        record_words([voice], "lieu corrigé", by=by, now=now)


@transaction.atomic
def translate_word(*, voice: Voice, translation: str, editor: Membership, by: Actor, now: datetime) -> None:
    """Keep what a person understood of these words, in French; an empty text takes the translation away."""
    held = Voice.objects.select_for_update(of=("self",), no_key=True).get(pk=voice.pk)
    if held.translation == translation:
        return
    keep_edits([edit_of(held, "translation", held.translation, translation, after_all([held], editor, now))])
    held.translation, held.translated_by, held.updated_at = translation, editor if translation else None, now
    held.save(update_fields=["translation", "translated_by", "updated_at"])
    index_words([held.pk])
    record_words([held], "traduite" if translation else "traduction retirée", by=by, now=now)


@transaction.atomic
def withdraw_word(*, voice: Voice, reason: str, editor: Membership, by: Actor, now: datetime) -> None:
    """Take words back, with the reason; they stay, struck out, and count no more."""
    withdraw_words(voices=[voice], reason=reason, editor=editor, by=by, now=now)


@transaction.atomic
def withdraw_words(
    *, voices: Sequence[Voice], reason: str, editor: Membership | None, by: Actor, now: datetime
) -> None:
    """Take many words back at once (see ``withdraw_word``); ``editor`` is None for who left them on the board."""
    origins = {voice.pk: after_all([voice], editor, now) for voice in voices}
    withdraw_entries(entries=origins, reason=reason, models=[Voice])
    follow_standing(voices, now)
    record_words(voices, f"retirée{'s' if len(voices) > 1 else ''}. {reason}", by=by, now=now)


@transaction.atomic
def restore_word(*, voice: Voice, editor: Membership, by: Actor, now: datetime) -> None:
    """Give back words that were taken back."""
    restore_entry(entry=voice.pk, origin=after_all([voice], editor, now), models=[Voice])
    follow_standing([voice], now)
    record_words([voice], "rétablie", by=by, now=now)


def after_all(voices: Sequence[Voice], editor: Membership | None, now: datetime) -> Origin:
    """Return the origin of a writing that comes after all that was written of these words."""
    seen = [UUID(clock) for voice in voices for clock in voice.clocks.values()]
    return Origin.desk(editor, now, *(voice.pk for voice in voices), *seen)


def follow_standing(voices: Sequence[Voice], now: datetime) -> None:
    """Write what follows from words that stand no more, or again: in the search, and where their needs stand."""
    index_words([voice.pk for voice in voices])
    held = Attachment.objects.filter(voice__in=[voice.pk for voice in voices]).values("need")
    for need in SharedNeed.objects.filter(pk__in=held, merged_into=None).order_by("pk"):
        settle(hold_need(need), now=now)


def keep_edits(edits: Sequence[Edit]) -> None:
    """Write the history of columns of the desk."""
    insert_rows(edits)


def verbose_name(name: str) -> str:
    """Return the French name of a column of words."""
    return str(getattr(Voice._meta.get_field(name), "verbose_name", name))
