"""Write, move, cancel and restore one outing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from palier.agenda.actions.team_seats import fill_places
from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.structures.models import Structure

Fields = Mapping[str, Any]
OPEN = (OutingState.BROUILLON, OutingState.CONFIRMEE)


class OutingIsOver(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """What has begun, is past or is cancelled never changes."""


class OutingChangedSince(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """Somebody changed this outing after the move that one wants to undo."""


class OutingNotDraft(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """Only a draft can be deleted; what was announced is cancelled, with its reason."""


@transaction.atomic
def create_outing(*, structure: Structure, fields: Fields, by: Actor, now: datetime) -> Outing:
    """Return a new draft; ``fields`` are the columns that the form fills."""
    outing = Outing(structure=structure, created_at=now)
    _write(outing, fields, now)
    record_outing(outing, "Créée", by=by, now=now)
    return outing


@transaction.atomic
def change_outing(*, outing: Outing, fields: Fields, by: Actor, now: datetime, origin: str = "") -> Outing:
    """Return the outing changed; one of a series is then apart from it. Raises OutingIsOver.

    A larger team gives its free places to those who wait, told by mail when ``origin`` begins the links of letters.
    """
    outing = locked(outing)
    check_open(outing, now)
    size = outing.largest_team
    changed = _differences(outing, fields)
    if changed:
        _write(outing, {**fields, "is_apart": _is_in_series(outing)}, now)
        record_outing(outing, f"Changée : {', '.join(changed)}", by=by, now=now)
    for entry in fill_places(outing, now=now, origin=origin) if outing.largest_team > size else []:
        record_outing(outing, f"{entry.membership.name} vient de la liste d'attente", by=by, now=now)
    return outing


@transaction.atomic
def duplicate_outing(*, outing: Outing, starts_at: datetime, ends_at: datetime, by: Actor, now: datetime) -> Outing:
    """Return a new draft like ``outing`` at another time, without its team and outside of its series."""
    kept = ("name", "modality", "intents", "place_id", "smallest_team", "largest_team", "material", "vehicle_id")
    fields = {name: getattr(outing, name) for name in (*kept, "plan_action", "note", "is_public")}
    copy = Outing(structure_id=outing.structure_id, created_at=now)
    _write(copy, {**fields, "starts_at": starts_at, "ends_at": ends_at}, now)
    record_outing(copy, "Créée d'après une autre", by=by, now=now)
    return copy


@transaction.atomic
def delete_draft(*, outing: Outing, by: Actor, now: datetime) -> None:
    """Delete a draft. Raises OutingNotDraft, or OutingIsOver for a past one."""
    outing = locked(outing)
    if outing.state != OutingState.BROUILLON:
        raise OutingNotDraft("Seul un brouillon se supprime. Une sortie confirmée s'annule, avec son motif.")
    check_open(outing, now)
    record_outing(outing, "Supprimée", by=by, now=now)
    outing.delete()


@transaction.atomic
def move_outing(*, outing: Outing, starts_at: datetime, ends_at: datetime, by: Actor, now: datetime) -> Outing:
    """Return the outing moved; one of a series is then apart from it. Raises OutingIsOver."""
    outing = locked(outing)
    check_open(outing, now)
    if (outing.starts_at, outing.ends_at) != (starts_at, ends_at):
        fields = {"starts_at": starts_at, "ends_at": ends_at, "is_apart": _is_in_series(outing)}
        _write(outing, fields, now)
        record_outing(outing, "Déplacée", by=by, now=now)
    return outing


@transaction.atomic
def undo_move(
    *,
    outing: Outing,
    starts_at: datetime,
    ends_at: datetime,
    is_apart: bool,
    moved_at: datetime,
    by: Actor,
    now: datetime,
) -> Outing:
    """Put an outing back where it was before the move of ``moved_at``. Raises OutingIsOver, OutingChangedSince."""
    outing = locked(outing)
    if outing.updated_at != moved_at:
        raise OutingChangedSince("Cette sortie a changé depuis : le déplacement ne peut plus être annulé d'un geste.")
    check_open(outing, now)
    _write(outing, {"starts_at": starts_at, "ends_at": ends_at, "is_apart": is_apart}, now)
    record_outing(outing, "Déplacement annulé", by=by, now=now)
    return outing


@transaction.atomic
def cancel_outing(*, outing: Outing, reason: str, note: str = "", by: Actor, now: datetime) -> Outing:
    """Return the outing cancelled, for a CancelReason. Raises OutingIsOver.

    One that is past and never left may be cancelled too: the figures must not count a rainy day as held.
    """
    outing = locked(outing)
    if outing.state not in OPEN:
        check_open(outing, now)
    _check_unwritten(outing)
    fields = {
        "state": OutingState.ANNULEE,
        "cancel_reason": reason,
        "cancel_note": note,
        "is_apart": _is_in_series(outing),
    }
    _write(outing, fields, now)
    record_outing(outing, f"Annulée : {outing.get_cancel_reason_display()}", by=by, now=now)
    return outing


@transaction.atomic
def restore_outing(*, outing: Outing, by: Actor, now: datetime) -> Outing:
    """Return a cancelled outing as it was: confirmed if it had been, else a draft."""
    outing = locked(outing)
    if outing.state != OutingState.ANNULEE:
        return outing
    state = OutingState.CONFIRMEE if outing.confirmed_at else OutingState.BROUILLON
    _write(outing, {"state": state, "cancel_reason": "", "cancel_note": ""}, now)
    record_outing(outing, "Rétablie", by=by, now=now)
    return outing


def locked(outing: Outing) -> Outing:
    """Return the outing as the database holds it now, kept from others until the transaction ends."""
    return Outing.objects.select_for_update(of=("self",)).select_related("place").get(pk=outing.pk)


def check_open(outing: Outing, now: datetime) -> None:
    """Raise OutingIsOver for an outing that never changes any more."""
    if outing.state == OutingState.ANNULEE:
        raise OutingIsOver("Cette sortie est annulée. Rétablissez-la d'abord.")
    if outing.state not in OPEN:
        raise OutingIsOver("Cette sortie a commencé ou est terminée : elle ne change plus.")
    _check_unwritten(outing)
    _check_to_come(outing, now)


def can_change(outing: Outing, now: datetime) -> bool:
    """Tell whether an outing may still change."""
    return outing.state in OPEN and outing.written_at is None and outing.ends_at > now


def record_outing(
    outing: Outing, detail: str, *, by: Actor, now: datetime, kind: AuditKind = AuditKind.OUTINGS_CHANGED
) -> None:
    """Write what happened to an outing in the audit."""
    record(
        kind=kind,
        by=by,
        now=now,
        target_kind="outing",
        target_id=str(outing.pk),
        target_label=f"{outing}, {outing.place}",
        detail=detail,
        structure_id=outing.structure_id,
    )


def _check_unwritten(outing: Outing) -> None:
    if outing.written_at is not None:
        raise OutingIsOver("L'équipe a déjà noté des lignes dans le carnet de cette sortie : elle ne change plus.")


def _check_to_come(outing: Outing, now: datetime) -> None:
    if outing.ends_at <= now:
        raise OutingIsOver("Cette sortie est passée : elle ne change plus.")


def _is_in_series(outing: Outing) -> bool:
    return outing.is_apart or outing.series_id is not None


def _differences(outing: Outing, fields: Fields) -> list[str]:
    columns = {column.attname: str(column.verbose_name) for column in outing._meta.concrete_fields}
    return [columns[name] for name in fields if name in columns and getattr(outing, name) != fields[name]]


def _write(outing: Outing, fields: Fields, now: datetime) -> None:
    for name, value in fields.items():
        setattr(outing, name, value)
    outing.updated_at = now
    outing.save()
