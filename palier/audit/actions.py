"""Write the audit, and let go of what is too old."""

from datetime import UTC, datetime
from uuid import UUID

from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.audit.wording import fit, fold
from palier.core.tenancy import across_structures

_LENGTHS = {field.name: field.max_length or 0 for field in AuditEntry._meta.concrete_fields}


def record(
    *,
    kind: AuditKind,
    by: Actor,
    now: datetime,
    target_kind: str = "",
    target_id: str = "",
    target_label: str = "",
    detail: str = "",
    structure_id: UUID | None = None,
) -> AuditEntry:
    """Return a saved entry, in the structure of ``by`` unless ``structure_id`` names another.

    Strings too long are cut, characters that cannot be written become spaces: what someone typed never keeps
    an entry from being written. In a transaction that fails, the entry goes away with the rest.
    """
    told = {
        "actor_id": by.id,
        "actor_name": by.name,
        "device": by.device,
        "target_kind": target_kind,
        "target_id": target_id,
        "target_label": target_label,
        "detail": detail,
    }
    fitting = {name: fit(text, _LENGTHS[name]) for name, text in told.items()}
    searched = (kind.label, *(fitting[name] for name in ("actor_name", "device", "target_label", "detail")))
    entry: AuditEntry = AuditEntry.objects.create(
        structure_id=structure_id or by.structure_id,
        at=now,
        kind=kind,
        folded=fold(" ".join(searched)),
        created_at=now,
        updated_at=now,
        **fitting,
    )
    return entry


def purge(*, now: datetime) -> int:
    """Erase the entries older than twelve months (CNIL, délibération 2021-122), and return how many.

    The database checks their age with its own clock: a ``now`` ahead of it is refused with IntegrityError.
    """
    # A job of the whole instance: the limit is the same for everyone, and entries without a structure end too.
    with across_structures():
        erased, _ = AuditEntry.objects.filter(at__lt=one_year_before(now)).delete()
    return int(erased)


def one_year_before(now: datetime) -> datetime:
    """Return the same instant of the year before, in UTC as the triggers count; 29 February becomes the 28th."""
    universal = now.astimezone(UTC)
    is_leap_day = (universal.month, universal.day) == (2, 29)
    return universal.replace(year=universal.year - 1, day=28 if is_leap_day else universal.day)
