"""A rule, said in French to people, and in RFC 5545 to calendars."""

from collections.abc import Iterable, Sequence
from datetime import date, time

from palier.agenda.enums import Frequency
from palier.agenda.recurrence import LAST, PARIS, Exceptions, Rule, days_of, rule_dates, universal
from palier.structures.enums import WeekDay

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
ALL_YEAR = 330  # days: a shorter series is said by its own bounds
_RANK_WORDS = {1: "1er", 2: "2e", 3: "3e", 4: "4e", LAST: "dernier"}
_EVERY = ("", "", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")
_LETTERS = dict(zip(WeekDay, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))


def sentence(rule: Rule, exceptions: Exceptions, start: time, end: time) -> str:
    """Return the rule in words: « le jeudi de 9 h à 11 h, toute l'année, sauf jours fériés »."""
    parts = [f"{_rhythm(rule)} de {hour_words(start)} à {hour_words(end)}", season_words(rule)]
    kept_out = [
        *(["jours fériés"] if exceptions.skip_public else []),
        *(["vacances scolaires"] if exceptions.skip_school else []),
    ]
    if kept_out:
        parts.append("sauf " + joined(kept_out))
    return ", ".join(parts)


def season_words(rule: Rule) -> str:
    """Return when in the year: « d'avril à septembre », « toute l'année », or the bounds of a short series."""
    if rule.months:
        return _months_words(sorted(set(rule.months)))
    if (rule.ends_on - rule.starts_on).days >= ALL_YEAR:
        return "toute l'année"
    return bounds_words(rule.starts_on, rule.ends_on)


def bounds_words(first: date, last: date) -> str:
    """Return « du 7 janvier au 25 mars 2027 »; the year is said twice when it changes."""
    year = "" if first.year == last.year else f" {first.year}"
    return f"du {day_words(first)}{year} au {day_words(last)} {last.year}"


def day_words(day: date) -> str:
    """Return « 1er mai », « 2 mai »."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]}"


def hour_words(hour: time) -> str:
    """Return « 9 h », « 9 h 30 »."""
    return f"{hour.hour} h" + (f" {hour.minute:02}" if hour.minute else "")


def joined(words: Sequence[str]) -> str:
    """Return « a, b et c »."""
    return " et ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def rrule_text(rule: Rule, exceptions: Exceptions, start: time) -> str:
    """Return DTSTART, RRULE, EXDATE and RDATE of a series (RFC 5545), a line each; "" when the rhythm has no date.

    What falls on a skipped holiday is told one date at a time: the standard knows no holidays.
    """
    dates = rule_dates(rule)
    if not dates:
        return ""
    # The standard wants a first date that the rule itself gives; being one, it is in the right week or month.
    lines = [f"DTSTART;TZID={PARIS.key}:{_stamp(dates[0], start)}", f"RRULE:{_parts(rule)}"]
    within = set(dates)
    days = days_of(rule, exceptions)
    left_out = [found.day for found in days if found.left_out]
    added = [found.day for found in days if found.day not in within]
    if left_out:
        lines.append(f"EXDATE;TZID={PARIS.key}:" + ",".join(_stamp(day, start) for day in left_out))
    if added:
        # In UTC: several readers refuse a time zone here.
        lines.append("RDATE:" + ",".join(f"{universal(day, start):%Y%m%dT%H%M%SZ}" for day in added))
    return "\n".join(lines)


def _rhythm(rule: Rule) -> str:
    days = [day for day in WeekDay if day in rule.weekdays]
    if rule.frequency == Frequency.MENSUELLE:
        words = f"{_ranked(days, sorted_ranks(rule.ranks))} du mois"
        return words if rule.interval == 1 else f"un mois sur {_EVERY[rule.interval]}, {words}"
    if rule.interval == 1:
        return _weekly(days)
    if len(days) == 1:
        return f"un {days[0].value} sur {_EVERY[rule.interval]}"
    return f"une semaine sur {_EVERY[rule.interval]}, {_weekly(days)}"


def _weekly(days: list[WeekDay]) -> str:
    order = list(WeekDay)
    if len(days) == len(order):
        return "tous les jours"
    in_a_row = len(days) > 2 and order.index(days[-1]) - order.index(days[0]) == len(days) - 1
    if in_a_row:
        return f"du {days[0].value} au {days[-1].value}"
    return joined([f"le {day.value}" for day in days])


def sorted_ranks(ranks: Iterable[int]) -> list[int]:
    """Return the ranks of a month in the order of its days, the last one last."""
    return sorted(set(ranks), key=lambda rank: (rank == LAST, rank))


def _ranked(days: list[WeekDay], ranks: list[int]) -> str:
    words = [_RANK_WORDS[rank] for rank in ranks]
    return joined([joined([f"le {word}" for word in words]) + f" {day.value}" for day in days])


def _months_words(months: list[int]) -> str:
    if len(months) == len(MONTHS):
        return "toute l'année"
    run = _one_run(months)
    if len(run) > 2:
        first, last = MONTHS[run[0] - 1], MONTHS[run[-1] - 1]
        elided = "d'" if first[0] in "ao" else "de "
        return f"{elided}{first} à {last}"
    return "en " + joined([MONTHS[month - 1] for month in run or months])


def _one_run(months: list[int]) -> list[int]:
    """Return the months from the first to the last of a season, which may pass over the new year; [] if in pieces."""
    for first in months:
        run = [(first - 1 + step) % len(MONTHS) + 1 for step in range(len(months))]
        if sorted(run) == months:
            return run
    return []


def _parts(rule: Rule) -> str:
    monthly = rule.frequency == Frequency.MENSUELLE
    days = [_LETTERS[day] for day in rule.weekdays]
    if monthly:
        days = [f"{rank}{letters}" for letters in days for rank in rule.ranks]
    parts = [
        f"FREQ={'MONTHLY' if monthly else 'WEEKLY'}",
        f"INTERVAL={rule.interval}",
        f"UNTIL={universal(rule.ends_on, time(23, 59, 59)):%Y%m%dT%H%M%SZ}",
        "WKST=MO",
        f"BYDAY={','.join(days)}",
    ]
    if rule.months:
        parts.append("BYMONTH=" + ",".join(str(month) for month in rule.months))
    return ";".join(parts)


def _stamp(day: date, hour: time) -> str:
    return f"{day:%Y%m%d}T{hour:%H%M%S}"
