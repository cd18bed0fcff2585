"""Write the partners of a structure and their contacts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.models import differences
from palier.documents.reading.folding import fold
from palier.structures.actions.forgetting import forget_elsewhere
from palier.structures.models import Partner, PartnerContact, Structure
from palier.structures.models.partner import name_key

Fields = Mapping[str, Any]


class PartnerNameTaken(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """Another partner of the structure has this name."""


class ContactNameTaken(Exception):  # noqa: N818 (the name says what happened; its message is shown)
    """Another contact of the partner has this name."""


def write_partner(partner: Partner, fields: Fields, *, now: datetime) -> Partner:
    """Save the values and what is computed from them, without an audit entry: the import writes one for all."""
    for name, value in fields.items():
        setattr(partner, name, value)
    partner.key = name_key(partner.name)
    partner.folded = fold(f"{partner.name} {partner.get_kind_display()} {partner.address}")
    partner.updated_at = now
    partner.save()
    return partner


def write_contact(contact: PartnerContact, fields: Fields, *, now: datetime) -> PartnerContact:
    """Save the values and the key computed from them, without an audit entry."""
    for name, value in fields.items():
        setattr(contact, name, value)
    contact.key = name_key(contact.name)
    contact.updated_at = now
    contact.save()
    return contact


@transaction.atomic
def create_partner(*, structure: Structure, fields: Fields, by: Actor, now: datetime) -> Partner:
    """Return a new partner. Raises PartnerNameTaken."""
    partner = Partner(structure=structure, created_at=now)
    _check_name(partner, fields["name"])
    write_partner(partner, fields, now=now)
    _record(partner, "Créé", by=by, now=now)
    return partner


@transaction.atomic
def change_partner(*, partner: Partner, fields: Fields, by: Actor, now: datetime) -> Partner:
    """Return the partner changed; nothing is written when nothing differs. Raises PartnerNameTaken."""
    changed = differences(partner, fields)
    if changed:
        _check_name(partner, fields["name"])
        write_partner(partner, fields, now=now)
        _record(partner, f"Changé : {', '.join(changed)}", by=by, now=now)
    return partner


@transaction.atomic
def archive_partner(*, partner: Partner, by: Actor, now: datetime) -> Partner:
    """Put a partner aside: it leaves the list, and nothing of it is lost."""
    if partner.archived_at is None:
        partner.archived_at = partner.updated_at = now
        partner.save(update_fields=["archived_at", "updated_at"])
        _record(partner, "Archivé", by=by, now=now)
    return partner


@transaction.atomic
def restore_partner(*, partner: Partner, by: Actor, now: datetime) -> Partner:
    """Bring back a partner put aside."""
    if partner.archived_at is not None:
        partner.archived_at, partner.updated_at = None, now
        partner.save(update_fields=["archived_at", "updated_at"])
        _record(partner, "Repris", by=by, now=now)
    return partner


@transaction.atomic
def add_contact(*, partner: Partner, fields: Fields, by: Actor, now: datetime) -> PartnerContact:
    """Return a new contact of the partner. Raises ContactNameTaken."""
    contact = PartnerContact(structure_id=partner.structure_id, partner=partner, created_at=now)
    _check_contact(contact, fields["name"])
    write_contact(contact, fields, now=now)
    _record(partner, "Contact ajouté", by=by, now=now)
    return contact


@transaction.atomic
def change_contact(*, contact: PartnerContact, fields: Fields, by: Actor, now: datetime) -> PartnerContact:
    """Return the contact changed; nothing is written when nothing differs. Raises ContactNameTaken."""
    changed = differences(contact, fields)
    if changed:
        _check_contact(contact, fields["name"])
        write_contact(contact, fields, now=now)
        _record(contact.partner, f"Contact changé : {', '.join(changed)}", by=by, now=now)
    return contact


@transaction.atomic
def erase_contact(*, contact: PartnerContact, by: Actor, now: datetime) -> None:
    """Erase a person, and the copies that relays keep. The audit names the partner alone: a name stays nowhere."""
    forget_elsewhere(contact, now)
    contact.delete()
    _record(contact.partner, "Contact effacé", by=by, now=now, kind=AuditKind.ERASE_NAMED)


def _check_name(partner: Partner, name: str) -> None:
    other = Partner.objects.filter(structure_id=partner.structure_id, key=name_key(name)).exclude(pk=partner.pk).first()
    if other is None:
        return
    if other.archived_at:
        raise PartnerNameTaken(f"« {other} » est parmi les partenaires archivés : reprenez-le plutôt.")
    raise PartnerNameTaken(f"« {other} » est déjà parmi vos partenaires.")


def _check_contact(contact: PartnerContact, name: str) -> None:
    others = PartnerContact.objects.filter(partner=contact.partner, key=name_key(name)).exclude(pk=contact.pk)
    if others.exists():
        raise ContactNameTaken(
            "Ce partenaire a déjà un contact de ce nom : ajoutez la fonction au nom s'il s'agit de deux personnes."
        )


def _record(
    partner: Partner, detail: str, *, by: Actor, now: datetime, kind: AuditKind = AuditKind.PARTNER_CHANGED
) -> None:
    record(
        kind=kind,
        by=by,
        now=now,
        target_kind="partner",
        target_id=str(partner.pk),
        target_label=partner.name,
        detail=detail,
        structure_id=partner.structure_id,
    )
