"""Dates as French writes them: the first of a month is « 1er », which Django's formats do not know."""

import re
from datetime import date, datetime

from django.utils.formats import date_format as formatted

# A day alone before its month, whole or short: « 1 décembre », « 1 déc. ».
_FIRST_DAY = re.compile(r"\b1 (?=(?:jan|fév|mar|avr|mai|juin|juil|ao|sep|oct|nov|déc))", re.IGNORECASE)


def date_format(value: date | datetime, shape: str) -> str:
    """Return ``value`` in a Django format (« l j F »), with « 1er » for the first day of a month."""
    return with_first_day(formatted(value, shape))


def with_first_day(words: str) -> str:
    """Return « 1er décembre » for « 1 décembre »; other words come back as they are."""
    return _FIRST_DAY.sub("1er ", words)
