"""Dates in French: the first of a month is « 1er », in templates and in sentences."""

from datetime import date

import pytest
from django.template import engines

from palier.core.dates import date_format


@pytest.mark.parametrize(
    ("day", "shape", "words"),
    [
        (date(2026, 12, 1), "l j F Y", "mardi 1er décembre 2026"),
        (date(2026, 12, 1), "D j M", "mar 1er Déc"),
        (date(2026, 8, 1), "j F", "1er août"),
        (date(2026, 12, 11), "j F", "11 décembre"),
        (date(2026, 12, 1), "Y-m-d", "2026-12-01"),
    ],
)
def test_the_first_day_of_a_month_is_written_1er(day: date, shape: str, words: str) -> None:
    template = engines["django"].from_string("{{ day|date:shape }}")

    drawn = template.render({"day": day, "shape": shape})

    assert (drawn, date_format(day, shape)) == (words, words)


def test_a_missing_date_draws_nothing() -> None:
    drawn = engines["django"].from_string('[{{ day|date:"j F" }}]').render({"day": None})

    assert drawn == "[]"
