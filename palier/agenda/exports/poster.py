"""What the wall shows of the agenda: first names only, and only when asked."""

from collections.abc import Iterable
from datetime import date

from palier.agenda.enums import OutingState
from palier.agenda.queries.agenda import AgendaDay, OutingLine, Period
from palier.agenda.recurrence_text import hour_words
from palier.documents.wall import Wall, WallDay, WallEvent
from palier.structures.enums import WeekDay
from palier.structures.models import Structure

# Said on the wall; the other states go without saying.
SAID = {OutingState.BROUILLON: "à confirmer", OutingState.ANNULEE: "annulée"}


def poster_of(
    period: Period, days: Iterable[AgendaDay], *, structure: Structure, named: bool, printed_on: date
) -> Wall:
    """Return the calendar of a period; ``named`` writes the first names of each team."""
    return Wall(
        title=f"Nos sorties · {period.title}",
        subtitle=str(structure),
        footer="La version du jour est dans Palier",
        weekdays=tuple(day.label for day in WeekDay),
        days=tuple(
            WallDay(
                label=str(day.day.day),
                note=day.holiday,
                outside=not day.is_inside,
                events=tuple(_event(line, named=named) for line in day.lines),
            )
            for day in days
        ),
        date=printed_on,
    )


def _event(line: OutingLine, *, named: bool) -> WallEvent:
    name = line.outing.name
    return WallEvent(
        hours=f"{hour_words(line.start.time())} – {hour_words(line.end.time())}",
        place=line.outing.place.name,
        kind=name or line.modality,
        people=", ".join(person.split()[0] for person in line.people if person.strip()) if named else "",
        note=SAID.get(OutingState(line.outing.state), ""),
    )
