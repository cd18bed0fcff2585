"""Gather what the rules of a team look at, for one outing or for many: three queries whatever their number."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing, Participation
from palier.agenda.queries.team import PRESENT, Team, teams_of
from palier.agenda.rules import LAST_TEAMS, NEEDED_TRAININGS, Finding, TeamFacts, Teammate, blocking, check_team
from palier.structures.models import Training
from palier.structures.queries.trainings import TrainingState, state_of

MOST_DRAFTS = 60
# A monthly series met three times in a season and its summer: older outings say nothing of habits.
LOOK_BACK = timedelta(days=365)


def findings_of(teams: Collection[Team]) -> dict[UUID, list[Finding]]:
    """Return what is not met in each team, by the id of its outing."""
    trainings = _trainings({entry.membership_id for team in teams for entry in team.present})
    last_teams = _last_teams([team.outing for team in teams])
    return {team.outing.pk: check_team(_facts(team, trainings, last_teams[team.outing.pk])) for team in teams}


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft to come, with its team and what the rules say of it."""

    team: Team
    findings: list[Finding]

    @property
    def is_ready(self) -> bool:
        """Whether nothing keeps it from being confirmed."""
        return not blocking(self.findings)


def drafts_to_come(now: datetime) -> list[Draft]:
    """Return the next drafts, sixty at most, the soonest first, in five queries."""
    found = Outing.objects.filter(state=OutingState.BROUILLON, starts_at__gt=now).select_related("place")
    teams = teams_of(found.order_by("starts_at", "pk")[:MOST_DRAFTS])
    findings = findings_of(list(teams.values()))
    return [Draft(team, findings[pk]) for pk, team in teams.items()]


def _facts(team: Team, trainings: dict[UUID, list[Training]], last_teams: tuple[frozenset[UUID], ...]) -> TeamFacts:
    day = localdate(team.outing.starts_at)
    people = tuple(
        Teammate(
            entry.membership_id,
            entry.membership.name,
            entry.membership.status,
            frozenset(
                training.kind
                for training in trainings[entry.membership_id]
                if training.taken_on <= day and state_of(training, day) != TrainingState.EXPIRED
            ),
        )
        for entry in team.present
    )
    return TeamFacts(people, day, team.outing.smallest_team, last_teams)


def _trainings(members: set[UUID]) -> dict[UUID, list[Training]]:
    found: dict[UUID, list[Training]] = defaultdict(list)
    for training in Training.objects.filter(membership__in=members, kind__in=NEEDED_TRAININGS):
        found[training.membership_id].append(training)
    return found


def _last_teams(outings: list[Outing]) -> dict[UUID, tuple[frozenset[UUID], ...]]:
    """Return the teams of the last outings before each one, of its series, or at its place when it has none."""
    if not outings:
        return {}
    series = {outing.series_id for outing in outings if outing.series_id}
    places = {outing.place_id for outing in outings if not outing.series_id}
    around = Outing.objects.filter(
        Q(series__in=series) | Q(place__in=places),
        starts_at__lt=max(outing.starts_at for outing in outings),
        starts_at__gt=min(outing.starts_at for outing in outings) - LOOK_BACK,
    ).exclude(state=OutingState.ANNULEE)
    before: dict[UUID | None, list[UUID]] = defaultdict(list)
    starts = {}
    for pk, series_id, place_id, starts_at in around.order_by("-starts_at").values_list(
        "pk", "series_id", "place_id", "starts_at"
    ):
        starts[pk] = starts_at
        before[series_id].append(pk)
        before[place_id].append(pk)
    last = {
        outing.pk: [pk for pk in before[outing.series_id or outing.place_id] if starts[pk] < outing.starts_at][
            :LAST_TEAMS
        ]
        for outing in outings
    }
    teams = _people({pk for found in last.values() for pk in found})
    return {pk: tuple(frozenset(teams[entry]) for entry in found) for pk, found in last.items()}


def _people(outings: set[UUID]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    present = Participation.objects.filter(PRESENT, outing__in=outings)
    for outing_id, membership_id in present.values_list("outing_id", "membership_id"):
        found[outing_id].add(membership_id)
    return found
