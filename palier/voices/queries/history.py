"""What was written again of words, by whom, when and why: on the phone, at the desk, with an outing or without."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst

from palier.fieldlog.models import Edit
from palier.fieldlog.queries.outing_log import value_words
from palier.voices.models import Voice

# Fields of an edit that are no column to show: who moved or took back a line.
_MOVED, _WITHDRAWN = "outing", "withdrawn_at"


@dataclass(frozen=True, slots=True)
class WordChange:
    """One change, in words. ``won``: it became what is shown; otherwise a later writing was there already."""

    what: str
    before: str
    after: str
    by: str
    at: datetime
    reason: str
    won: bool


def history_of(voice: Voice) -> list[WordChange]:
    """Return what changed in these words, the first change first."""
    edits = Edit.objects.filter(structure=voice.structure_id, entry_id=voice.pk).select_related("made_by")
    return [_change(voice, edit) for edit in edits.order_by("at", "clock", "field")]


def _change(voice: Voice, edit: Edit) -> WordChange:
    by = edit.made_by.name if edit.made_by else ""
    what, before, after = _words(voice, edit)
    return WordChange(what, before, after, by, edit.at, edit.reason, edit.won)


def _words(voice: Voice, edit: Edit) -> tuple[str, str, str]:
    if edit.field == _MOVED:
        return "Sortie", "notée pour une autre sortie", "déplacée"
    if edit.field == _WITHDRAWN:
        return "Parole", *(("retirée", "rétablie") if edit.before else ("en place", "retirée"))
    column = {found.name: found for found in voice._meta.concrete_fields}.get(edit.field)
    if column is None:
        return edit.field, str(edit.before), str(edit.after)
    label = capfirst(str(column.verbose_name))
    if edit.before is None and edit.after is None:
        return label, "", ""
    if edit.field == "place":
        return label, str(edit.before or "sans lieu"), str(edit.after or "sans lieu")
    return label, value_words(column, edit.before, {}), value_words(column, edit.after, {})
