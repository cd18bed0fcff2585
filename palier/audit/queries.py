"""Read the audit of one structure. Asked inside its scope: elsewhere nothing comes back, or ScopeError is raised."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils import timezone

from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.audit.wording import fit, fold

LONGEST_SEARCH = 200  # characters
_LONG_AGO, _FAR_AHEAD = date(1900, 1, 1), date(9000, 1, 1)


@dataclass(frozen=True, slots=True)
class EntryFilters:
    """What to keep of the audit; an empty value keeps everything. Both days are included, in local time."""

    since: date | None = None
    until: date | None = None
    kind: str = ""
    actor_id: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class EntryChoices:
    """What the filters of a structure may be, as (value, label): only what its entries hold, sorted by label."""

    kinds: list[tuple[str, str]]
    people: list[tuple[str, str]]


def entries_of(structure_id: UUID, filters: EntryFilters | None = None) -> QuerySet[AuditEntry]:
    """Return the entries of a structure, the newest first.

    ``text``: each of its words stands somewhere in the entry, whatever its capitals and accents.
    """
    asked = filters or EntryFilters()
    found: QuerySet[AuditEntry] = AuditEntry.objects.filter(structure_id=structure_id)
    if asked.since:
        found = found.filter(at__gte=_midnight(asked.since))
    if asked.until:
        found = found.filter(at__lt=_midnight(min(asked.until, _FAR_AHEAD) + timedelta(days=1)))
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.actor_id:
        found = found.filter(actor_id=asked.actor_id)
    for word in fold(fit(asked.text, LONGEST_SEARCH)).split():
        found = found.filter(folded__contains=word)
    return found.order_by("-at", "-id")


def entry_choices(structure_id: UUID) -> EntryChoices:
    """Return the kinds and the people a structure's entries speak of; someone renamed has their last name."""
    entries = AuditEntry.objects.filter(structure_id=structure_id)
    present = set(entries.values_list("kind", flat=True).distinct())
    named = entries.exclude(actor_id="").values_list("actor_id", "actor_name").annotate(last=Max("at"))
    names = {actor_id: name for actor_id, name, _ in named.order_by("last")}
    return EntryChoices(
        kinds=sorted(((k.value, k.label) for k in AuditKind if k in present), key=lambda c: fold(c[1])),
        people=sorted(names.items(), key=lambda choice: fold(choice[1])),
    )


def _midnight(day: date) -> datetime:
    # The first and the last days that a date can be have no midnight in UTC: a far one says the same.
    day = min(max(day, _LONG_AGO), _FAR_AHEAD)
    return timezone.make_aware(datetime.combine(day, time.min))
