"""The outings that a phone holds: those of its member, and what tells that one of them changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from palier.agenda.models import Outing, Participation
from palier.agenda.queries.team_out import GOING
from palier.fieldlog.models import OutingLog
from palier.structures.models import Membership

BEHIND, AHEAD = timedelta(days=7), timedelta(days=14)


# What tells that an outing changed, besides its team: (column, where it is).
MARKS = ("updated_at", "state", "log__version", "place__updated_at", "place__partner__updated_at")
TEAM_MARKS = ("membership__name", "role", "checked_in_at", "checked_out_at")


@dataclass(frozen=True, slots=True)
class Held:
    """An outing with its place, its log (None before a first line) and its team."""

    outing: Outing
    log: OutingLog | None
    team: Sequence[Participation]


def outing_stamps(membership: Membership, now: datetime) -> dict[UUID, str]:
    """Return the outings of the last seven days and of the next fourteen in which ``membership`` goes.

    By key, each with a stamp that differs once something of it changed. Two queries.
    """
    mine = Participation.objects.filter(
        Q(state__in=GOING) | Q(checked_in_at__isnull=False), outing=OuterRef("pk"), membership=membership
    )
    found = Outing.objects.filter(Exists(mine), starts_at__gt=now - BEHIND, starts_at__lt=now + AHEAD)
    # The days of the last visits are said from today.
    told = {pk: [localdate(now), *marks] for pk, *marks in found.order_by().values_list("pk", *MARKS)}
    if told:
        going = Participation.objects.filter(outing__in=list(told), state__in=GOING).order_by("joined_at", "pk")
        for outing, *marks in going.values_list("outing_id", *TEAM_MARKS):
            told[outing] += marks
    return {pk: _stamp(marks) for pk, marks in told.items()}


def held_outings(keys: Collection[UUID]) -> list[Held]:
    """Return these outings, whole, by date: two queries."""
    if not keys:
        return []
    outings = list(
        Outing.objects.filter(pk__in=keys).select_related("place__partner", "log").order_by("starts_at", "pk")
    )
    teams: dict[UUID, list[Participation]] = {outing.pk: [] for outing in outings}
    going = Participation.objects.filter(outing__in=list(teams), state__in=GOING).select_related("membership")
    for each in going.order_by("joined_at", "pk"):
        teams[each.outing_id].append(each)
    return [Held(outing, getattr(outing, "log", None), teams[outing.pk]) for outing in outings]


def _stamp(marks: Sequence[object]) -> str:
    return blake2b("\n".join(map(str, marks)).encode(), digest_size=6).hexdigest()
