"""The logs of the demonstration: believable, the same each time, their sums right, nobody named in the words."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from palier.agenda.models import Outing
from palier.core.tenancy import across_structures, structure_scope
from palier.dashboard.demo import load_demo
from palier.dashboard.demo_people import PEOPLE
from palier.dashboard.demo_words import INCIDENTS, OBSERVATIONS, SENTENCES, WINDY, WORDS
from palier.dashboard.queries.outing_log import ALL_LINES
from palier.fieldlog.actions.rebuilding import rebuild_rollups
from palier.fieldlog.models import Debrief, OutingLog, Tally
from palier.structures.models import Structure
from palier.voices.models import Voice

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
PALIERS = "Centre social des Trois-Paliers"


@pytest.fixture
def _loaded() -> None:
    load_demo(today=TODAY)


@pytest.mark.usefixtures("_loaded")
def test_past_outings_are_written_about_and_their_sums_are_right() -> None:
    structure = Structure.objects.get(name=PALIERS)
    with structure_scope(structure.pk):
        logs = OutingLog.objects.all()
        people = sum(log.people for log in logs)
        rebuilt = rebuild_rollups(
            structure=structure, models=ALL_LINES, now=Outing.objects.first().starts_at, check=True
        )  # type: ignore[union-attr]

        assert 40 <= len(logs) <= Outing.objects.exclude(written_at=None).count()
        assert 6 <= people / len(logs) <= 22
        assert rebuilt.is_right
        assert Voice.objects.count() >= 30


@pytest.mark.usefixtures("_loaded")
def test_windy_difficult_and_open_outings_are_there() -> None:
    with across_structures():
        logs = list(OutingLog.objects.all())
        kinds = Counter(
            {
                "windy": sum(log.nobody for log in logs),
                "open": sum(log.closed_at is None for log in logs),
                "difficult": sum(log.incidents for log in logs),
                "first": sum(log.first_meetings for log in logs),
                "undone": Tally.objects.filter(step=-1).count(),
            }
        )

    assert min(kinds.values()) >= 1
    assert kinds["windy"] < len(logs) / 5


def test_words_name_nobody_of_the_team() -> None:
    names = {part for person in PEOPLE for part in person.name.split() if len(part) > 3}
    texts: list[Any] = [words.text for words in WORDS]
    texts += [text for text, _ in OBSERVATIONS] + [*SENTENCES, *WINDY] + [text for _, text, _ in INCIDENTS]

    assert len(texts) > 40
    assert [text for text in texts if any(name in text for name in names)] == []


@pytest.mark.usefixtures("_loaded")
def test_words_fit_their_place_and_nobody_says_the_same_twice() -> None:
    places = {words.text: words.place for words in WORDS}
    with across_structures():
        rows = list(Voice.objects.filter(text__in=places).values_list("text", "outing__place__name"))
        closed = Debrief.objects.count()

    assert [text for text, place in rows if places[text] not in {"", place}] == []
    assert len({text for text, _ in rows}) == len(rows) >= 12
    assert closed >= 50
