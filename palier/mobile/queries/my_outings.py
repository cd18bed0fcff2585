"""The outings that a phone holds: those of its member, and what tells that one of them changed."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from palier.agenda.models import Outing, Participation
from palier.agenda.queries.team_out import GOING
from palier.core.questions import Question, columns_of, names_of, record_of
from palier.fieldlog.models import OutingLog
from palier.structures.models import Membership, Partner
from palier.territory.models import Place

BEHIND, AHEAD = timedelta(days=7), timedelta(days=14)


# What tells that an outing changed, and its team: a row for each member, in the order in which they signed up.
_MARKS = Question(
    "SELECT outing.id, outing.updated_at, outing.state, log.version, place.updated_at, partner.updated_at,"
    " member.name, team.role, team.checked_in_at, team.checked_out_at, owed.answers, owed.last_at, owed.told_as_at"
    " FROM agenda_outing outing"
    " JOIN territory_place place ON place.id = outing.place_id"
    # What is to be told at its place: one more, one less, or said otherwise.
    " LEFT JOIN (SELECT due.place_id, COUNT(*) AS answers, MAX(due.updated_at) AS last_at,"
    " MAX(need.updated_at) AS told_as_at FROM voices_restitution due"
    " JOIN voices_sharedneed need ON need.id = due.need_id"
    " WHERE due.structure_id = :structure AND due.state = 'a_rapporter' GROUP BY due.place_id) owed"
    " ON owed.place_id = outing.place_id"
    " LEFT JOIN structures_partner partner ON partner.id = place.partner_id"
    " LEFT JOIN fieldlog_outinglog log ON log.outing_id = outing.id"
    " LEFT JOIN agenda_participation team"
    " ON team.structure_id = outing.structure_id AND team.outing_id = outing.id AND team.state IN :going"
    " LEFT JOIN structures_membership member ON member.id = team.membership_id"
    " WHERE outing.structure_id = :structure AND outing.starts_at > :since AND outing.starts_at < :until"
    " AND EXISTS (SELECT 1 FROM agenda_participation mine WHERE mine.structure_id = outing.structure_id"
    " AND mine.membership_id = :member AND mine.outing_id = outing.id"
    " AND (mine.state IN :going OR mine.checked_in_at IS NOT NULL))"
    " ORDER BY team.joined_at, team.id",
    columns_of(Outing, "id"),
)


_OUTING = columns_of(
    Outing,
    *("id", "structure", "name", "modality", "intents", "place", "starts_at", "ends_at", "state", "material"),
    *("note", "is_improvised"),
)
_PLACE = columns_of(
    Place,
    *("id", "name", "kind", "address", "postal_code", "commune", "latitude", "longitude", "hours", "note", "partner"),
)
_PARTNER = columns_of(Partner, "id", "name", "archived_at")
_LOG = columns_of(OutingLog, "id", *OutingLog.COUNTS, "closed_at")
_HELD = Question(
    f"SELECT {names_of(_OUTING, 'outing')}, {names_of(_PLACE, 'place')}, {names_of(_PARTNER, 'partner')},"  # noqa: S608
    f" {names_of(_LOG, 'log')}, (SELECT COUNT(*) FROM voices_restitution due"
    " WHERE due.structure_id = outing.structure_id AND due.place_id = outing.place_id AND due.state = 'a_rapporter')"
    " FROM agenda_outing outing"
    " JOIN territory_place place ON place.id = outing.place_id"
    " LEFT JOIN structures_partner partner ON partner.id = place.partner_id"
    " LEFT JOIN fieldlog_outinglog log ON log.outing_id = outing.id"
    " WHERE outing.structure_id = :structure AND outing.id IN :ids ORDER BY outing.starts_at, outing.id",
    [*_OUTING, *_PLACE, *_PARTNER, *_LOG],
)
_TEAMS = Question(
    "SELECT team.outing_id, team.membership_id, team.role, team.checked_in_at, team.checked_out_at, member.name"
    " FROM agenda_participation team JOIN structures_membership member ON member.id = team.membership_id"
    " WHERE team.structure_id = :structure AND team.outing_id IN :ids AND team.state IN :going"
    " ORDER BY team.joined_at, team.id",
    columns_of(Participation, "outing", "membership", "role", "checked_in_at", "checked_out_at"),
)


@dataclass(frozen=True, slots=True)
class Teammate:
    """Who goes, under the key of their membership, and their hours."""

    member: UUID
    role: str
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    name: str


@dataclass(frozen=True, slots=True)
class Held:
    """An outing with its place, its log (None before a first line), its team, how many answers its place waits for."""

    outing: Outing
    log: OutingLog | None
    team: Sequence[Teammate]
    due: int = 0


def outing_stamps(membership: Membership, now: datetime) -> dict[UUID, str]:
    """Return the outings of the last seven days and of the next fourteen in which ``membership`` goes.

    By key, each with a stamp that differs once something of it changed. One question.
    """
    rows = _MARKS.ask(going=GOING, since=now - BEHIND, until=now + AHEAD, member=membership.pk)
    told: dict[UUID, list[object]] = {}
    for pk, *marks in rows:
        # The days of the last visits are said from today.
        told.setdefault(pk, [localdate(now)]).extend(marks)
    return {pk: _stamp(marks) for pk, marks in told.items()}


def held_outings(keys: Collection[UUID]) -> list[Held]:
    """Return these outings, by date, with what a phone shows of them: two questions."""
    if not keys:
        return []
    teams: defaultdict[UUID, list[Teammate]] = defaultdict(list)
    for outing_id, *mate in _TEAMS.ask(ids=keys, going=GOING):
        teams[outing_id].append(Teammate(*mate))
    return [_held(iter(row), teams) for row in _HELD.ask(ids=keys)]


def _held(row: Iterator[Any], teams: Mapping[UUID, list[Teammate]]) -> Held:
    outing = record_of(Outing, _OUTING, list(islice(row, len(_OUTING))))
    place = record_of(Place, _PLACE, list(islice(row, len(_PLACE))))
    partner = record_of(Partner, _PARTNER, list(islice(row, len(_PARTNER))))
    log = record_of(OutingLog, _LOG, list(islice(row, len(_LOG))))
    outing.place, place.partner = place, partner if partner.pk else None
    return Held(outing, log if log.pk else None, teams.get(outing.pk, []), next(row))


def _stamp(marks: Sequence[object]) -> str:
    return blake2b("\n".join(map(str, marks)).encode(), digest_size=6).hexdigest()
