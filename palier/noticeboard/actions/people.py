"""Who wants to take part: sealed on arrival, opened with a line in the audit, erased in time. And what is reported."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.ids import uuid7
from palier.core.tenancy import across_structures
from palier.noticeboard.actions.trail import record_board, visitor_of
from palier.noticeboard.enums import ReportState
from palier.noticeboard.models import Idea, Joining, Report
from palier.residents.actions.keys import public_key_of
from palier.residents.consent_texts import months_promised, version_of
from palier.residents.enums import CallState
from palier.residents.queries.keys import key_id, opened, private_keys
from palier.residents.sealing import Named, seal
from palier.structures.enums import Retention
from palier.structures.models import Membership, Structure
from palier.structures.queries.retention import months_before
from palier.voices.models import SharedNeed


@transaction.atomic
def join_idea(*, idea: Idea, structure: Structure, named: Named, language: str, now: datetime) -> Joining:
    """Keep who wants to take part in an idea, sealed at once: the name is written open nowhere."""
    key, entry = public_key_of(structure, now=now), uuid7()
    joining = Joining.objects.create(
        id=entry,
        structure=structure,
        idea=idea,
        sealed=seal(named, entry=entry, key=key.pk, point=key.public),
        language=language,
        text_version=version_of(structure),
        given_at=now,
        created_at=now,
        updated_at=now,
    )
    record_board(joining, "accord donné", by=visitor_of(structure), now=now, kind=AuditKind.RESIDENTS_CHANGED)
    return joining


@transaction.atomic
def open_joinings(*, joinings: Sequence[Joining], by: Actor, now: datetime, structure_id: UUID) -> dict[UUID, Named]:
    """Return the names of those whose name is kept, and say that they were read. Raises UnopenableError."""
    kept = [joining for joining in joinings if joining.is_named]
    if not kept:
        return {}
    keys = private_keys({key_id(joining.sealed) for joining in kept})
    names = {joining.pk: opened(joining.sealed, entry=joining.pk, keys=keys) for joining in kept}
    detail = f"Personnes qui veulent participer à une idée : {len(names)}"
    record(kind=AuditKind.READ_NAMED, by=by, now=now, target_kind="joining", detail=detail, structure_id=structure_id)
    return names


@transaction.atomic
def note_joining(*, joining: Joining, outcome: CallState, member: Membership, by: Actor, now: datetime) -> None:
    """Say what became of somebody who wants to take part; « ne souhaite plus » erases the name for good."""
    held = Joining.objects.select_for_update(of=("self",)).get(pk=joining.pk)
    if held.state == CallState.RETIRE:
        return
    gone = outcome == CallState.RETIRE
    held.state, held.called_at, held.called_by, held.updated_at = outcome, now, member, now
    held.sealed = {} if gone else held.sealed
    held.save(update_fields=["state", "called_at", "called_by", "sealed", "updated_at"])
    kind = AuditKind.ERASE_NAMED if gone else AuditKind.RESIDENTS_CHANGED
    record_board(held, outcome.label, by=by, now=now, kind=kind)


@transaction.atomic
def forget_joinings(now: datetime) -> int:
    """Erase the names kept long enough, structure by structure, and return how many. See forget_residents."""
    # A nightly job of the whole instance: each structure's own delay, and promises, are applied to its own people.
    with across_structures():
        oldest = months_before(now, min(Retention.values))
        named = Joining.objects.select_for_update(of=("self",)).exclude(sealed={}).filter(given_at__lte=oldest)
        due = [joining for joining in named.select_related("structure") if _is_past(joining, now)]
        Joining.objects.filter(pk__in=[joining.pk for joining in due]).update(sealed={}, updated_at=now)
        for joining in due:
            record_board(joining, "délai passé", by=Actor.system("Palier"), now=now, kind=AuditKind.ERASE_NAMED)
    return len(due)


@transaction.atomic
def report_content(
    *, structure: Structure, idea: Idea | None, need: SharedNeed | None, why: str, note: str, now: datetime
) -> Report:
    """Keep that a reader finds something wrong with an idea, a need, or the board itself."""
    report: Report = Report.objects.create(
        structure=structure, idea=idea, need=need, why=why, note=note, created_at=now, updated_at=now
    )
    return report


@transaction.atomic
def handle_report(*, report: Report, member: Membership, by: Actor, now: datetime) -> None:
    """Say that somebody looked at what was reported."""
    Report.objects.filter(pk=report.pk).update(
        state=ReportState.TRAITE, handled_at=now, handled_by=member, updated_at=now
    )
    record_board(report, "traité", by=by, now=now)


def _is_past(joining: Joining, now: datetime) -> bool:
    promised = months_promised(joining.text_version)
    months = min(joining.structure.retention_months, promised or joining.structure.retention_months)
    reached = joining.called_at if joining.state == CallState.RAPPELE else None
    return max(joining.given_at, reached or joining.given_at) <= months_before(now, months)
