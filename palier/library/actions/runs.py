"""Imports asked from the page: kept as a row, carried out by a task, followed by their page."""

import shutil
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from palier.audit.actor import Actor
from palier.core.ids import uuid7
from palier.core.tenancy import across_structures, structure_scope
from palier.library.actions.importing import import_sheets
from palier.library.actions.vectors import vectorise_sheets
from palier.library.enums import ImportState, Visibility
from palier.library.importing import UnreadableFile, read_file
from palier.library.models import ImportRun
from palier.library.permissions import Writer, keeps_shared
from palier.structures.models import Membership

PROGRESS_STEP = 20


@transaction.atomic
def start_import(
    *, file: File[bytes], visibility: Visibility, dry_run: bool, membership: Membership, by: Actor, now: datetime
) -> ImportRun:
    """Keep the file, and enqueue its import once the row is committed; the import itself writes the audit line."""
    name = Path(file.name or "fichier").name[:200]
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / str(uuid7())
    with path.open("wb") as kept:
        shutil.copyfileobj(file, kept)
    run = ImportRun.objects.create(
        structure=membership.structure,
        name=name,
        path=str(path),
        visibility=visibility,
        dry_run=dry_run,
        by=membership,
        device=by.device,
        created_at=now,
    )
    transaction.on_commit(lambda: carry_out_import.enqueue(str(run.pk)))
    return run


@task()
def carry_out_import(run_id: str) -> None:
    """Read the file of an import and write its sheets; the file is deleted when it is over."""
    # A task comes with an identifier and no scope: this only finds the structure whose scope to open.
    with across_structures():
        run = ImportRun.objects.select_related("structure", "by__structure").get(pk=UUID(run_id))
    if run.is_over:
        return
    with structure_scope(run.structure_id):
        _carry_out_and_note(run)
    if not run.dry_run:
        vectorise_sheets.enqueue()


def _carry_out_and_note(run: ImportRun) -> None:
    try:
        _carry_out(run)
    except UnreadableFile as refusal:
        run.state, run.problem = ImportState.REFUSE, str(refusal)
    except Exception:
        run.state = ImportState.REFUSE
        run.problem = (
            "L'import s'est arrêté sur une erreur de Palier. Les fiches déjà traitées sont gardées ; "
            "importez de nouveau le fichier : elles seront reconnues."
        )
        raise
    finally:
        run.updated_at = timezone.now()
        run.save()
        Path(run.path).unlink(missing_ok=True)


def _carry_out(run: ImportRun) -> None:
    parsed = read_file(Path(run.path), name=run.name, limit=settings.UPLOAD_MAX_BYTES)
    ImportRun.objects.filter(pk=run.pk).update(total=len(parsed.drafts), state=ImportState.EN_COURS)
    run.total, run.done = len(parsed.drafts), 0

    def note_progress(count: int) -> None:
        run.done += count
        if run.done % PROGRESS_STEP == 0:
            ImportRun.objects.filter(pk=run.pk).update(done=run.done)

    report = import_sheets(
        parsed=parsed,
        name=run.name,
        visibility=Visibility(run.visibility),
        writer=Writer(owner=run.structure, keeps_shared=keeps_shared(run.by)),
        by=_actor_of(run),
        now=timezone.now(),
        dry_run=run.dry_run,
        progress=note_progress,
    )
    run.report = {**report.as_json(), "sheets": [_as_row(outcome) for outcome in report.sheets]}
    run.state = ImportState.TERMINE


def _actor_of(run: ImportRun) -> Actor:
    """Return who sent the file, as ``actor_of`` told it; without a name if their place was erased since."""
    return Actor(
        id=str(run.by.user_id) if run.by else "",
        name=run.by.name if run.by else "",
        structure_id=run.structure_id,
        device=run.device,
    )


def _as_row(outcome: object) -> dict[str, object]:
    return {name: getattr(outcome, name) for name in ("line", "sheet", "outcome", "slug")}
