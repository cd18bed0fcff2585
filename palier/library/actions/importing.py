"""Import the sheets of a file: one transaction a sheet, and a report that tells what became of each."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.library.actions.writing import (
    Outcome,
    Written,
    draft_fingerprint,
    draft_identity,
    fill,
    foreseen_outcome,
    known_sheet,
    write_draft,
)
from palier.library.drafts import Notice, ParsedFile, SheetDraft
from palier.library.enums import Visibility
from palier.library.models import ActionSheet
from palier.library.permissions import Writer
from palier.library.queries.duplicates import probable_duplicate


@dataclass(frozen=True, slots=True)
class SheetOutcome:
    """What became of one sheet of the file. ``slug`` is "" when nothing was written."""

    line: int
    sheet: str
    outcome: str
    slug: str


@dataclass(slots=True)
class ImportReport:
    """What an import did, or would do. ``as_json`` is the promised shape of ``palier sheets import --json``."""

    read: int = 0
    created: int = 0
    updated: int = 0
    identical: int = 0
    probable_duplicates: list[dict[str, Any]] = field(default_factory=list)
    refused: list[Notice] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)
    sheets: list[SheetOutcome] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the report without the list of sheets."""
        return {name: value for name, value in asdict(self).items() if name != "sheets"}


def import_sheets(
    *,
    parsed: ParsedFile,
    name: str,
    visibility: Visibility,
    writer: Writer,
    by: Actor,
    now: datetime,
    dry_run: bool = False,
    progress: Callable[[int], object] | None = None,
) -> ImportReport:
    """Write the sheets of ``parsed``, read from the file ``name``; ``progress`` is called with 1 after each.

    A dry run writes nothing. An import that breaks off leaves an audit line for what it has written.
    """
    report = ImportReport(
        read=len(parsed.drafts) + len(parsed.refused), refused=list(parsed.refused), warnings=list(parsed.warnings)
    )
    seen: dict[str, str] = {}
    really = partial(write_draft, visibility=visibility, writer=writer, now=now)
    write = partial(_foreseen, writer=writer, seen=seen) if dry_run else really
    try:
        for draft in parsed.drafts:
            _note(report, draft, write(draft=draft))
            if progress is not None:
                progress(1)
    finally:
        if not dry_run:
            _record(report, name, by, now)
    return report


def _record(report: ImportReport, name: str, by: Actor, now: datetime) -> None:
    record(
        kind=AuditKind.SHEETS_CHANGED,
        by=by,
        now=now,
        target_kind="import",
        target_label=name,
        detail=f"Import : {report.created} nouvelles, {report.updated} mises à jour, {len(report.refused)} refusées",
    )


def _foreseen(*, draft: SheetDraft, writer: Writer, seen: dict[str, str]) -> Written:
    """Return what ``write_draft`` would do, knowing the drafts already seen in the file."""
    identity, fingerprint = draft_identity(draft), draft_fingerprint(draft)
    if identity in seen:
        outcome = Outcome.IDENTICAL if seen[identity] == fingerprint else Outcome.UPDATED
    else:
        known = known_sheet(draft)
        outcome = foreseen_outcome(draft, known, writer)
        if known is not None and not writer.may_change(known):
            return Written(outcome, known)
    seen[identity] = fingerprint
    sheet = ActionSheet(identity=identity)
    fill(sheet, draft)
    return Written(outcome, sheet, probable_duplicate(sheet) if outcome == Outcome.CREATED else None)


def refusal_of(sheet: ActionSheet) -> str:
    """Return why a known sheet was not overwritten, and what to do, in French."""
    if sheet.owner is None:
        return "Cette fiche est commune à toute l'instance : la fédération peut la modifier. Elle n'a pas changé."
    return f"Cette fiche appartient à « {sheet.owner} » : son équipe peut la modifier. Elle n'a pas changé."


def _note(report: ImportReport, draft: SheetDraft, written: Written) -> None:
    if written.outcome == Outcome.REFUSED:
        report.refused.append(Notice(draft.title, draft.line, "owner", refusal_of(written.sheet)))
        return
    setattr(report, written.outcome, getattr(report, written.outcome) + 1)
    report.sheets.append(SheetOutcome(draft.line, draft.title, written.outcome, written.sheet.slug))
    if written.duplicate is not None:
        of = written.duplicate
        report.probable_duplicates.append(
            {
                "sheet": draft.title,
                "line": draft.line,
                "of": {"title": of.title, "structure": of.structure_name, "slug": of.slug},
                "score": round(of.score),
            }
        )
    if written.sheet.modalities_deduced and written.outcome != Outcome.IDENTICAL:
        labels = ", ".join(written.sheet.modality_labels)
        message = f"Modalité repérée dans le texte, à vérifier : {labels}."
        report.warnings.append(Notice(draft.title, draft.line, "modalities", message))
