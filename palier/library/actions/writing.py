"""Write one sheet and its place in the index, in one transaction."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from palier.accounts.models import User
from palier.library.drafts import SheetDraft
from palier.library.enums import Visibility
from palier.library.importing.modalities import deduce_modalities
from palier.library.index import SHEETS, entry_of
from palier.library.matching import content_key, digest, folded, identity_key
from palier.library.models import ActionSheet
from palier.library.quality import appraise
from palier.library.queries.duplicates import Duplicate, probable_duplicate

DRAFT_FIELDS = tuple(name for name in SheetDraft.__dataclass_fields__ if name not in {"line", "amounts", "people"})


class Outcome(StrEnum):
    """What became of a draft."""

    CREATED = "created"
    UPDATED = "updated"
    IDENTICAL = "identical"


@dataclass(frozen=True, slots=True)
class Written:
    """The outcome, the sheet (unsaved in a dry run), and the sheet it probably repeats."""

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


@transaction.atomic
def write_draft(*, draft: SheetDraft, visibility: Visibility, by: User | None, now: datetime) -> Written:
    """Create or update the sheet of ``draft``, index it, and return what was done.

    A draft whose content is that of the last import changes nothing, so corrections made here since are kept.
    """
    identity, fingerprint = draft_identity(draft), draft_fingerprint(draft)
    # Most drafts are new or unchanged: the whole row is read only when it is to be updated.
    known = ActionSheet.objects.filter(identity=identity).only("slug", "fingerprint").first()
    if known is not None and known.fingerprint == fingerprint:
        return Written(Outcome.IDENTICAL, known)
    if known is None:
        sheet = ActionSheet(identity=identity, visibility=visibility, created_at=now)
    else:
        sheet = ActionSheet.objects.get(pk=known.pk)
    fill(sheet, draft)
    sheet.fingerprint = fingerprint
    duplicate = None
    if known is None:
        duplicate = probable_duplicate(sheet)
        sheet.duplicate_of_id = duplicate.sheet_id if duplicate else None
        sheet.slug = free_slug(sheet)
    save_sheet(sheet=sheet, by=by, now=now)
    return Written(Outcome.UPDATED if known else Outcome.CREATED, sheet, duplicate)


@transaction.atomic(savepoint=False)
def save_sheet(*, sheet: ActionSheet, by: User | None, now: datetime) -> ActionSheet:
    """Save the sheet with what is computed from its text, and its entry in the index."""
    compute(sheet)
    sheet.updated_at = now
    sheet.save(force_insert=sheet._state.adding)
    SHEETS.put([entry_of(sheet)])
    return sheet


@transaction.atomic
def delete_sheet(*, sheet: ActionSheet, by: User | None, now: datetime) -> None:
    """Delete the sheet and its entry in the index."""
    SHEETS.remove([sheet.pk])
    sheet.delete()


def fill(sheet: ActionSheet, draft: SheetDraft) -> None:
    """Copy the draft's fields into the sheet, and deduce the modalities when the draft states none."""
    for name in DRAFT_FIELDS:
        setattr(sheet, name, getattr(draft, name))
    sheet.amounts = [str(amount) for amount in draft.amounts]
    sheet.people = [asdict(count) for count in draft.people]
    if not draft.modalities:
        sheet.modalities = [slug for slug, _ in deduce_modalities(draft)]
    sheet.modalities_deduced = bool(sheet.modalities) and not draft.modalities


def compute(sheet: ActionSheet) -> None:
    """Set the fields that follow from the others: keys and quality."""
    content: dict[str, Any] = {name: getattr(sheet, name) for name in DRAFT_FIELDS}
    appraisal = appraise(content)
    sheet.quality, sheet.hints, sheet.filled = appraisal.quality.value, appraisal.hints, appraisal.filled
    sheet.structure_key = digest(folded(sheet.structure_name), sheet.departement)
    sheet.title_key = digest(folded(sheet.title))


def free_slug(sheet: ActionSheet) -> str:
    """Return a clean address that no other sheet has: the title, then a few digits of its identity if needed."""
    plain = slugify(sheet.title)[:100].strip("-") or "fiche"
    if plain not in RESERVED_SLUGS and not ActionSheet.objects.filter(slug=plain).exists():
        return plain
    return f"{plain}-{sheet.identity[:8]}"


# Addresses under /fiches/ that are pages of their own.
RESERVED_SLUGS = frozenset({"importer", "imports", "flux", "export", "recherches-sans-resultat", "nouvelle"})
