"""What anybody may read on a board. Asked inside the scope of its structure, in as many questions whatever there is.

No team and no first name, no day of what somebody said: its month and its neighbourhood. Counts of people are not
shown, words included (trust.md); supports are: each is a public gesture that carries nothing about who made it.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, QuerySet

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.noticeboard.dates import day_in, hours_of, month_in
from palier.noticeboard.enums import IdeaState
from palier.noticeboard.models import Idea, ShownNeed, Support
from palier.noticeboard.texts import BoardLanguage
from palier.voices.enums import NeedState, RelayActor, RelayState, ReplyKind, RestitutionState
from palier.voices.models import MAY_LEAVE, Attachment, Relay, Reply, Restitution, SharedNeed, Voice
from palier.voices.queries.quotes import neighbourhoods, quotes_from

AHEAD = timedelta(days=28)
MOST_OUTINGS, MOST_NEEDS, MOST_QUOTES, MOST_IDEAS = 8, 20, 3, 40
# What is said of a need while no answer came.
_WITHOUT_ANSWER = {
    NeedState.OUVERT: "state_ouvert",
    NeedState.RELAYE: "state_transmis",
    NeedState.SANS_RELAIS: "state_sans_relais",
}
_ACTORS = {
    RelayActor.CENTRE: "centre",
    RelayActor.HABITANTS: "residents",
    RelayActor.TABLE_LOCALE: "local_table",
}


@dataclass(frozen=True, slots=True)
class OutingLine:
    """An outing announced: « jeudi 11 mars », « 9:00 – 11:00 », what, where."""

    outing: Outing
    day: str
    hours: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, on a day (or a month)."""

    when: str
    what: str
    sorted_by: datetime


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """Words that may leave, with their month in the language of the page and a neighbourhood."""

    text: str
    month: str
    place: str


@dataclass(slots=True)
class NeedLine:
    """A need told to the public."""

    shown: ShownNeed
    state: str
    is_done: bool
    quotes: list[QuoteLine] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class IdeaLine:
    """An idea shown: the text that was reread, its neighbourhood, whether this browser supports it, how many do."""

    idea: Idea
    month: str
    place: str
    is_mine: bool
    counted: str

    @property
    def text(self) -> str:
        """The words that a person reread."""
        return self.idea.voice.public_text


def coming_outings(language: BoardLanguage, now: datetime) -> list[OutingLine]:
    """Return the confirmed outings announced to residents, the nearest first."""
    found = Outing.objects.filter(
        state=OutingState.CONFIRMEE, is_public=True, ends_at__gt=now, starts_at__lt=now + AHEAD
    )
    rows = found.select_related("place").order_by("starts_at", "pk")[:MOST_OUTINGS]
    return [OutingLine(row, day_in(language, row.starts_at), hours_of(row.starts_at, row.ends_at)) for row in rows]


def told_needs(language: BoardLanguage, words: dict[str, str]) -> list[NeedLine]:
    """Return the needs that the board tells, the last to change first, with what happened to each."""
    rows = ShownNeed.objects.filter(need__is_public=True).exclude(need__state=NeedState.FUSIONNE)
    shown = list(rows.select_related("need").order_by("-need__settled_at", "-reread_at", "pk")[:MOST_NEEDS])
    lines = {
        row.need_id: NeedLine(row, words[_state(row.need)], row.need.outcome == RelayState.REALISE) for row in shown
    }
    _add_quotes(lines, language)
    _add_steps(lines, language, words)
    return list(lines.values())


def shown_ideas() -> QuerySet[Idea]:
    """Return the ideas that may be shown: published, their words still those that were reread."""
    readable = Voice.objects.filter(MAY_LEAVE).values("pk")
    return Idea.objects.filter(state=IdeaState.PUBLIEE, voice__in=readable).select_related("voice")


