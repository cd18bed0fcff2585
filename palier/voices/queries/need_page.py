"""What the page of one need shows besides its figures: its words, its history. Asked inside a scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from palier.voices.enums import NeedEventKind, NeedState
from palier.voices.models import Attachment, NeedEvent, SharedNeed, Voice

WORDS_SHOWN = 20
ICONS = {
    NeedEventKind.CREE: "plus",
    NeedEventKind.RENOMME: "pencil",
    NeedEventKind.RATTACHEE: "plus",
    NeedEventKind.DETACHEE: "minus",
    NeedEventKind.SCINDE: "arrow-right",
    NeedEventKind.FUSIONNE: "arrow-right",
    NeedEventKind.CLOS: "circle-check",
    NeedEventKind.ROUVERT: "undo-2",
    NeedEventKind.RELAYE: "arrow-right",
    NeedEventKind.REPONDU: "info",
    NeedEventKind.RAPPORTE: "circle-check",
    NeedEventKind.CONTESTE: "triangle-alert",
}
ALERT = "Seuil d'alerte dépassé"


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the history: what, a detail or "", by whom or "", when."""

    what: str
    detail: str
    who: str
    at: datetime
    icon: str


def attachments_of(need: SharedNeed) -> QuerySet[Attachment]:
    """Return the words of ``need`` that stand, those heard last first."""
    found = Attachment.objects.filter(need=need, voice__withdrawn_at=None)
    found = found.select_related("voice__outing__place", "voice__place", "made_by")
    return found.order_by("-voice__made_at", "pk")


def words_among(need: SharedNeed, keys: Iterable[str]) -> list[Voice]:
    """Return those of the words of ``need`` that ``keys`` name; what is no key names none."""
    rows = attachments_of(need).filter(voice__in=known_keys(keys))
    return [row.voice for row in rows]


def known_keys(texts: Iterable[str]) -> set[UUID]:
    """Return the keys among ``texts``, each once."""
    keys = set()
    for text in texts:
        try:
            keys.add(UUID(text))
        except ValueError:
            continue
    return keys


def history_of(need: SharedNeed) -> list[Step]:
    """Return what happened to ``need`` and to those merged with it, the last first; words of one moment in one line."""
    found = NeedEvent.objects.filter(Q(need=need) | Q(need__merged_into=need)).select_related("made_by", "need")
    events = list(found.order_by("at", "pk"))
    steps: list[Step] = []
    folded: dict[tuple[UUID, str, datetime], int] = {}
    moved = {(event.need_id, event.at) for event in events if event.kind in _MOVES}
    for event in events:
        if event.voice_id is not None:
            if (event.need_id, event.at) not in moved:
                place = folded.setdefault((event.need_id, event.kind, event.at), len(steps))
                if place == len(steps):
                    steps.append(_step(event, need, ""))
                steps[place] = _counted(steps[place], event)
            continue
        steps.append(_step(event, need, event.detail))
    if need.alerted_at is not None:
        steps.append(Step(ALERT, "", "", need.alerted_at, "triangle-alert"))
    return sorted(steps, key=lambda step: step.at, reverse=True)


# Their own line says what words they moved.
_MOVES = {NeedEventKind.CREE, NeedEventKind.SCINDE, NeedEventKind.FUSIONNE}


def _step(event: NeedEvent, need: SharedNeed, detail: str) -> Step:
    kind = NeedEventKind(event.kind)
    what = str(kind.label) if event.need_id == need.pk else f"{kind.label} (« {event.need.title} »)"
    who = event.made_by.name if event.made_by is not None else ""
    return Step(what, detail, who, event.at, ICONS[kind])


def _counted(step: Step, event: NeedEvent) -> Step:
    count = int(step.detail.split()[0]) + 1 if step.detail else 1
    plural = "s" if count > 1 else ""
    return Step(step.what, f"{count} parole{plural}", step.who, event.at, step.icon)


def others_to_merge(need: SharedNeed, text: str, limit: int) -> list[SharedNeed]:
    """Return needs that ``need`` may be merged with: those whose title holds ``text``, those of its Theme first."""
    found = SharedNeed.objects.exclude(state=NeedState.FUSIONNE).exclude(pk=need.pk)
    for word in text.split():
        found = found.filter(title__icontains=word)
    same = Q(theme=need.theme)
    rows = [*found.filter(same).order_by("-settled_at", "pk")[:limit]]
    if len(rows) < limit:
        rows += found.exclude(same).order_by("-settled_at", "pk")[: limit - len(rows)]
    return rows
