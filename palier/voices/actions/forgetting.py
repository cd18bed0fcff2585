"""Erase a contact from the relays they received, when they are erased: what was shared stays."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from palier.structures.models import PartnerContact
from palier.voices.models import Relay, Reply


@transaction.atomic
def forget_contact(contact: PartnerContact, now: datetime) -> None:
    """Erase a contact from the relays of their partner, by address or by name, and end their links."""
    relays = Relay.objects.filter(partner=contact.partner_id)
    theirs = Q(recipient__iexact=contact.name)
    if contact.email:
        theirs |= Q(email__iexact=contact.email)
    relays.filter(theirs, revoked_at=None).exclude(token_hash=None).update(revoked_at=now)
    relays.filter(theirs).update(email="", recipient="", updated_at=now)
    signed = Reply.objects.filter(relay__partner=contact.partner_id, author__iexact=contact.name)
    signed.update(author="", updated_at=now)
