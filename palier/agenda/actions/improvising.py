"""Go out now: an outing created on the spot, already begun."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from palier.agenda.actions.outings import record_outing
from palier.agenda.actions.reported import LONG_OVER
from palier.agenda.enums import Modality, OutingState, ParticipationState
from palier.agenda.models import Outing, Participation
from palier.agenda.rules import PAIR, SHORTEST_REASON, is_reason
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.ids import uuid7
from palier.structures.models import Membership
from palier.territory.actions.places import create_place, restore_place
from palier.territory.models import Place
from palier.territory.queries.places import place_named


class AloneWithoutReason(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """One goes out in pairs; alone, one says why, in ten characters at least."""


@dataclass(frozen=True, slots=True)
class Departure:
    """Where one goes (a place known, or the name of a new one), how, until when, with whom besides oneself."""

    ends_at: datetime
    place: Place | None = None
    new_place: str = ""
    modality: str = Modality.PRESENCE_SOCIALE
    companions: Sequence[Membership] = ()
    alone_reason: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A departure received later: the key that the phone gave to the outing, and the hour when it began."""

    key: UUID
    starts_at: datetime


@transaction.atomic
def improvise_outing(
    *, leaver: Membership, departure: Departure, by: Actor, now: datetime, told: Told | None = None
) -> Outing:
    """Return an outing that begins now, or began when it is ``told`` later, its team there.

    Raises AloneWithoutReason; the reason goes to the audit. One told long after its hour of return is over.
    """
    team = [leaver, *(member for member in departure.companions if member.pk != leaver.pk)]
    is_alone = len(team) < PAIR
    # What a phone tells later took place: its lines wait for it, and a short reason is not asked for again.
    if is_alone and told is None and not is_reason(departure.alone_reason):
        least = f"en {SHORTEST_REASON} caractères au moins"
        raise AloneWithoutReason(f"On sort à deux. Si vous partez seul·e, dites pourquoi, {least}.")
    outing = _begun(leaver, departure, told or Told(key=uuid7(), starts_at=now), by, now)
    if is_alone:
        outing.override_by, outing.override_reason = leaver, departure.alone_reason
    outing.largest_team = max(len(team), outing.largest_team)
    outing.save(force_insert=True)
    _gone(outing, team, now)
    record_outing(outing, "Improvisée", by=by, now=now)
    if is_alone:
        detail = f"Seul·e : {departure.alone_reason}"
        record_outing(outing, detail, by=by, now=now, kind=AuditKind.RULE_OVERRIDDEN)
    return outing


def _begun(leaver: Membership, departure: Departure, told: Told, by: Actor, now: datetime) -> Outing:
    """Return, not saved, an outing under way since the hour told; over, when it is told long after."""
    is_over = now > departure.ends_at + LONG_OVER
    return Outing(
        id=told.key,
        structure=leaver.structure,
        place=departure.place or _place(leaver, departure.new_place, by, now),
        modality=departure.modality,
        starts_at=told.starts_at,
        ends_at=departure.ends_at,
        state=OutingState.TERMINEE if is_over else OutingState.EN_COURS,
        confirmed_at=now,
        started_at=told.starts_at,
        ended_at=departure.ends_at if is_over else None,
        is_public=False,
        is_improvised=True,
        created_at=now,
        updated_at=now,
    )


def _gone(outing: Outing, team: Sequence[Membership], now: datetime) -> None:
    """Write the team of an outing that began."""
    Participation.objects.bulk_create(
        Participation(
            structure=outing.structure,
            outing=outing,
            membership=member,
            state=ParticipationState.INSCRIT,
            joined_at=now,
            checked_in_at=outing.started_at,
            created_at=now,
            updated_at=now,
        )
        for member in team
    )


def _place(leaver: Membership, name: str, by: Actor, now: datetime) -> Place:
    """Return the place of this name, taken up again if it was archived, made if nobody knew it."""
    known = place_named(name)
    if known is None:
        return create_place(structure=leaver.structure, fields={"name": name}, by=by, now=now)
    known = Place.objects.get(pk=known.pk)
    return restore_place(place=known, by=by, now=now) if known.archived_at else known