def idea_lines(language: BoardLanguage, words: dict[str, str], browser: str = "") -> list[IdeaLine]:
    """Return the ideas of the board, the last one first; ``browser`` is the mark of who reads, to tell theirs."""
    ideas = list(shown_ideas().annotate(count=Count("supports")).order_by("-published_at", "pk")[:MOST_IDEAS])
    named = neighbourhoods({idea.voice.place_id for idea in ideas if idea.voice.place_id})
    mine = set(
        Support.objects.filter(idea__in=[idea.pk for idea in ideas], browser=browser).values_list("idea", flat=True)
        if browser
        else ()
    )
    return [
        IdeaLine(
            idea=idea,
            month=month_in(language, idea.voice.made_at),
            place=named.get(idea.voice.place_id, "") if idea.voice.place_id else "",
            is_mine=idea.pk in mine,
            counted=words["supports"].format(count=idea.count),
        )
        for idea in ideas
    ]


def who(relay: Relay, words: dict[str, str]) -> str:
    """Return who was asked, for the public: an organisation, never a person."""
    return str(relay.partner) if relay.partner_id else words[_ACTORS.get(RelayActor(relay.actor), "centre")]


def _state(need: SharedNeed) -> str:
    known = need.outcome in RelayState
    return f"state_{need.outcome}" if known else _WITHOUT_ANSWER.get(NeedState(need.state), "state_transmis")


def _add_quotes(lines: dict[UUID, NeedLine], language: BoardLanguage) -> None:
    readable = Voice.objects.filter(MAY_LEAVE).values("pk")
    rows = Attachment.objects.filter(need__in=lines, voice__in=readable).select_related("voice__outing")
    chosen: dict[UUID, list[Voice]] = defaultdict(list)
    for row in rows.order_by("-voice__made_at", "pk"):
        if len(chosen[row.need_id]) < MOST_QUOTES:
            chosen[row.need_id].append(row.voice)
    quotes = {quote["voice"]: quote for quote in quotes_from(voice for group in chosen.values() for voice in group)}
    for need, voices in chosen.items():
        for quote in (quotes[str(voice.pk)] for voice in voices):
            month = month_in(language, date.fromisoformat(f"{quote['month']}-01"))
            lines[need].quotes.append(QuoteLine(quote["text"], month, quote["place"]))


def _add_steps(lines: dict[UUID, NeedLine], language: BoardLanguage, words: dict[str, str]) -> None:
    first = Attachment.objects.filter(need__in=lines, voice__withdrawn_at=None).values("need")
    for row in first.annotate(at=Min("voice__made_at")).order_by():
        _add(lines[row["need"]], row["at"], month_in(language, row["at"]), words["step_heard"])
    relays = Relay.objects.filter(need__in=lines, forwarded_from=None).select_related("partner")
    for relay in relays:
        what = words["step_sent"].format(who=who(relay, words))
        _add(lines[relay.need_id], relay.sent_at, day_in(language, relay.sent_at), what)
    replies = Reply.objects.filter(relay__need__in=lines, kind=ReplyKind.REPONSE).select_related("relay__partner")
    for reply in replies:
        line, state = lines[reply.relay.need_id], words[f"state_{reply.state}"]
        what = words["step_answer"].format(who=who(reply.relay, words), state=state)
        if reply.planned_on:
            what = f"{what}. {words['step_planned'].format(date=day_in(language, reply.planned_on))}"
        _add(line, reply.at, day_in(language, reply.at), what)
    told = Restitution.objects.filter(need__in=lines, state=RestitutionState.RAPPORTEE).values("need")
    for row in told.annotate(at=Max("told_at")).order_by():
        _add(lines[row["need"]], row["at"], month_in(language, row["at"]), words["step_told"])
    for line in lines.values():
        line.steps.sort(key=lambda step: step.sorted_by)


def _add(line: NeedLine, at: datetime, when: str, what: str) -> None:
    # « le centre : Programmé » begins a line.
    line.steps.append(Step(when, f"{what[:1].upper()}{what[1:]}", at))
