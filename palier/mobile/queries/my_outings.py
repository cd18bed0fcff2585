"""The outings that a phone holds: those of its member, and what tells that one of them changed."""

from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class Held:
    """An outing with its place, its log (None before a first line) and its team; ``stamp`` differs once it changed."""

    outing: Outing
    log: OutingLog | None
    team: Sequence[Participation]
    stamp: str


def held_outings(membership: Membership, now: datetime) -> list[Held]:
    """Return the outings of the last seven days and of the next fourteen in which ``membership`` goes: two queries."""
    mine = Participation.objects.filter(
        Q(state__in=GOING) | Q(checked_in_at__isnull=False), outing=OuterRef("pk"), membership=membership
    )
    found = Outing.objects.filter(Exists(mine), starts_at__gt=now - BEHIND, starts_at__lt=now + AHEAD)
    outings = list(found.select_related("place__partner", "log").order_by("starts_at", "pk"))
    teams: dict[UUID, list[Participation]] = {outing.pk: [] for outing in outings}
    if outings:
        going = Participation.objects.filter(outing__in=list(teams), state__in=GOING).select_related("membership")
        for each in going.order_by("joined_at", "pk"):
            teams[each.outing_id].append(each)
    return [_held(outing, teams[outing.pk], now) for outing in outings]


def _held(outing: Outing, team: Sequence[Participation], now: datetime) -> Held:
    log = getattr(outing, "log", None)
    partner = outing.place.partner
    told = [
        # The days of the last visits are said from today.
        localdate(now).isoformat(),
        outing.updated_at.isoformat(),
        outing.state,
        str(log.version if log else 0),
        outing.place.updated_at.isoformat(),
        partner.updated_at.isoformat() if partner else "",
        *(f"{each.membership.name} {each.role} {each.checked_in_at} {each.checked_out_at}" for each in team),
    ]
    stamp = blake2b("\n".join(told).encode(), digest_size=6).hexdigest()
    return Held(outing, log, team, stamp)
