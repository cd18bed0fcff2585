"""Dates in the language of a page."""

from datetime import date, datetime

from django.utils import dateformat, timezone, translation

from palier.core.dates import with_first_day
from palier.noticeboard.texts import FRENCH, BoardLanguage


def day_in(language: BoardLanguage, when: date | datetime) -> str:
    """Return « jeudi 11 mars » in the language; an instant is told at the hour of Paris."""
    return _written(language, language.day, when)


def month_in(language: BoardLanguage, when: date | datetime) -> str:
    """Return « mars 2027 » in the language."""
    return _written(language, language.month, when)


def hours_of(start: datetime, end: datetime) -> str:
    """Return « 9:00 – 11:00 », at the hour of Paris."""
    return " – ".join(f"{moment.hour}:{moment.minute:02}" for moment in map(timezone.localtime, (start, end)))


def _written(language: BoardLanguage, shape: str, when: date | datetime) -> str:
    local = timezone.localtime(when) if isinstance(when, datetime) else when
    with translation.override(language.code):
        words = dateformat.format(local, shape)
    return with_first_day(words) if language.code == FRENCH else words
