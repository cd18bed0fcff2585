"""The themes that come first on the phones of a team: those of the words it heard lately."""

from datetime import timedelta

import pytest
from django.utils import timezone

from palier.core.tenancy import structure_scope
from palier.mobile.queries.changes import changes_since
from palier.voices.models import Voice
from palier.voices.queries.themes import last_themes
from tests.agenda.safety_teams import START, Team, make_team
from tests.factories.fieldlog import make_line
from tests.factories.people import make_structure

pytestmark = pytest.mark.django_db


def heard(team: Team, *themes: str, minutes: int) -> Voice:
    return make_line(Voice, team.outing, at=START + timedelta(minutes=minutes), text="On veut un banc.", themes=themes)


def test_the_last_chosen_come_first_and_once() -> None:
    team = make_team()
    heard(team, "logement", "ecole", minutes=10)
    heard(team, "mobilite", "logement", minutes=20)

    with structure_scope(team.structure.pk):
        assert last_themes([team.outing.pk]) == ["mobilite", "logement", "ecole"]
        assert last_themes([]) == []


def test_words_taken_back_and_those_of_other_teams_suggest_nothing() -> None:
    team, other = make_team(), make_team(structure=make_structure("Centre des Moulins"))
    gone = heard(team, "ecole", minutes=10)
    heard(other, "logement", minutes=20)

    with structure_scope(team.structure.pk):
        Voice.objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())
        assert last_themes([team.outing.pk, other.outing.pk]) == []


def test_they_come_down_to_the_phone() -> None:
    team = make_team()
    heard(team, "vacances", minutes=10)

    with structure_scope(team.structure.pk):
        changes, cursor = changes_since(team.awa, None, START)
        again, _ = changes_since(team.awa, cursor, START)

    assert changes is not None
    assert changes["themes"] == ["vacances"]
    assert again is None
