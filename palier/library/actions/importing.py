"""Import the sheets of a file: one transaction a sheet, and a report that tells what became of each."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from palier.accounts.models import User
from palier.library.actions.writing import (
    Outcome,
    Written,
    draft_fingerprint,
    draft_identity,
    fill,
    write_draft,
)
from palier.library.drafts import Notice, ParsedFile, SheetDraft
from palier.library.enums import Visibility
from palier.library.models import ActionSheet
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
    visibility: Visibility,
    by: User | None,
    now: datetime,
    dry_run: bool = False,
    progress: Callable[[int], object] | None = None,
) -> ImportReport:
    """Write the sheets of ``parsed``; ``progress`` is called with 1 after each. A dry run writes nothing."""
    report = ImportReport(
        read=len(parsed.drafts) + len(parsed.refused), refused=parsed.refused, warnings=list(parsed.warnings)
    )
    seen: dict[str, str] = {}
    really = partial(write_draft, visibility=visibility, by=by, now=now)
    write = partial(_foreseen, seen=seen) if dry_run else really
    for draft in parsed.drafts:
        _note(report, draft, write(draft=draft))
        if progress is not None:
            progress(1)
    return report


def _foreseen(*, draft: SheetDraft, seen: dict[str, str]) -> Written:
    """Return what ``write_draft`` would do, knowing the drafts already seen in the file."""
    identity, fingerprint = draft_identity(draft), draft_fingerprint(draft)
    sheet = ActionSheet(identity=identity)
    fill(sheet, draft)
    stored = ActionSheet.objects.filter(identity=identity).values_list("fingerprint", flat=True).first()
    before = seen.get(identity, stored)
    seen[identity] = fingerprint
    if before == fingerprint:
        return Written(Outcome.IDENTICAL, sheet)
    if before is not None:
        return Written(Outcome.UPDATED, sheet)
    return Written(Outcome.CREATED, sheet, probable_duplicate(sheet))


def _note(report: ImportReport, draft: SheetDraft, written: Written) -> None:
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
