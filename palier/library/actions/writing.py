"""Write one sheet and its place in the index, in one transaction."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.library.drafts import SheetDraft
from palier.library.enums import Visibility
from palier.library.importing.modalities import deduce_modalities
from palier.library.index import SHEETS, entry_of
from palier.library.matching import content_key, digest, folded, identity_key
from palier.library.models import ActionSheet
from palier.library.permissions import Writer
from palier.library.quality import appraise
from palier.library.queries.duplicates import Duplicate, probable_duplicate
from palier.library.queries.reading import COPIED, draft_of


class Outcome(StrEnum):
    """What became of a draft."""

    CREATED = "created"
    UPDATED = "updated"
    IDENTICAL = "identical"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Written:
    """The outcome, the sheet (unsaved in a dry run, the known one when refused), and the sheet it probably repeats."""

    outcome: Outcome
    sheet: ActionSheet
    duplicate: Duplicate | None = None


def draft_identity(draft: SheetDraft | ActionSheet) -> str:
    """Return the key under which the draft, or the sheet, is known from one import to the next."""
    return identity_key(
        source=draft.source,
        source_id=draft.source_id,
        title=draft.title,
        structure_name=draft.structure_name,
        departement=draft.departement,
    )


def draft_fingerprint(draft: SheetDraft) -> str:
    """Return the fingerprint of the draft's content, its place in the file apart.

    Modalities that the text alone would give count as not stated: a file exported from here reads as the first one.
    """
    content = {name: value for name, value in asdict(draft).items() if name != "line"}
    if draft.modalities and draft.modalities == [slug for slug, _ in deduce_modalities(draft)]:
        content["modalities"] = []
    return content_key(content)


def known_sheet(draft: SheetDraft) -> ActionSheet | None:
    """Return the sheet that the draft is a version of, with what tells its outcome only."""
    return ActionSheet.objects.filter(identity=draft_identity(draft)).only("slug", "fingerprint", "owner").first()


def foreseen_outcome(draft: SheetDraft, known: ActionSheet | None, writer: Writer) -> Outcome:
    """Return what ``write_draft`` would do with the draft of a known sheet, or of none."""
    if known is None:
        return Outcome.CREATED
    fingerprint = draft_fingerprint(draft)
    if known.fingerprint == fingerprint:
        return Outcome.IDENTICAL
    if writer.may_change(known):
        return Outcome.UPDATED
    # An export read back by a structure that owns only some of its sheets asks to change none of the others.
    is_same = draft_fingerprint(draft_of(ActionSheet.objects.get(pk=known.pk))) == fingerprint
    return Outcome.IDENTICAL if is_same else Outcome.REFUSED


@transaction.atomic
def write_draft(*, draft: SheetDraft, visibility: Visibility, writer: Writer, now: datetime) -> Written:
    """Create or update the sheet of ``draft``, index it, and return what was done; the caller writes the audit line.

    A draft whose content is that of the last import changes nothing, so corrections made here since are kept. A sheet
    that is not the writer's is never changed.
    """
    # Most drafts are new or unchanged: the whole row is read only when it is to be updated.
    known = known_sheet(draft)
    outcome = foreseen_outcome(draft, known, writer)
    if known is not None and outcome != Outcome.UPDATED:
        return Written(outcome, known)
    if known is None:
        identity = draft_identity(draft)
        sheet = ActionSheet(identity=identity, visibility=visibility, owner=writer.owner, created_at=now)
    else:
        sheet = ActionSheet.objects.get(pk=known.pk)
    fill(sheet, draft)
    sheet.fingerprint = draft_fingerprint(draft)
    duplicate = None
    if known is None:
        duplicate = probable_duplicate(sheet)
        sheet.duplicate_of_id = duplicate.sheet_id if duplicate else None
        sheet.slug = free_slug(sheet)
    save_sheet(sheet=sheet, now=now)
    return Written(outcome, sheet, duplicate)


@transaction.atomic(savepoint=False)
def save_sheet(*, sheet: ActionSheet, now: datetime) -> ActionSheet:
    """Save the sheet with what is computed from its text, and its entry in the index."""
    compute(sheet)
    sheet.updated_at = now
    sheet.save(force_insert=sheet._state.adding)
    SHEETS.put([entry_of(sheet)])
    return sheet


def note_change(sheet: ActionSheet, detail: str, by: Actor, now: datetime) -> None:
    """Write the audit line of one sheet."""
    record(
        kind=AuditKind.SHEETS_CHANGED,
        by=by,
        now=now,
        target_kind="action_sheet",
        target_id=str(sheet.pk),
        target_label=sheet.title,
        detail=detail,
    )


def fill(sheet: ActionSheet, draft: SheetDraft) -> None:
    """Copy the draft's fields into the sheet, and deduce the modalities when the draft states none."""
    for name in COPIED:
        setattr(sheet, name, getattr(draft, name))
    sheet.amounts = [str(amount) for amount in draft.amounts]
    sheet.people = [asdict(count) for count in draft.people]
    if not draft.modalities:
        sheet.modalities = [slug for slug, _ in deduce_modalities(draft)]
    sheet.modalities_deduced = bool(sheet.modalities) and not draft.modalities


def compute(sheet: ActionSheet) -> None:
    """Set the fields that follow from the others: keys and quality."""
    content: dict[str, Any] = {name: getattr(sheet, name) for name in COPIED}
    appraisal = appraise(content)
    sheet.quality, sheet.hints, sheet.filled = appraisal.quality.value, appraisal.hints, appraisal.filled
    sheet.structure_key = digest(folded(sheet.structure_name), sheet.departement)
    sheet.title_key = digest(folded(sheet.title))


def free_slug(sheet: ActionSheet, *, wished: str = "") -> str:
    """Return an address that no other sheet has: ``wished`` or the title, with digits of its identity if taken."""
    plain = wished or slugify(sheet.title)[:100].strip("-") or "fiche"
    if plain not in RESERVED_SLUGS and not ActionSheet.objects.filter(slug=plain).exists():
        return plain
    return f"{plain}-{sheet.identity[:8]}"


# Addresses under /fiches/ that are pages of their own.
RESERVED_SLUGS = frozenset(
    {"importer", "imports", "flux", "export", "recherches-sans-resultat", "nouvelle", "retablissement"}
)
