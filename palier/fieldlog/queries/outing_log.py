"""All the lines of one outing, with what they said before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from palier.agenda.models import Outing
from palier.fieldlog.enums import Mood
from palier.fieldlog.models import Debrief, Edit, Encounter, Entry, Observation, Orientation, OutingLog, Photo
from palier.fieldlog.permissions import can_change_line, can_read_debrief
from palier.structures.enums import Theme
from palier.structures.models import Membership

NOTHING = "rien"
# What draws each line of this app; the apps above have their own.
LINE_TEMPLATES: dict[type[Entry], str] = {
    Encounter: "fieldlog/line_encounter.html",
    Orientation: "fieldlog/line_orientation.html",
    Observation: "fieldlog/line_observation.html",
    Photo: "fieldlog/line_photo.html",
    Debrief: "fieldlog/line_debrief.html",
}
# What is not a field to fill in, as the history says it.
MOVED, WITHDRAWN = "outing", "withdrawn_at"


@dataclass(frozen=True, slots=True)
class Change:
    """One writing in the history of a line: the words before and after; one that lost was written earlier."""

    what: str
    before: str
    after: str
    by: str
    at: datetime
    reason: str
    won: bool


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line as a page shows it. ``template`` draws it; ``was_late``: written at a desk, after the fact."""

    line: Entry
    kind: str
    label: str
    template: str
    may_change: bool
    changes: list[Change] = field(default_factory=list)
    moods: list[str] = field(default_factory=list)

    @property
    def by(self) -> str:
        """Who wrote it; "" when nobody is known any more."""
        return self.line.made_by.name if self.line.made_by else ""

    @property
    def was_late(self) -> bool:
        return self.line.device is None

    @property
    def edit_url(self) -> str:
        """Where it is corrected; "" for a line that is not."""
        return self._url("edit")

    @property
    def withdraw_url(self) -> str:
        return self._url("withdraw")

    @property
    def restore_url(self) -> str:
        return self._url("restore")

    def _url(self, action: str) -> str:
        app = self.line._meta.app_label
        if app == "fieldlog":
            return reverse(f"fieldlog:entry-{action}", args=[self.line.WORD, self.line.pk])
        try:
            # The lines of the apps above have addresses of their own: « voices:voice-edit ».
            return reverse(f"{app}:{self.kind}-{action}", args=[self.line.pk])
        except NoReverseMatch:
            return ""

    @property
    def themes(self) -> list[str]:
        """The words of its themes."""
        return theme_words(getattr(self.line, "themes", ()))


def log_of(outing: Outing) -> OutingLog | None:
    """Return the sums of an outing; None before its first line."""
    return OutingLog.objects.filter(outing=outing).first()


def log_lines(
    outing: Outing, templates: Mapping[type[Entry], str], *, reader: Membership, team: dict[UUID, str], now: datetime
) -> list[LogLine]:
    """Return the lines of the models of ``templates`` in the order of the day; a question a model, one for the history.

    Debriefs of others are left out for who may not read them.
    """
    found: list[Entry] = []
    for model in templates:
        rows = model._default_manager.filter(outing=outing).select_related("made_by", "withdrawn_by", "outing")
        found += [row for row in rows if not isinstance(row, Debrief) or can_read_debrief(reader, row)]
    history = _history(outing, found, team)
    found.sort(key=lambda line: (line.made_at, line.pk))
    return [
        LogLine(
            line=line,
            kind=model_name(line),
            label=capfirst(str(line._meta.verbose_name)),
            template=templates[type(line)],
            may_change=can_change_line(reader, line, now=now),
            changes=history[line.pk],
            moods=mood_words(line.moods, team) if isinstance(line, Debrief) else [],
        )
        for line in found
    ]


def model_name(model: type[Entry] | Entry) -> str:
    """Return the name of the model of a line, as Edit.kind holds it: « encounter »."""
    return model._meta.label_lower.partition(".")[2]


def theme_words(slugs: Iterable[str]) -> list[str]:
    """Return the words of some themes; one that nobody knows any more is left out."""
    return [str(Theme(slug).label) for slug in slugs if slug in Theme.values]


def mood_words(moods: dict[str, str], team: dict[UUID, str]) -> list[str]:
    """Return « Awa : bien » for each member of whom a mood was said."""
    names = {str(pk): name for pk, name in team.items()}
    known = [(names.get(pk, "Une personne"), mood) for pk, mood in moods.items() if mood in Mood.values]
    return [f"{name} : {Mood(mood).label.lower()}" for name, mood in known]


def _history(outing: Outing, lines: Sequence[Entry], team: dict[UUID, str]) -> defaultdict[UUID, list[Change]]:
    shown = {line.pk: line for line in lines}
    found: defaultdict[UUID, list[Change]] = defaultdict(list)
    # By line: what was written before a line was moved here bears the key of the other outing.
    edits = (
        Edit.objects.filter(structure=outing.structure_id, entry_id__in=list(shown)) if shown else Edit.objects.none()
    )
    for edit in edits.select_related("made_by").order_by("clock"):
        found[edit.entry_id].append(_change(edit, shown[edit.entry_id], team))
    return found


def _change(edit: Edit, line: Entry, team: dict[UUID, str]) -> Change:
    what, before, after = _words(edit, line, team)
    by = edit.made_by.name if edit.made_by else ""
    return Change(what=what, before=before, after=after, by=by, at=edit.at, reason=edit.reason, won=edit.won)


def _words(edit: Edit, line: Entry, team: dict[UUID, str]) -> tuple[str, str, str]:
    if edit.field == MOVED:
        return "Sortie", "notée pour une autre sortie", "déplacée ici"
    if edit.field == WITHDRAWN:
        return "Ligne", *(("retirée", "rétablie") if edit.before else ("en place", "retirée"))
    column = {found.name: found for found in line._meta.concrete_fields}.get(edit.field)
    if column is None:
        return edit.field, str(edit.before), str(edit.after)
    label = capfirst(str(column.verbose_name))
    if edit.field in line.UNREPEATED:
        return label, "non gardé", "non gardé"
    return label, value_words(column, edit.before, team), value_words(column, edit.after, team)


def value_words(column: "models.Field[Any, Any]", value: Any, team: dict[UUID, str]) -> str:
    """Return what a page says of the value of a column."""
    if value in (None, "", [], {}):
        return NOTHING
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dict):
        return ", ".join(mood_words(value, team)) or NOTHING
    if isinstance(value, list):
        return ", ".join(theme_words(value)) or NOTHING
    return str(value)
