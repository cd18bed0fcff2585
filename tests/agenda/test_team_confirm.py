"""Confirming: what blocks, what warns, the written reason, several at once, back to a draft."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from palier.agenda.actions.team_confirm import (
    ReasonTooShort,
    RulesNotMet,
    confirm_outing,
    confirm_outings,
    reopen_draft,
)
from palier.agenda.actions.team_seats import OutingClosed
from palier.agenda.enums import OutingState, ParticipationState
from palier.agenda.models import Outing
from palier.agenda.queries.team_rules import findings_of
from palier.agenda.rules import TeamRule
from palier.core.tenancy import structure_scope
from palier.structures.enums import MembershipStatus, TrainingKind
from palier.structures.models import Membership, Training
from tests.agenda.teams import NOW, Crew, make_crew
from tests.factories.outings import THURSDAY, make_outing, make_participation

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew() -> Crew:
    return make_crew(largest_team=4)


def confirm(crew: Crew, reason: str = "", outing: Outing | None = None) -> Outing:
    with structure_scope(crew.structure.pk):
        return confirm_outing(
            outing=outing or crew.outing, confirmed_by=crew.lead, reason=reason, **crew.as_actor(crew.lead)
        )


def send(crew: Crew, *members: Membership, outing: Outing | None = None) -> None:
    for member in members:
        make_participation(outing or crew.outing, member)


def missed(crew: Crew, outing: Outing | None = None) -> list[TeamRule]:
    team = crew.team(outing)
    with structure_scope(crew.structure.pk):
        return [finding.rule for finding in findings_of([team])[team.outing.pk]]


def train(member: Membership, kind: TrainingKind, taken_on: date, until: date | None = None) -> None:
    Training.objects.create(
        structure=member.structure, membership=member, kind=kind, taken_on=taken_on, valid_until=until
    )


def stored(crew: Crew) -> Outing:
    return crew.team().outing


def test_two_people_confirm_whatever_else_warns(crew: Crew) -> None:
    send(crew, crew.member("Awa"), crew.lead)

    confirm(crew)

    assert missed(crew) == [TeamRule.TRIO, TeamRule.TRAINING, TeamRule.TRAINING]
    assert (stored(crew).state, stored(crew).confirmed_at) == (OutingState.CONFIRMEE, NOW)
    assert (stored(crew).override_by, stored(crew).override_reason) == (None, "")
    assert crew.audited() == [("outings_changed", "Sortie confirmée")]


def test_reason_is_not_kept_when_nothing_blocks(crew: Crew) -> None:
    send(crew, crew.member("Awa"), crew.lead)

    confirm(crew, reason="une raison de trop")

    assert stored(crew).override_reason == ""
    assert [kind for kind, _ in crew.audited()] == ["outings_changed"]


@pytest.mark.parametrize(
    "state", [ParticipationState.ATTENTE, ParticipationState.A_REMPLACER, ParticipationState.DESISTE]
)
def test_only_who_is_placed_counts(crew: Crew, state: ParticipationState) -> None:
    send(crew, crew.lead)
    make_participation(crew.outing, crew.member("Awa"), state=state)

    with pytest.raises(RulesNotMet, match="On sort à deux au moins"):
        confirm(crew)
    assert stored(crew).state == OutingState.BROUILLON
    assert crew.audited() == []


def test_lead_passes_over_with_a_written_reason(crew: Crew) -> None:
    send(crew, crew.lead)
    with pytest.raises(ReasonTooShort, match="10 caractères"):
        confirm(crew, reason="   urgence   ")

    confirm(crew, reason="  La bibliothécaire\n vient avec moi. ")

    outing = stored(crew)
    assert (outing.state, outing.override_by_id) == (OutingState.CONFIRMEE, crew.lead.pk)
    assert outing.override_reason == "La bibliothécaire vient avec moi."
    assert crew.audited() == [
        ("rule_overridden", "binome : La bibliothécaire vient avec moi."),
        ("outings_changed", "Sortie confirmée"),
    ]


@pytest.mark.parametrize("state", [OutingState.ANNULEE, OutingState.TERMINEE, OutingState.EN_COURS])
def test_only_a_draft_to_come_is_confirmed(crew: Crew, state: OutingState) -> None:
    closed = make_outing(crew.structure, state=state)
    past = make_outing(crew.structure, state=OutingState.BROUILLON, day=NOW.date() - timedelta(days=1))

    for outing in (closed, past):
        send(crew, crew.lead, crew.member("Awa"), outing=outing)
        with pytest.raises(OutingClosed):
            confirm(crew, outing=outing)


def test_confirming_twice_writes_once(crew: Crew) -> None:
    send(crew, crew.member("Awa"), crew.lead)

    confirm(crew)
    confirm(crew)

    assert len(crew.audited()) == 1


def test_draft_again_forgets_the_reason(crew: Crew) -> None:
    confirm(crew, reason="une raison écrite")
    with structure_scope(crew.structure.pk):
        reopen_draft(outing=crew.outing, **crew.as_actor(crew.lead))
        reopen_draft(outing=crew.outing, **crew.as_actor(crew.lead))

    outing = stored(crew)
    assert (outing.state, outing.confirmed_at, outing.override_reason) == (OutingState.BROUILLON, None, "")
    assert crew.audited()[-1] == ("outings_changed", "Sortie repassée en brouillon")
    assert len(crew.audited()) == 3


def test_outing_begun_is_no_draft_again(crew: Crew) -> None:
    begun = make_outing(crew.structure, starts_at=NOW - timedelta(minutes=5))

    with structure_scope(crew.structure.pk), pytest.raises(OutingClosed):
        reopen_draft(outing=begun, **crew.as_actor(crew.lead))


def test_several_are_confirmed_and_the_others_stay_with_their_reason(crew: Crew) -> None:
    ready = make_outing(crew.structure, state=OutingState.BROUILLON, day=THURSDAY + timedelta(days=7))
    sure = make_outing(crew.structure, day=THURSDAY + timedelta(days=14))
    past = make_outing(crew.structure, state=OutingState.BROUILLON, day=NOW.date() - timedelta(days=2))
    send(crew, crew.lead, crew.member("Awa"), outing=ready)

    with structure_scope(crew.structure.pk):
        result = confirm_outings(outings=[sure, ready, crew.outing, past], **crew.as_actor(crew.lead))

    assert result.done == [ready]
    assert [(outing, words.split(" :")[0]) for outing, words in result.left] == [
        (past, "Seule une sortie en brouillon et à venir se confirme."),
        (crew.outing, "On sort à deux au moins"),
        (sure, "Elle est déjà confirmée."),
    ]
    assert crew.team(ready).outing.state == OutingState.CONFIRMEE
    assert stored(crew).state == OutingState.BROUILLON


@pytest.mark.parametrize(
    ("taken_on", "until", "count"),
    [
        (THURSDAY, None, 0),
        (THURSDAY - timedelta(days=400), THURSDAY, 0),
        (THURSDAY - timedelta(days=400), THURSDAY - timedelta(days=1), 1),
        (THURSDAY + timedelta(days=1), None, 1),
    ],
)
def test_training_counts_on_the_day_of_the_outing(crew: Crew, taken_on: date, until: date | None, count: int) -> None:
    awa = crew.member("Awa")
    send(crew, awa, crew.lead)
    train(awa, TrainingKind.CONFIDENTIALITE, date(2026, 1, 1))
    train(awa, TrainingKind.PREMIERS_SECOURS, date(2026, 1, 1))
    train(crew.lead, TrainingKind.ALLER_VERS, taken_on, until)

    assert missed(crew).count(TeamRule.TRAINING) == count


def test_training_of_who_waits_does_not_count(crew: Crew) -> None:
    awa = crew.member("Awa")
    make_participation(crew.outing, awa, state=ParticipationState.ATTENTE)
    send(crew, crew.lead, crew.member("Brahim"))
    for kind in (TrainingKind.ALLER_VERS, TrainingKind.CONFIDENTIALITE):
        train(awa, kind, date(2026, 1, 1))

    assert missed(crew).count(TeamRule.TRAINING) == 2


def test_same_pair_at_the_same_place_three_times_running_is_told(crew: Crew) -> None:
    awa = crew.member("Awa", MembershipStatus.PARTENAIRE)
    send(crew, awa, crew.lead)
    for weeks in (1, 2, 3):
        before = make_outing(crew.structure, place=crew.outing.place, day=THURSDAY - timedelta(weeks=weeks))
        send(crew, awa, crew.lead, outing=before)
    elsewhere = make_outing(crew.structure, day=THURSDAY - timedelta(days=2))
    cancelled = make_outing(
        crew.structure,
        place=crew.outing.place,
        day=THURSDAY - timedelta(days=3),
        state=OutingState.ANNULEE,
    )
    assert TeamRule.SAME_PAIR in missed(crew)

    last = make_outing(crew.structure, place=crew.outing.place, day=THURSDAY - timedelta(days=1))
    send(crew, awa, outing=last)

    assert TeamRule.SAME_PAIR not in missed(crew)
    assert TeamRule.SAME_PAIR not in missed(crew, elsewhere)
    assert TeamRule.SAME_PAIR not in missed(crew, cancelled)


def test_rules_of_many_outings_take_as_many_queries_as_those_of_one(
    crew: Crew, django_assert_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    awa = crew.member("Awa")
    place = crew.outing.place
    outings = [make_outing(crew.structure, place=place, day=THURSDAY + timedelta(days=day)) for day in range(30)]
    for outing in outings:
        send(crew, awa, crew.lead, outing=outing)
    teams = [crew.team(outing) for outing in outings]

    with structure_scope(crew.structure.pk):
        for asked in (teams[-1:], teams):
            with django_assert_num_queries(3):
                findings_of(asked)
