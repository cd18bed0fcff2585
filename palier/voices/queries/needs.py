"""Shared needs as people read them: how many words, from where, since when, and what waits. Asked inside a scope."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, Count, Exists, IntegerField, Max, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower, TruncMonth

from palier.agenda.periods import PARIS, add_months, month_label
from palier.fieldlog.queries.logged import midnight
from palier.territory.models import PlaceZone
from palier.voices.enums import UNANSWERED, NeedState, RelayState, ReplyKind, RestitutionState
from palier.voices.models import Attachment, Relay, Reply, Restitution, SharedNeed, Voice
from palier.voices.queries.words import heard_at

PAGE_SIZE = 25
TREND_MONTHS = 6
# An answer known for so long, and not told yet, is late.
TELL_WITHIN = timedelta(days=14)
WHERE = Coalesce("voice__outing__place", "voice__place")
ORDERS = {"": "Ce qui attend d'abord", "recent": "Le dernier changement", "paroles": "Le plus de paroles", "nom": "Nom"}
# What waits for somebody comes first.
_RANKS = (NeedState.OUVERT, NeedState.RELAYE, NeedState.REPONDU, NeedState.RAPPORTE, NeedState.SANS_RELAIS)
ALERTED = "alerte"
STATES = [
    ("", "Tous"),
    (ALERTED, "Beaucoup de paroles, à relayer"),
    *((state.value, str(state.label)) for state in _RANKS),
]
LOOKS = {
    NeedState.OUVERT: ("warning", "clock"),
    NeedState.RELAYE: ("warning", "clock"),
    NeedState.REPONDU: ("warning", "arrow-right"),
    NeedState.RAPPORTE: ("success", "circle-check"),
    NeedState.SANS_RELAIS: ("", "minus"),
    NeedState.FUSIONNE: ("", "arrow-right"),
}
SHORT = {NeedState.RELAYE: "Relayé", NeedState.REPONDU: "Répondu", NeedState.RAPPORTE: "Rapporté"}


@dataclass(frozen=True, slots=True)
class NeedSearch:
    """What the list is asked: words of the title, a Theme, a zone, a NeedState or ``ALERTED``, what is late."""

    text: str = ""
    theme: str = ""
    zone: UUID | None = None
    state: str = ""
    late: bool = False
    order: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether some needs may be left out."""
        return bool(self.text or self.theme or self.zone or self.state or self.late)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a trend: « mars 2027 », how many words."""

    first: date
    words: int

    @property
    def label(self) -> str:
        return month_label(self.first)


@dataclass(slots=True)
class NeedRow:
    """A need and what counts of it; ``since`` and ``last`` are when its first and last words were heard."""

    need: SharedNeed
    words: int = 0
    places: int = 0
    since: datetime | None = None
    last: datetime | None = None
    trend: list[Month] = field(default_factory=list)
    relays: list[Relay] = field(default_factory=list)
    answer: Reply | None = None
    due: int = 0
    due_since: datetime | None = None
    waiting_days: int | None = None
    late: bool = False

    @property
    def state_word(self) -> str:
        """Its state in a word or two."""
        state = NeedState(self.need.state)
        return SHORT.get(state, str(state.label))

    @property
    def look(self) -> str:
        """The kind of chip of its state."""
        return LOOKS[NeedState(self.need.state)][0]

    @property
    def icon(self) -> str:
        """The icon of its state."""
        return LOOKS[NeedState(self.need.state)][1]

    @property
    def is_alert(self) -> bool:
        """Whether many people ask for it, and nobody was asked to act."""
        return self.need.alerted_at is not None and self.need.state == NeedState.OUVERT

    @property
    def pairs(self) -> list[tuple[str, int]]:
        """The trend, as a chart draws it."""
        return [(month.label, month.words) for month in self.trend]

    @property
    def outcome(self) -> str:
        """The last answer, in words; "" while there is none."""
        return str(RelayState(self.need.outcome).label) if self.need.outcome else ""

    @property
    def waiting(self) -> str:
        """How long somebody has waited, and for what; "" when nobody waits."""
        if self.waiting_days is None:
            return ""
        days = f"{self.waiting_days} jour{'s' if self.waiting_days > 1 else ''}" if self.waiting_days else "aujourd'hui"
        return f"{_WAITS[NeedState(self.need.state)]} depuis {days}"


_WAITS = {
    NeedState.OUVERT: "Attend un relais",
    NeedState.RELAYE: "Sans réponse",
    NeedState.REPONDU: "Réponse à rapporter",
}


def needs_found(search: NeedSearch, *, today: date) -> QuerySet[SharedNeed]:
    """Return the needs that answer ``search``, in its order; those merged with another are left out."""
    found = SharedNeed.objects.exclude(state=NeedState.FUSIONNE).select_related("zone")
    for word in search.text.split():
        found = found.filter(Q(title__icontains=word) | Q(description__icontains=word))
    if search.theme:
        found = found.filter(theme=search.theme)
    if search.zone:
        found = found.filter(is_of_zone(search.zone))
    if search.state == ALERTED:
        found = found.filter(state=NeedState.OUVERT, alerted_at__isnull=False)
    elif search.state:
        found = found.filter(state=search.state)
    if search.late:
        found = found.filter(is_late(today))
    return _ordered(found, search.order)


def is_of_zone(zone: UUID) -> Q:
    """Return what keeps the needs of a zone: those said so, and those whose words were heard there."""
    inside = PlaceZone.objects.filter(zone=zone).values("place")
    there = Voice.objects.filter(heard_at(inside), withdrawn_at=None)
    return Q(zone=zone) | Q(Exists(Attachment.objects.filter(need=OuterRef("pk"), voice__in=there.values("pk"))))


def is_late(today: date) -> Q:
    """Return what keeps the needs whose partner is late, or whose answer was to be told long ago."""
    unanswered = Relay.objects.filter(need=OuterRef("pk"), state__in=UNANSWERED, due_on__lt=today)
    untold = Restitution.objects.filter(
        need=OuterRef("pk"), state=RestitutionState.A_RAPPORTER, due_at__lt=midnight(today) - TELL_WITHIN
    )
    return Q(Exists(unanswered), state=NeedState.RELAYE) | Q(Exists(untold), state=NeedState.REPONDU)


def rows_of(needs: Iterable[SharedNeed], *, now: datetime) -> list[NeedRow]:
    """Return what counts of each need, in their order: five questions, whatever their number."""
    rows = {need.pk: NeedRow(need) for need in needs}
    if not rows:
        return []
    _count_words(rows, now=now)
    for relay in Relay.objects.filter(need__in=rows).select_related("partner").order_by("sent_at", "pk"):
        rows[relay.need_id].relays.append(relay)
    answers = Reply.objects.filter(relay__need__in=rows, kind=ReplyKind.REPONSE).exclude(state__in=UNANSWERED)
    for answer in answers.select_related("relay__partner").order_by("at", "pk"):
        rows[answer.relay.need_id].answer = answer
    due = Restitution.objects.filter(need__in=rows, state=RestitutionState.A_RAPPORTER).order_by()
    for need, count, since in (
        due.values("need").annotate(n=Count("pk"), since=Min("due_at")).values_list("need", "n", "since")
    ):
        rows[need].due, rows[need].due_since = count, since
    for row in rows.values():
        _say_waiting(row, now=now)
    return list(rows.values())


def row_of(need: SharedNeed, *, now: datetime) -> NeedRow:
    """Return what counts of one need."""
    return rows_of([need], now=now)[0]


def trend_months(now: datetime) -> list[date]:
    """Return the first days of the last months, this one included."""
    this_month = now.astimezone(PARIS).date().replace(day=1)
    return [add_months(this_month, number) for number in range(1 - TREND_MONTHS, 1)]


def _count_words(rows: Mapping[UUID, NeedRow], *, now: datetime) -> None:
    words = Attachment.objects.filter(need__in=rows, voice__withdrawn_at=None).order_by()
    sums = words.values("need").annotate(
        words=Count("pk"), places=Count(WHERE, distinct=True), since=Min("voice__made_at"), last=Max("voice__made_at")
    )
    for each in sums:
        row = rows[each["need"]]
        row.words, row.places, row.since, row.last = each["words"], each["places"], each["since"], each["last"]
    months = trend_months(now)
    recent = words.filter(voice__made_at__gte=midnight(months[0]))
    by_month: defaultdict[tuple[UUID, date], int] = defaultdict(int)
    for need, month, count in (
        recent.annotate(month=TruncMonth("voice__made_at", tzinfo=PARIS))
        .values("need", "month")
        .annotate(n=Count("pk"))
        .values_list("need", "month", "n")
    ):
        by_month[need, month.date()] += count
    for key, row in rows.items():
        row.trend = [Month(month, by_month[key, month]) for month in months]


def _say_waiting(row: NeedRow, *, now: datetime) -> None:
    today = now.astimezone(PARIS).date()
    unanswered = [relay for relay in row.relays if relay.state in UNANSWERED]
    since: datetime | None = None
    match row.need.state:
        case NeedState.OUVERT:
            # One that was relayed waits again since its answer was contested, or its relay came to nothing.
            since = row.need.settled_at if row.relays else row.since or row.need.created_at
        case NeedState.RELAYE:
            since = min((relay.sent_at for relay in unanswered), default=row.need.settled_at)
            row.late = any(relay.due_on < today for relay in unanswered)
        case NeedState.REPONDU:
            since = row.due_since
            row.late = since is not None and since < midnight(today) - TELL_WITHIN
    if since is not None:
        row.waiting_days = max(0, (today - since.astimezone(PARIS).date()).days)


def _ordered(found: QuerySet[SharedNeed], order: str) -> QuerySet[SharedNeed]:
    if order == "recent":
        return found.order_by("-settled_at", "pk")
    if order == "nom":
        return found.order_by(Lower("title"), "pk")
    if order == "paroles":
        standing = Count("attachments", filter=Q(attachments__voice__withdrawn_at=None))
        return found.annotate(how_many=standing).order_by("-how_many", "pk")
    whens = [When(state=NeedState.OUVERT, alerted_at__isnull=False, then=Value(0))]
    whens += [When(state=state, then=Value(rank)) for rank, state in enumerate(_RANKS, start=1)]
    rank = Case(*whens, default=Value(len(_RANKS) + 1), output_field=IntegerField())
    return found.alias(rank=rank).order_by("rank", "settled_at", "pk")


def alerts(limit: int) -> list[tuple[SharedNeed, int, int]]:
    """Return the needs that many people ask for and that nobody was asked to meet, the oldest alert first.

    Each with how many words, of how many places.
    """
    found = SharedNeed.objects.filter(state=NeedState.OUVERT, alerted_at__isnull=False)
    needs = list(found.order_by("alerted_at", "pk")[:limit])
    words = Attachment.objects.filter(need__in=needs, voice__withdrawn_at=None).order_by().values("need")
    counted = words.annotate(words=Count("pk"), places=Count(WHERE, distinct=True))
    counts = {each["need"]: (each["words"], each["places"]) for each in counted}
    return [(need, *counts.get(need.pk, (0, 0))) for need in needs]
