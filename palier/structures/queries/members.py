"""Read the team of a structure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from palier.accounts.models import Device
from palier.documents.reading.folding import fold
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import Membership, Structure

ACTIVE, GONE, ALL = "", "partis", "tous"
STATES = {ACTIVE: "Dans l'équipe", GONE: "Parti·es", ALL: "Tout le monde"}
SORTS = {"nom": "Nom", "statut": "Statut", "role": "Rôle", "vu": "Vu récemment"}
_NEVER = 0.0


@dataclass(frozen=True, slots=True)
class MemberSearch:
    """What to show of a team; an empty value keeps everyone. ``state`` is a key of STATES, ``sort`` one of SORTS."""

    text: str = ""
    status: str = ""
    role: str = ""
    state: str = ACTIVE
    sort: str = "nom"


def read_member_search(address: dict[str, str]) -> MemberSearch:
    """Return the search that an address asks for; a value that does not exist counts as none."""

    def among(name: str, values: Any, default: str) -> str:
        return address[name] if address.get(name) in values else default

    return MemberSearch(
        text=address.get("q", "")[:120],
        status=among("statut", MembershipStatus.values, ""),
        role=among("role", Role.values, ""),
        state=among("etat", STATES, ACTIVE),
        sort=among("tri", SORTS, "nom"),
    )


def members_with_last_seen(structure: Structure) -> QuerySet[Membership]:
    """Return the members with their account, and ``last_seen_at``: when a device of theirs was last used, or None.

    A phone entered in another structure does not count: it would tell that they belong to it.
    """
    ours = Device.objects.filter(Q(is_phone=False) | Q(phone__structure=structure.pk), user=OuterRef("user"))
    seen = ours.order_by("-last_seen_at").values("last_seen_at")[:1]
    members = Membership.objects.filter(structure=structure).select_related("user")
    return members.annotate(last_seen_at=Subquery(seen))


def find_members(structure: Structure, search: MemberSearch) -> list[Membership]:
    """Return the members that a search asks for, in order, in one query. A team fits in memory.

    Each word of ``text`` begins a word of the name, accents and capitals aside: sorted and searched here, names come
    out alike on both databases.
    """
    found = members_with_last_seen(structure)
    if search.status:
        found = found.filter(status=search.status)
    if search.role:
        found = found.filter(role=search.role)
    if search.state != ALL:
        found = found.filter(ended_at__isnull=search.state == ACTIVE)
    words = [f" {word}" for word in fold(search.text).split()]
    kept = [member for member in found if all(word in f" {fold(member.name)}" for word in words)]
    return sorted(kept, key=_order(search.sort))


def _order(sort: str) -> Callable[[Any], tuple[Any, ...]]:
    def key(member: Any) -> tuple[Any, ...]:
        seen: datetime | None = member.last_seen_at
        first = {
            "statut": MembershipStatus.values.index(member.status),
            "role": Role.values.index(member.role),
            "vu": -seen.timestamp() if seen else _NEVER,
        }
        return (first.get(sort, 0), fold(member.name), str(member.pk))

    return key
