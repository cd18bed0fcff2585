"""What comes down to a phone: only what it does not know yet."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models.functions import Lower

from palier.agenda.queries.team import joining_members
from palier.agenda.queries.team_out import first_name
from palier.mobile.queries.cursor import Cursor, read_cursor
from palier.mobile.queries.my_outings import held_outings, outing_stamps
from palier.mobile.queries.outing_facts import outing_facts
from palier.residents.consent_texts import texts_for_phones
from palier.residents.models import StructureKey
from palier.residents.queries.keys import newest_key
from palier.structures.models import Membership, Structure
from palier.territory.models import Place
from palier.voices.queries.themes import last_themes

Changes = dict[str, Any]
KeyOf = Callable[[Structure], StructureKey | None]


def newest_key_of(structure: Structure) -> StructureKey | None:
    """Return the key that phones seal names with, None before the first one is made."""
    return newest_key(structure.pk)


def changes_since(
    membership: Membership, word: str | None, now: datetime, *, key: KeyOf = newest_key_of
) -> tuple[Changes | None, str]:
    """Return what ``membership`` has to know, None when nothing changed, and the cursor to give back next time.

    ``members``, ``places``, ``texts`` and ``themes`` are absent while they are recent enough. Two queries when nothing
    changed.
    ``key`` finds the key of a structure when those come down: the caller may make one that is missing.
    """
    user = str(membership.pk)
    known = read_cursor(word, user)
    found = outing_stamps(membership, now)
    stamps = {key.hex: stamp for key, stamp in found.items()}
    changed = [key for key, stamp in found.items() if known.outings.get(key.hex) != stamp]
    removed = [str(UUID(key)) for key in known.outings if key not in stamps and _is_key(key)]
    wants_facts = known.wants_facts(now)
    cursor = Cursor(user, now.timestamp() if wants_facts else known.facts_at, stamps)
    if not (changed or removed or wants_facts):
        return None, cursor.written()
    facts = _facts(membership, list(found)) if wants_facts else {}
    account = _account(membership, (key if wants_facts else newest_key_of)(membership.structure))
    outings = outing_facts(held_outings(changed), membership, now)
    return {"account": account, "outings": outings, "removed": removed, **facts}, cursor.written()


def _account(membership: Membership, key: StructureKey | None) -> Changes:
    return {
        "user": str(membership.pk),
        "name": membership.name,
        "first_name": first_name(membership.name),
        "structure": str(membership.structure_id),
        "structure_name": str(membership.structure),
        "role": membership.role,
        "key": {"id": str(key.pk), "point": key.public} if key else None,
    }


def _facts(membership: Membership, outings: list[UUID]) -> Changes:
    places = Place.objects.filter(archived_at=None).order_by(Lower("name")).values_list("pk", "name")
    return {
        "members": [{"id": str(member.pk), "name": member.name} for member in joining_members()],
        "places": [{"id": str(pk), "name": name} for pk, name in places],
        "texts": texts_for_phones(membership.structure),
        "themes": last_themes(outings),
    }


def _is_key(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
