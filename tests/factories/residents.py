"""Invented people to call back, sealed as a phone seals them and written by the product's own action."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.fieldlog.actions.puts import Put
from palier.residents.actions import public_key_of, put_residents
from palier.residents.consent_texts import version_of
from palier.residents.enums import ContactKind
from palier.residents.models import Resident
from palier.residents.sealing import Named, seal
from palier.structures.models import Membership
from tests.factories.fieldlog import make_origin

ZEBULONNE = Named("Zébulonne", "06 39 98 12 34", ContactKind.TELEPHONE, "le soir, après 18 h")


def sealed_for(outing: Outing, entry: UUID, named: Named = ZEBULONNE) -> dict[str, Any]:
    """Return a name sealed for the line ``entry`` with the key of the structure of ``outing``."""
    key = public_key_of(outing.structure, now=outing.starts_at)
    return seal(named, entry=entry, key=key.pk, point=key.public)


def make_resident(
    outing: Outing,
    named: Named = ZEBULONNE,
    *,
    by: Membership | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Resident:
    """Return a saved person to call back, with the consent that was read; ``fields`` are those of the operation."""
    entry = uuid7()
    origin = make_origin(by, at=at or outing.starts_at + timedelta(minutes=30), clock=entry)
    with structure_scope(outing.structure_id):
        told = {"text_version": version_of(outing.structure), "language": "fr", **fields}
        put_residents(puts=[Put(outing, entry, {"sealed": sealed_for(outing, entry, named), **told}, origin)])
        resident: Resident = Resident.objects.select_related("outing__place", "structure").get(pk=entry)
    return resident
