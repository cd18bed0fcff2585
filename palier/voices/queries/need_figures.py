"""The figures of words, needs, relays and answers over a period. Success is « réalisé », and nothing else.

Each figure is the count of a query of this file: the page that opens it shows the same rows. Asked inside a scope.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast, Coalesce, TruncMonth

from palier.agenda.periods import PARIS, Period
from palier.structures.enums import Theme
from palier.territory.models import PlaceZone, Zone
from palier.voices.enums import UNANSWERED, NeedState, RelayState, ReplyKind, RestitutionState
from palier.voices.models import Attachment, Relay, Reply, Restitution, SharedNeed, Voice
from palier.voices.queries.needs import WHERE, is_of_zone
from palier.voices.queries.words import WordScope, words


@dataclass(frozen=True, slots=True)
class FigureScope:
    """What is counted: whole months of Paris, a Theme or "", a zone or None."""

    period: Period
    theme: str = ""
    zone: UUID | None = None


@dataclass(slots=True)
class Line:
    """The figures of a theme, of a zone, of a month, or of all."""

    words: int = 0
    needs: int = 0
    relays: int = 0
    answered: int = 0
    done: int = 0
    told: int = 0
    due: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted."""
        return not any((self.words, self.needs, self.relays, self.told, self.due))


@dataclass(slots=True)
class Figures:
    """The figures of a scope. ``delay`` is the median number of days before the first answer; None without any.

    ``people`` is how many were told an answer; ``failed`` the answers that could not be told, with their reason.
    """

    total: Line = field(default_factory=Line)
    delay: float | None = None
    people: int = 0
    failed: int = 0
    themes: dict[str, Line] = field(default_factory=lambda: defaultdict(Line))
    zones: dict[UUID, Line] = field(default_factory=lambda: defaultdict(Line))
    months: dict[date, Line] = field(default_factory=dict)


def words_heard(scope: FigureScope) -> QuerySet[Voice]:
    """Return the words heard in the period that stand."""
    return words(WordScope(scope.period.first, scope.period.last, zone=scope.zone, theme=scope.theme))


def needs_formed(scope: FigureScope) -> QuerySet[SharedNeed]:
    """Return the needs formed in the period; those merged since are counted with the one they became."""
    return _needs(scope).filter(created_at__gte=scope.period.starts_at, created_at__lt=scope.period.ends_at)


def relays_sent(scope: FigureScope) -> QuerySet[Relay]:
    """Return the relays sent in the period; one that was forwarded to a colleague counts once."""
    sent = Relay.objects.filter(sent_at__gte=scope.period.starts_at, sent_at__lt=scope.period.ends_at)
    return sent.filter(forwarded_from=None, need__in=_needs(scope)).select_related("need", "partner")


def relays_answered(scope: FigureScope) -> QuerySet[Relay]:
    """Return the relays sent in the period that got an answer since; « bien reçu » is none."""
    return relays_sent(scope).exclude(state__in=UNANSWERED)


def relays_done(scope: FigureScope) -> QuerySet[Relay]:
    """Return the relays sent in the period whose last answer is « réalisé »: the only success."""
    return relays_sent(scope).filter(state=RelayState.REALISE)


def answers_told(scope: FigureScope) -> QuerySet[Restitution]:
    """Return the answers told back in the period, each place or person once."""
    period = scope.period
    return _restitutions(scope, RestitutionState.RAPPORTEE).filter(
        told_at__gte=period.starts_at, told_at__lt=period.ends_at
    )


def answers_due(scope: FigureScope) -> QuerySet[Restitution]:
    """Return the answers that wait to be told today, whatever the period: what is owed is owed."""
    return _restitutions(scope, RestitutionState.A_RAPPORTER)


def answers_failed(scope: FigureScope) -> QuerySet[Restitution]:
    """Return the answers due in the period that could not be told, with the reason."""
    period = scope.period
    return _restitutions(scope, RestitutionState.IMPOSSIBLE).filter(
        due_at__gte=period.starts_at, due_at__lt=period.ends_at
    )


def figures_of(scope: FigureScope) -> Figures:
    """Return the figures of ``scope``, with the same number of questions whatever there is to count."""
    found = Figures(months={month: Line() for month in scope.period.months})
    _count_words(scope, found)
    needs = list(needs_formed(scope).values_list("pk", "theme", "created_at"))
    relays = list(relays_sent(scope).values_list("pk", "need", "need__theme", "sent_at", "state"))
    told = list(answers_told(scope).values_list("need", "need__theme", "told_at"))
    due = list(answers_due(scope).values_list("need", "need__theme"))
    counted: list[UUID] = [need for need, _, _ in needs]
    counted += [need for _, need, _, _, _ in relays]
    counted += [need for need, _, _ in told]
    counted += [need for need, _ in due]
    zones = _zones_of_needs(set(counted))
    for need, theme, at in needs:
        for line in _lines(found, theme, zones[need], at):
            line.needs += 1
    for _, need, theme, at, state in relays:
        for line in _lines(found, theme, zones[need], at):
            line.relays += 1
            line.answered += state not in UNANSWERED
            line.done += state == RelayState.REALISE
    for need, theme, told_at in told:
        for line in _lines(found, theme, zones[need], told_at):
            line.told += 1
    for need, theme in due:
        for line in _lines(found, theme, zones[need], None):
            line.due += 1
    found.delay = _delay({pk: at for pk, _, _, at, _ in relays})
    found.people = answers_told(scope).aggregate(n=Sum("people"))["n"] or 0
    found.failed = answers_failed(scope).count()
    return found


