"""Write the partners of a table, or only say what would be written."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.models import differences
from palier.documents.reading.imports import Outcome, Result, counts_said
from palier.structures.actions.partners import write_contact, write_partner
from palier.structures.models import Partner, PartnerContact, Structure
from palier.structures.models.partner import name_key
from palier.structures.partner_drafts import ContactDraft, PartnerDraft
from palier.structures.queries.partners import contacts_by_partner


@transaction.atomic
def import_partners(
    *, structure: Structure, drafts: Sequence[PartnerDraft], dry_run: bool, by: Actor, now: datetime
) -> list[Outcome]:
    """Return what became of each organisation; ``dry_run`` writes nothing.

    A partner is known again by its name, a contact by its name in the partner. What the table leaves empty stays as it
    is; nothing is erased. One entry of the audit counts them all, when something changed.
    """
    # Two imports at once would both find a partner missing: the second waits here.
    Structure.objects.select_for_update().get(pk=structure.pk)
    partners = {partner.key: partner for partner in Partner.objects.filter(structure=structure)}
    contacts = contacts_by_partner()
    outcomes = []
    for draft in drafts:
        partner = partners.get(name_key(draft.fields["name"])) or Partner(structure=structure, created_at=now)
        known = {contact.key: contact for contact in contacts.get(partner.pk, [])}
        outcomes.append(_import_one(partner, known, draft, dry_run=dry_run, now=now))
    if not dry_run and any(outcome.result != Result.IDENTICAL for outcome in outcomes):
        _record(structure, outcomes, by=by, now=now)
    return outcomes


def _import_one(
    partner: Partner, known: dict[str, PartnerContact], draft: PartnerDraft, *, dry_run: bool, now: datetime
) -> Outcome:
    is_new = not partner.key
    changed = differences(partner, draft.fields)
    details = [] if is_new else changed.copy()
    if changed and not dry_run:
        write_partner(partner, draft.fields, now=now)
    for contact_draft in draft.contacts:
        contact = known.get(name_key(contact_draft.fields["name"]))
        details += _import_contact(partner, contact, contact_draft, dry_run=dry_run, now=now)
    result = Result.CREATED if is_new else Result.CHANGED if details else Result.IDENTICAL
    exists = not (is_new and dry_run)
    return Outcome(draft.line, draft.fields["name"], result, details, partner.pk if exists else None)


def _import_contact(
    partner: Partner, contact: PartnerContact | None, draft: ContactDraft, *, dry_run: bool, now: datetime
) -> list[str]:
    """Return what changes, in words; write it unless ``dry_run``."""
    # An empty cell takes nothing away from a contact that is known.
    fields = {name: value for name, value in draft.fields.items() if value or contact is None}
    if contact is None:
        contact = PartnerContact(structure_id=partner.structure_id, partner=partner, created_at=now)
        details = ["un contact de plus"]
    else:
        details = [f"contact : {column}" for column in differences(contact, fields)]
    if details and not dry_run:
        write_contact(contact, fields, now=now)
    return details


def _record(structure: Structure, outcomes: Sequence[Outcome], *, by: Actor, now: datetime) -> None:
    record(
        kind=AuditKind.PARTNERS_IMPORTED,
        by=by,
        now=now,
        target_kind="partner",
        target_label="Partenaires",
        detail=counts_said(outcomes),
        structure_id=structure.pk,
    )
