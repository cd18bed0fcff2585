"""What a team meeting starts from: heard, answered, late, to bring to supervision. Five minutes of reading at most."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.utils.timezone import localdate

from palier.agenda.enums import MeetingKind
from palier.agenda.models import Meeting
from palier.fieldlog.enums import Incident
from palier.fieldlog.models import Debrief
from palier.fieldlog.queries.logged import midnight
from palier.structures.enums import Theme
from palier.voices.enums import UNANSWERED, RelayState, ReplyKind, RestitutionState
from palier.voices.models import MAY_LEAVE, Relay, Reply, Restitution, SharedNeed, Voice
from palier.voices.queries.due import few_words, is_late
from palier.voices.queries.quotes import ShownQuote, quotes_from, shown_quotes

# Without any meeting before, two weeks.
USUAL = timedelta(days=14)
THEMES, NEEDS, QUOTES, ANSWERS, LATE, INCIDENTS = 6, 6, 5, 6, 6, 6
# Words that strike are short enough to be read aloud, long enough to say something.
SHORTEST, LONGEST = 30, 240
ANSWER_LENGTH = 180
_READ = 200


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that came: to which need, from whom, where it stands, in a few words, and the day announced."""

    need: SharedNeed
    who: str
    label: str
    text: str
    planned_on: date | None


@dataclass(frozen=True, slots=True)
class Broken:
    """A day announced that is past, and what was announced is not done."""

    need: SharedNeed
    who: str
    planned_on: date


@dataclass(slots=True)
class Digest:
    """The lists hold the first rows; the numbers count all of them. ``meeting`` is the last one, None without any."""

    since: datetime
    meeting: Meeting | None = None
    words: int = 0
    themes: list[tuple[str, int]] = field(default_factory=list)
    needs: list[tuple[SharedNeed, int]] = field(default_factory=list)
    new_needs: int = 0
    quotes: list[ShownQuote] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)
    answered: int = 0
    told: int = 0
    silent: list[Relay] = field(default_factory=list)
    silent_count: int = 0
    broken: list[Broken] = field(default_factory=list)
    late: list[Restitution] = field(default_factory=list)
    late_count: int = 0
    incidents: list[tuple[date, str]] = field(default_factory=list)
    incident_count: int = 0

    @property
    def since_day(self) -> date:
        """The day of Paris that it begins on."""
        return localdate(self.since)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        said = (self.words, self.new_needs, self.answered, self.told, self.incident_count)
        return not any((*said, self.silent_count, self.late_count, self.broken))


def last_meeting(now: datetime) -> Meeting | None:
    """Return the last team meeting that ended."""
    held = Meeting.objects.filter(kind=MeetingKind.EQUIPE, cancelled_at=None, ends_at__lte=now)
    return held.order_by("-ends_at", "pk").first()


def digest_since(*, now: datetime, today: date, first: date | None = None) -> Digest:
    """Return what to say since the last team meeting, or since ``first``; as many questions whatever there is."""
    meeting = None if first else last_meeting(now)
    before = meeting.ends_at if meeting else midnight(today - USUAL)
    since = midnight(first) if first else before
    found = Digest(since, meeting)
    _hear(found)
    _count_answers(found)
    _find_late(found, today)
    _find_incidents(found)
    return found


def _hear(found: Digest) -> None:
    heard = Voice.objects.filter(made_at__gte=found.since, withdrawn_at=None)
    counts: Counter[str] = Counter()
    for themes in heard.values_list("themes", flat=True):
        found.words += 1
        counts.update(set(themes))
    labels = dict(Theme.choices)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    found.themes = [(str(labels.get(slug, slug)), count) for slug, count in ordered[:THEMES]]
    needs = SharedNeed.objects.filter(created_at__gte=found.since, merged_into=None)
    found.new_needs = needs.count()
    words = Count("attachments", filter=Q(attachments__voice__withdrawn_at=None))
    most = needs.annotate(words=words).order_by("-words", "title", "pk")[:NEEDS]
    found.needs = [(need, need.words) for need in most]
    said = heard.filter(MAY_LEAVE).select_related("outing", "place").order_by("-made_at", "pk")[:_READ]
    found.quotes = shown_quotes(quotes_from(striking(list(said))))


def striking(voices: Sequence[Voice]) -> list[Voice]:
    """Return a few words to read aloud: of as many themes as there are, those that hold in a breath first."""
    ranked = sorted(voices, key=lambda voice: not SHORTEST <= len(voice.public_text) <= LONGEST)
    fit = [voice for voice in ranked if len(voice.public_text) <= 2 * LONGEST]
    chosen: list[Voice] = []
    seen: set[str] = set()
    for voice in fit:
        if not seen.issuperset(voice.themes) or not voice.themes:
            chosen.append(voice)
            seen.update(voice.themes)
    rest = [voice for voice in fit if voice not in chosen]
    return (chosen + rest)[:QUOTES]


def _count_answers(found: Digest) -> None:
    answers = Reply.objects.filter(kind=ReplyKind.REPONSE, at__gte=found.since).exclude(state__in=UNANSWERED)
    found.answered = answers.count()
    rows = answers.select_related("relay__need", "relay__partner").order_by("-at", "pk")[:ANSWERS]
    found.answers = [
        Answered(
            need=row.relay.need,
            who=row.relay.to_whom,
            label=row.get_state_display(),
            text=few_words(row.text, row.reason, most=ANSWER_LENGTH),
            planned_on=row.planned_on,
        )
        for row in rows
    ]
    told = Restitution.objects.filter(state=RestitutionState.RAPPORTEE, told_at__gte=found.since)
    found.told = told.count()


def _find_late(found: Digest, today: date) -> None:
    silent = Relay.objects.filter(state__in=UNANSWERED, due_on__lt=today, forwarded_from=None, need__closed_at=None)
    found.silent_count = silent.count()
    found.silent = list(silent.select_related("need", "partner").order_by("due_on", "pk")[:LATE])
    late = Restitution.objects.filter(is_late(today), state=RestitutionState.A_RAPPORTER)
    found.late_count = late.count()
    found.late = list(late.select_related("need", "place").order_by("due_at", "pk")[:LATE])
    announced = Reply.objects.filter(
        kind=ReplyKind.REPONSE, relay__state=RelayState.PROGRAMME, relay__need__closed_at=None
    ).exclude(state__in=UNANSWERED)
    # The last answer of each relay says which day stands.
    last = {row.relay_id: row for row in announced.select_related("relay__need", "relay__partner").order_by("at", "pk")}
    past = [(row.planned_on, row) for row in last.values() if row.planned_on and row.planned_on < today]
    past.sort(key=lambda pair: (pair[0], pair[1].pk))
    found.broken = [Broken(row.relay.need, row.relay.to_whom, day) for day, row in past[:LATE]]


def _find_incidents(found: Digest) -> None:
    """Find what is to be brought to supervision: its kind and its day, never what was written of it."""
    told = Debrief.objects.filter(for_supervision=True, made_at__gte=found.since, withdrawn_at=None)
    labels = dict(Incident.choices)
    found.incident_count = told.count()
    rows = told.order_by("made_at", "pk").values_list("made_at", "incident")[:INCIDENTS]
    found.incidents = [(localdate(at), str(labels.get(incident, incident))) for at, incident in rows]
