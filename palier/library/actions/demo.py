"""Load the invented sheets of the demonstration."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.library.actions.writing import write_draft
from palier.library.drafts import SheetDraft
from palier.library.enums import Visibility
from palier.library.importing.amounts import find_amounts
from palier.library.importing.people import count_people
from palier.library.permissions import SERVER

SHEETS_FOLDER = Path(__file__).resolve().parent.parent / "demo_sheets"


def load_demo_sheets(*, now: datetime, progress: Callable[[int], object] | None = None) -> None:
    """Write the forty invented sheets, which belong to the whole instance; ``progress`` is called with 1 after each."""
    record(
        kind=AuditKind.SHEETS_CHANGED,
        by=Actor.system("Démonstration"),
        now=now,
        target_kind="import",
        detail="Fiches inventées",
    )
    for draft, visibility in demo_drafts():
        write_draft(draft=draft, visibility=visibility, writer=SERVER, now=now)
        if progress is not None:
            progress(1)


def demo_drafts() -> Iterator[tuple[SheetDraft, Visibility]]:
    """Yield the invented sheets with who may read each; the figures are read in their texts."""
    for path in sorted(SHEETS_FOLDER.glob("*.json")):
        data: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        for fields in data:
            visibility = Visibility(fields.pop("visibility"))
            draft = SheetDraft(**fields)
            draft.amounts = find_amounts(draft.resources)
            draft.people = count_people(draft.mobilised)
            yield draft, visibility
