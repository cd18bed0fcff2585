"""Where words stand, from their triage and from their needs; finished only as docs/adr/0010 says."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from palier.agenda.models import Outing
from palier.voices.enums import NeedState
from palier.voices.queries.endings import WordStanding, endings_of
from tests.factories.voices import make_need, make_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


@pytest.mark.parametrize(
    ("state", "standing", "is_finished"),
    [
        ("a_trier", WordStanding.A_TRIER, False),
        ("triee", WordStanding.TRIEE, False),
        ("rien_a_faire", WordStanding.RIEN_A_FAIRE, True),
    ],
)
def test_words_without_need_stand_where_triage_put_them(
    outing: Outing, state: str, standing: WordStanding, is_finished: bool
) -> None:
    voice = make_words(outing.structure, state=state, nothing_reason="Un merci" if is_finished else "")

    ending = endings_of([voice])[voice.pk]

    assert (ending.standing, ending.is_finished, ending.has_success) == (standing, is_finished, False)


@pytest.mark.parametrize(
    ("states", "standing", "is_finished"),
    [
        (["ouvert"], WordStanding.DANS_UN_BESOIN, False),
        (["relaye"], WordStanding.RELAYEE, False),
        (["repondu"], WordStanding.REPONDUE, False),
        (["rapporte"], WordStanding.RAPPORTEE, True),
        (["sans_relais"], WordStanding.SANS_RELAIS, True),
        (["rapporte", "relaye"], WordStanding.RELAYEE, False),
        (["rapporte", "sans_relais"], WordStanding.RAPPORTEE, True),
        (["fusionne"], WordStanding.TRIEE, False),
    ],
)
def test_words_of_needs_stand_where_the_least_far_does(
    outing: Outing, states: list[str], standing: WordStanding, is_finished: bool
) -> None:
    voice = make_words(outing.structure, state="triee")
    for state in states:
        make_need(outing.structure, voice, state=state, closed_reason="Réglé" if state == "sans_relais" else "")

    ending = endings_of([voice])[voice.pk]

    assert (ending.standing, ending.is_finished) == (standing, is_finished)


@pytest.mark.parametrize(("outcomes", "is_success"), [(["realise"], True), (["realise", "realise_en_partie"], False)])
def test_only_what_was_done_is_a_success(outing: Outing, outcomes: list[str], is_success: bool) -> None:
    voice = make_words(outing.structure, state="triee")
    for outcome in outcomes:
        make_need(outing.structure, voice, state=NeedState.RAPPORTE, outcome=outcome)

    assert endings_of([voice])[voice.pk].has_success is is_success


def test_many_words_are_one_question(outing: Outing) -> None:
    voices = [make_words(outing.structure, state="triee") for _ in range(5)]
    make_need(outing.structure, *voices)

    with CaptureQueriesContext(connection) as asked:
        endings = endings_of(voices)

    assert (len(asked), len(endings)) == (1, 5)
