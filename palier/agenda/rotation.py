"""Places and teams take turns. Pure: the same inputs always give the same turns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from palier.agenda.enums import Rotation


@dataclass(frozen=True, slots=True)
class Turn:
    """A place that takes its turn; ``weight`` (1 to 10) is how often it comes beside the others."""

    place_id: UUID
    weight: int = 1


# Where one has been or will be, whatever the series: for each place, the days of outings that are not cancelled.
Visits = Mapping[UUID, Sequence[date]]


def place_turns(
    rotation: Rotation,
    turns: Sequence[Turn],
    days: Sequence[date],
    *,
    before: Sequence[UUID] = (),
    visits: Visits | None = None,
) -> list[UUID]:
    """Return the place of each of ``days``, which are in order.

    ``before`` lists the places where the series has already gone, the last one last, so that the turns go on from
    there; cancelled outings are in neither. ``turns`` are in the order of their rank, which settles ties.
    Raises ValueError without any turn.
    """
    if not turns:
        raise ValueError("no place to take turns")
    match rotation:
        case Rotation.ORDRE:
            return _in_order(turns, len(days), before)
        case Rotation.POIDS:
            return _by_weight(turns, len(days), before)
        case Rotation.PLUS_ANCIEN:
            return _longest_ago(turns, days, visits or {})


def team_turns(teams: Sequence[int], count: int, *, done: int = 0) -> list[int]:
    """Return the team of each of ``count`` outings, one after the other, after ``done`` outings; [] without a team."""
    order = sorted(set(teams))
    return [order[(done + step) % len(order)] for step in range(count)] if order else []


def _in_order(turns: Sequence[Turn], count: int, before: Sequence[UUID]) -> list[UUID]:
    places = [turn.place_id for turn in turns]
    known = [place for place in before if place in places]
    first = places.index(known[-1]) + 1 if known else 0
    return [places[(first + step) % len(places)] for step in range(count)]


def _by_weight(turns: Sequence[Turn], count: int, before: Sequence[UUID]) -> list[UUID]:
    """Smooth weighted round robin: each turn, every place gains its weight, and the richest goes and pays them all."""
    total = sum(turn.weight for turn in turns)
    credit = [0] * len(turns)
    index = {turn.place_id: position for position, turn in enumerate(turns)}
    found: list[UUID] = []
    for played in (*(place for place in before if place in index), *([None] * count)):
        credit = [owed + turn.weight for owed, turn in zip(credit, turns, strict=True)]
        chosen = index[played] if played else credit.index(max(credit))
        credit[chosen] -= total
        # Places chosen by hand, or added later, are owed no more than one round.
        credit = [max(-total, min(total, owed)) for owed in credit]
        if played is None:
            found.append(turns[chosen].place_id)
    return found


def _longest_ago(turns: Sequence[Turn], days: Sequence[date], visits: Visits) -> list[UUID]:
    """Choose, each day, the place whose last visit up to that day is the oldest; never visited comes first."""
    places = list(dict.fromkeys(turn.place_id for turn in turns))
    waiting = {place: sorted(visits.get(place, ()), reverse=True) for place in places}
    last = dict.fromkeys(places, date.min)
    found: list[UUID] = []
    for day in days:
        for place in places:
            while waiting[place] and waiting[place][-1] <= day:
                last[place] = waiting[place].pop()
        chosen = min(places, key=lambda place: (last[place], places.index(place)))
        last[chosen] = day
        found.append(chosen)
    return found
