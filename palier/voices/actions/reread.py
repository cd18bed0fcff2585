"""Take what is personal out of words, and let out what a person reread."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from palier.audit.actor import Actor
from palier.fieldlog.actions.puts import edit_of
from palier.fieldlog.models import Edit
from palier.search.personal.findings import Finding, replace
from palier.structures.models import Membership
from palier.voices.actions.indexing import index_words
from palier.voices.actions.trail import record_words
from palier.voices.actions.words import after_all, change_words, keep_edits
from palier.voices.enums import VoiceConsent
from palier.voices.models import Voice
from palier.voices.queries.personal import findings_in, span_of
from palier.voices.queries.quotes import relays_quoting

PSEUDONYMISED = "Données personnelles remplacées"


class WordsChanged(Exception):  # noqa: N818 (the name says what happened)
    """The words are not those that the page showed. The message is French."""


class NotAgreed(Exception):  # noqa: N818
    """Who spoke did not agree to be quoted. The message is French."""


class StillPersonal(Exception):  # noqa: N818
    """Something found is neither replaced nor said to be nobody. ``findings`` are in the text that was refused."""

    def __init__(self, text: str, findings: Sequence[Finding]) -> None:
        self.findings = findings
        shown = ", ".join(f"« {text[found.start : found.end]} »" for found in findings)
        super().__init__(f"Il reste {shown} : remplacez, ou dites que cela ne fait reconnaître personne.")


@transaction.atomic
def replace_findings(
    *, voice: Voice, spans: Collection[str], editor: Membership, by: Actor, now: datetime
) -> list[Finding]:
    """Replace in the words, and in all that is kept of them, what stands at ``spans`` (« 12-17 »). Return what it was.

    The history says that it was done, never what was there. A reading made before stays: less is told than before.
    Raises WordsChanged when a span is none of the findings of the words as they are now.
    """
    held = Voice.objects.select_for_update(of=("self",), no_key=True).select_related("outing").get(pk=voice.pk)
    findings = [found for found in findings_in(held.text) if span_of(found) in spans]
    if len(findings) != len(set(spans)):
        raise WordsChanged("Ces paroles ont changé entre-temps : relisez-les, puis recommencez.")
    if not findings:
        return []
    was_reread, old = held.is_reread, held.text
    text = replace(old, findings)
    origin = change_words(changes=[(held, {"text": text})], reason=PSEUDONYMISED, editor=editor, now=now)
    fragments = {old[found.start : found.end]: found.replacement for found in findings}
    _scrub_history(held, fragments)
    Edit.objects.filter(entry_id=held.pk, clock=origin.clock, field="text").update(before=None, after=None)
    kept = {
        "translation": _scrubbed(held.translation, fragments),
        "public_text": _scrubbed(held.public_text, fragments),
        "reread_source": text if was_reread else "",
    }
    Voice.objects.filter(pk=held.pk).update(**kept, updated_at=now)
    _scrub_relays(held, fragments)
    index_words([held.pk])
    kinds = ", ".join(sorted({found.kind.label.lower() for found in findings}))
    record_words([held], f"données personnelles remplacées ({kinds})", by=by, now=now)
    return findings


@transaction.atomic
def reread_word(
    *,
    voice: Voice,
    public_text: str,
    source: str,
    cleared: Collection[str],
    editor: Membership,
    by: Actor,
    now: datetime,
) -> None:
    """Let ``public_text`` leave the centre: a person read it beside the words ``source``, those of the page.

    ``cleared`` are the fragments that the finder still sees and that name nobody, as this person said. Raises
    NotAgreed, WordsChanged, StillPersonal.
    """
    held = Voice.objects.select_for_update(of=("self",), no_key=True).get(pk=voice.pk)
    if held.consent == VoiceConsent.INTERNE:
        raise NotAgreed("Cette parole reste dans l'équipe : personne n'a dit qu'on pouvait la redire.")
    if held.text != source:
        raise WordsChanged("Ces paroles ont changé entre-temps : relisez-les, puis recommencez.")
    left = [found for found in findings_in(public_text) if public_text[found.start : found.end] not in cleared]
    if left:
        raise StillPersonal(public_text, left)
    if held.public_text != public_text:
        keep_edits([edit_of(held, "public_text", held.public_text, public_text, after_all([held], editor, now))])
    held.public_text, held.reread_source = public_text, held.text
    held.reread_at, held.reread_by, held.updated_at = now, editor, now
    held.save(update_fields=["public_text", "reread_source", "reread_at", "reread_by", "updated_at"])
    told = f"relue. Dit ne faire reconnaître personne : {len(cleared)} mot(s)" if cleared else "relue"
    record_words([held], told, by=by, now=now)


@transaction.atomic
def take_reading_back(*, voice: Voice, by: Actor, now: datetime) -> None:
    """Keep words inside again: what was shared already stays as it was."""
    held = Voice.objects.select_for_update(of=("self",), no_key=True).get(pk=voice.pk)
    held.public_text = held.reread_source = ""
    held.reread_at = held.reread_by = None
    held.updated_at = now
    held.save(update_fields=["public_text", "reread_source", "reread_at", "reread_by", "updated_at"])
    record_words([held], "relecture retirée : elle ne sort plus", by=by, now=now)


def _scrub_relays(voice: Voice, fragments: dict[str, str]) -> None:
    """Replace the fragments in the copies of these words that were shared: a reader may have let one by."""
    for relay in relays_quoting(voice).select_for_update(of=("self",)).order_by("pk"):
        for quote in relay.quotes:
            if quote["voice"] == str(voice.pk):
                quote["text"] = _scrubbed(quote["text"], fragments)
        relay.save(update_fields=["quotes"])


def _scrub_history(voice: Voice, fragments: dict[str, str]) -> None:
    """Replace the fragments in what the history kept of these words."""
    edits = list(Edit.objects.filter(entry_id=voice.pk, field__in=("text", "translation", "public_text")))
    for edit in edits:
        edit.before, edit.after = (_scrubbed(value, fragments) for value in (edit.before, edit.after))
    Edit.objects.bulk_update(edits, ["before", "after"])


def _scrubbed(value: Any, fragments: dict[str, str]) -> Any:
    if not isinstance(value, str):
        return value
    for fragment, replacement in fragments.items():
        # Whole words alone: « Ali » is not in « alinéa ».
        value = re.sub(rf"(?<!\w){re.escape(fragment)}(?!\w)", replacement, value)
    return value
