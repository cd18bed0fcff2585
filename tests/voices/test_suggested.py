"""Themes suggested for words: from their descriptions at first, then from what the team chose."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from palier.agenda.models import Outing
from palier.structures.enums import Theme
from palier.structures.models import Membership
from palier.voices.actions.triage import triage_words
from palier.voices.models import Voice
from palier.voices.queries import suggested
from palier.voices.queries.word_vectors import word_meanings
from tests.factories.people import actor_for
from tests.factories.voices import HEARD, make_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


@pytest.fixture(autouse=True)
def nothing_learned() -> Iterator[None]:
    """Begin as a process that has just started."""
    suggested._held.clear()
    yield
    suggested._held.clear()


def words(outing: Outing, text: str, *themes: str) -> Voice:
    return make_words(outing.structure, text=text, themes=list(themes))


def suggested_themes(voice: Voice) -> list[Theme]:
    return suggested.suggested_themes(voice, word_meanings().vector_of(voice))


def test_first_words_are_suggested_something_likely(outing: Outing) -> None:
    found = suggested_themes(
        words(outing, "L'ascenseur de l'immeuble est encore en panne, la cage d'escalier est sale.")
    )

    assert len(found) == 3
    assert {"cadre_de_vie", "logement"} & set(found)


def test_themes_that_words_have_are_not_suggested(outing: Outing) -> None:
    text = "Le bus ne passe plus le soir."
    first = suggested_themes(words(outing, text))[0]

    assert first not in suggested_themes(words(outing, text, first))


def test_choices_of_the_team_teach(outing: Outing, lead: Membership) -> None:
    text = "Le brimborion du jeudi, on en veut un ici."
    before = suggested_themes(words(outing, text))
    for number in range(6):
        voice = words(outing, f"Un brimborion, encore un brimborion ! {number}")
        triage_words(
            keys=[voice.pk],
            themes=["vacances"],
            editor=lead,
            by=actor_for(lead),
            now=HEARD + timedelta(minutes=number),
        )

    assert before[0] != "vacances"
    assert suggested_themes(words(outing, text))[0] == "vacances"
