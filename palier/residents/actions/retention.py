"""Past the delay that a structure chose, or promised, a name is erased; the line stays, counted."""

from collections import Counter, defaultdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.tenancy import across_structures
from palier.residents.actions.trail import record_residents
from palier.residents.models import Call, Consent, Resident
from palier.residents.queries.retention import is_past
from palier.structures.enums import Retention
from palier.structures.queries.retention import months_before


@transaction.atomic
def forget_residents(now: datetime) -> int:
    """Erase the names and contacts kept long enough, and what was noted of the calls; return how many people.

    Each structure's audit says how many names went.
    """
    # A nightly job of the whole instance: each structure's own delay, and promises, are applied to its own people.
    with across_structures():
        oldest = months_before(now, min(Retention.values))
        named = Resident.objects.select_for_update(of=("self",)).exclude(sealed={}).filter(made_at__lte=oldest)
        people = list(named.select_related("structure"))
        consents = _consents([person.pk for person in people])
        due = [person for person in people if is_past(person, person.structure, consents[person.pk], now=now)]
        keys = [person.pk for person in due]
        Resident.objects.filter(pk__in=keys).update(sealed={}, updated_at=now)
        Call.objects.filter(resident__in=keys).exclude(note="").update(note="", updated_at=now)
    for structure_id, count in Counter(person.structure_id for person in due).items():
        detail = f"Personnes à rappeler, noms et contacts effacés après le délai : {count}"
        by = Actor.system("Palier")
        record_residents(AuditKind.ERASE_NAMED, detail, by=by, now=now, structure_id=structure_id)
    return len(due)


def _consents(residents: list[UUID]) -> defaultdict[UUID, list[Consent]]:
    found: defaultdict[UUID, list[Consent]] = defaultdict(list)
    for consent in Consent.objects.filter(resident__in=residents):
        found[consent.resident_id].append(consent)
    return found
