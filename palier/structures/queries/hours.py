"""The opening hours of a structure as people say them: « lundi à vendredi 9 h – 12 h »."""

from itertools import groupby

from palier.structures.enums import WeekDay

NO_BREAK = "\N{NO-BREAK SPACE}"
# {"lundi": [["09:00", "12:00"], ["14:00", "18:30"]]}: each WeekDay that is open, with its intervals in order.
OpeningHours = dict[str, list[list[str]]]


def hours_lines(hours: OpeningHours) -> list[str]:
    """Return one line for each run of days with the same hours, in the order of the week; none when unknown."""
    lines = []
    for intervals, run in groupby(WeekDay, key=lambda day: hours.get(day.value) or []):
        if intervals:
            said = " et ".join(f"{hour_said(start)}{NO_BREAK}– {hour_said(end)}" for start, end in intervals)
            lines.append(f"{_days_said([day.label.lower() for day in run])} {said}")
    return lines


def hour_said(hour: str) -> str:
    """Return "9 h" for "09:00", "18 h 30" for "18:30", with spaces that do not break."""
    hours, minutes = hour.split(":")
    said = f"{int(hours)} h {minutes}" if int(minutes) else f"{int(hours)} h"
    return said.replace(" ", NO_BREAK)


def _days_said(days: list[str]) -> str:
    if len(days) == 1:
        return days[0]
    return f"{days[0]} {'et' if len(days) == 2 else 'à'} {days[-1]}"
