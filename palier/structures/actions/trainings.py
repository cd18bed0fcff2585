"""Write the trainings that members followed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.structures.models import Membership, Training

Fields = Mapping[str, Any]
# What tells two trainings of one member apart (the constraint training_unique).
_IDENTITY = ("kind", "title", "taken_on")


class TrainingAlreadyNoted(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """The member has this training, with this title, on this day."""


@transaction.atomic
def note_trainings(*, memberships: Iterable[Membership], fields: Fields, by: Actor, now: datetime) -> list[Training]:
    """Return one new training for each member; who has it already on that day is left as they are.

    ``fields``: kind, title, organiser, taken_on, valid_until (None: it does not expire).
    """
    noted = []
    for membership in memberships:
        training = Training(structure_id=membership.structure_id, membership=membership, created_at=now, updated_at=now)
        if not _is_noted(training, fields):
            noted.append(_write(training, fields, "Notée", by=by, now=now))
    return noted


@transaction.atomic
def change_training(*, training: Training, fields: Fields, by: Actor, now: datetime) -> Training:
    """Return the training changed; nothing is written when nothing differs. Raises TrainingAlreadyNoted."""
    if all(getattr(training, name) == value for name, value in fields.items()):
        return training
    if _is_noted(training, fields):
        raise TrainingAlreadyNoted(f"Cette formation est déjà notée à cette date pour {training.membership}.")
    training.updated_at = now
    return _write(training, fields, "Changée", by=by, now=now)


@transaction.atomic
def delete_training(*, training: Training, by: Actor, now: datetime) -> None:
    """Erase a training of a member."""
    _record(training, "Effacée", by=by, now=now)
    training.delete()


@transaction.atomic
def note_training_export(*, count: int, file_format: str, by: Actor, now: datetime) -> None:
    """Write who took how many trainings away."""
    record(
        kind=AuditKind.EXPORT_NAMED,
        by=by,
        now=now,
        target_kind="training",
        target_label="Formations",
        detail=f"{count} formations ({file_format})",
    )


def _is_noted(training: Training, fields: Fields) -> bool:
    same = {name: fields[name] for name in _IDENTITY}
    found = Training.objects.filter(membership=training.membership, **same).exclude(pk=training.pk)
    return bool(found.exists())


def _write(training: Training, fields: Fields, what: str, *, by: Actor, now: datetime) -> Training:
    for name, value in fields.items():
        setattr(training, name, value)
    training.save()
    _record(training, what, by=by, now=now)
    return training


def _record(training: Training, what: str, *, by: Actor, now: datetime) -> None:
    record(
        kind=AuditKind.TRAINING_CHANGED,
        by=by,
        now=now,
        target_kind="training",
        target_id=str(training.pk),
        target_label=training.membership.name,
        detail=f"{what} : {training}, {training.taken_on:%d/%m/%Y}",
        structure_id=training.structure_id,
    )