def zone_names() -> dict[UUID, str]:
    """Return the names of the zones."""
    return dict(Zone.objects.values_list("pk", "name"))


def _needs(scope: FigureScope) -> QuerySet[SharedNeed]:
    found = SharedNeed.objects.exclude(state=NeedState.FUSIONNE)
    if scope.theme:
        found = found.filter(theme=scope.theme)
    return found.filter(is_of_zone(scope.zone)) if scope.zone else found


def _restitutions(scope: FigureScope, state: RestitutionState) -> QuerySet[Restitution]:
    found = Restitution.objects.filter(state=state, need__in=_needs(scope))
    return found.select_related("need", "place", "reply")


def _lines(found: Figures, theme: str, zones: Iterable[UUID], at: datetime | None) -> Iterator[Line]:
    """Yield the lines where something counts: the total, its theme, its zones, its month."""
    yield found.total
    yield found.themes[theme]
    for zone in zones:
        yield found.zones[zone]
    if at is not None:
        yield found.months[at.astimezone(PARIS).date().replace(day=1)]


def _count_words(scope: FigureScope, found: Figures) -> None:
    heard = words_heard(scope).select_related(None).order_by()
    listed = heard.annotate(listed=Cast("themes", TextField()))
    counted = {theme.value: Count("pk", filter=Q(listed__contains=f'"{theme.value}"')) for theme in Theme}
    for theme, count in listed.aggregate(**counted).items():
        if count:
            found.themes[theme].words = count
    by_month = heard.annotate(month=TruncMonth("made_at", tzinfo=PARIS)).values("month").annotate(n=Count("pk"))
    for month, count in by_month.values_list("month", "n"):
        found.months[month.date()].words += count
        found.total.words += count
    by_place = heard.annotate(spot=Coalesce("outing__place", "place")).values("spot").annotate(n=Count("pk"))
    counts = dict(by_place.values_list("spot", "n"))
    inside = PlaceZone.objects.filter(place__in=[place for place in counts if place is not None])
    for place, zone in inside.values_list("place", "zone"):
        found.zones[zone].words += counts[place]


def _zones_of_needs(needs: set[UUID]) -> defaultdict[UUID, set[UUID]]:
    """Return the zones of each need: the one said, and those of the places of its words."""
    zones: defaultdict[UUID, set[UUID]] = defaultdict(set)
    said = SharedNeed.objects.filter(pk__in=needs, zone__isnull=False)
    for need, zone in said.values_list("pk", "zone"):
        if zone is not None:
            zones[need].add(zone)
    held = Attachment.objects.filter(need__in=needs, voice__withdrawn_at=None).order_by()
    places = set(held.annotate(where=WHERE).values_list("need", "where").distinct())
    of_place: defaultdict[UUID | None, set[UUID]] = defaultdict(set)
    inside = PlaceZone.objects.filter(place__in={place for _, place in places if place is not None})
    for place, zone in inside.values_list("place", "zone"):
        of_place[place].add(zone)
    for need, place in places:
        zones[need] |= of_place[place]
    return zones


def _delay(sent: dict[UUID, datetime]) -> float | None:
    """Return the median of the days between a relay and the first answer of its thread; None without any."""
    roots: dict[UUID, UUID] = {}
    for relay, source in Relay.objects.order_by("sent_at", "pk").values_list("pk", "forwarded_from"):
        roots[relay] = roots.get(source, source) if source is not None else relay
    firsts: dict[UUID, datetime] = {}
    answers = Reply.objects.filter(kind=ReplyKind.REPONSE).exclude(state__in=UNANSWERED).order_by()
    for relay, at in answers.values("relay").annotate(at=Min("at")).values_list("relay", "at"):
        root = roots.get(relay, relay)
        firsts[root] = min(at, firsts.get(root, at))
    days = [(firsts[relay] - at).total_seconds() / 86_400 for relay, at in sent.items() if relay in firsts]
    return median(days) if days else None


def outcomes(scope: FigureScope) -> Counter[str]:
    """Return how many relays sent in the period have each RelayState."""
    return Counter(relays_sent(scope).values_list("state", flat=True))
