"""Write who asked to be called back, with the consent that says for what."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from palier.fieldlog.actions.puts import Put, put_lines
from palier.fieldlog.actions.writing import Writing
from palier.residents.enums import Purpose
from palier.residents.models import Consent, Resident
from palier.residents.queries.keys import key_id, opened, private_keys


@transaction.atomic(savepoint=False)
def put_residents(*, puts: Sequence[Put], into: Writing | None = None) -> list[Put]:
    """Write people to call back (see ``put_lines``) and their consents, and return the puts that wait for their line.

    Fields: ``sealed``, ``language``, ``purpose``, ``text_version``. A sealed part that this server cannot open raises
    UnopenableError, and nothing is written. A name once erased stays so, whatever a phone sends later.
    """
    _check_seals(puts)
    erased = _erased({put.entry for put in puts})
    kept = [_without_name(put) if put.entry in erased else put for put in puts]
    waiting = put_lines(model=Resident, puts=kept, into=into, made_with=_columns)
    late = {put.origin.clock for put in waiting}
    _write_consents([put for put in kept if "sealed" in put.fields and put.origin.clock not in late])
    return waiting


def _check_seals(puts: Sequence[Put]) -> None:
    """Open each sealed part, and forget it: what cannot be opened must be seen now, while the phone may seal again."""
    sealed = [(put.entry, put.fields["sealed"]) for put in puts if "sealed" in put.fields]
    keys = private_keys({key_id(box) for _, box in sealed}) if sealed else {}
    for entry, box in sealed:
        opened(box, entry=entry, keys=keys)


def _erased(entries: set[UUID]) -> set[UUID]:
    return set(Resident.objects.filter(pk__in=entries, sealed={}).values_list("pk", flat=True))


def _without_name(put: Put) -> Put:
    return replace(put, fields={name: value for name, value in put.fields.items() if name != "sealed"})


def _columns(put: Put) -> dict[str, Any] | None:
    return {} if "sealed" in put.fields else None


def _write_consents(puts: Sequence[Put]) -> None:
    """Write the consents that are new; of two for one purpose, the first one said is kept, in any order of arrival."""
    if not puts:
        return
    known = {_place(row): row for row in Consent.objects.filter(resident__in={put.entry for put in puts})}
    new: dict[tuple[UUID, str], Consent] = {}
    for put in sorted(puts, key=lambda put: put.origin.clock):
        consent = _consent(put)
        older = known.get(_place(consent))
        if older is None or consent.pk < older.pk:
            new.setdefault(_place(consent), consent)
    replaced = [known[place] for place in new if place in known]
    for row in replaced:
        new[_place(row)].revoked_at, new[_place(row)].revoked_by = row.revoked_at, row.revoked_by
    Consent.objects.filter(pk__in=[row.pk for row in replaced]).delete()
    Consent.objects.bulk_create(new.values())


def _place(consent: Consent) -> tuple[UUID, str]:
    return consent.resident_id, consent.purpose


def _consent(put: Put) -> Consent:
    origin = put.origin
    assert put.outing is not None  # a name is given to the team of an outing
    return Consent(
        id=origin.clock,
        structure_id=put.outing.structure_id,
        resident_id=put.entry,
        purpose=str(put.fields.get("purpose") or Purpose.RECONTACT),
        language=str(put.fields.get("language") or "fr"),
        text_version=str(put.fields.get("text_version") or ""),
        given_at=origin.made_at,
        heard_by=origin.membership,
        created_at=origin.received_at,
        updated_at=origin.received_at,
    )
