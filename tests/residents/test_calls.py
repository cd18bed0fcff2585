"""Calls said, undone; a consent taken back erases the name; withdrawn lines lose it too."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from palier.agenda.models import Outing
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.ids import uuid7
from palier.fieldlog.actions.entries import restore_entry, withdraw_entry
from palier.fieldlog.models import OutingLog
from palier.fieldlog.origin import Origin
from palier.residents.actions import UnopenableError
from palier.residents.actions.calls import (
    ConsentTakenBack,
    NotTheLastCall,
    note_call,
    revoke_consent,
    undo_call,
)
from palier.residents.actions.openings import open_for_export, open_named
from palier.residents.enums import CallState
from palier.residents.models import Call, Consent, Resident
from palier.residents.queries.keys import open_sealed
from palier.structures.models import Membership
from tests.factories.outings import THURSDAY, paris
from tests.factories.people import actor_for
from tests.factories.residents import ZEBULONNE, make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
NOW = paris(THURSDAY, 15)


def call(resident: Resident, lead: Membership, outcome: CallState, now: datetime = NOW, note: str = "") -> Call:
    return note_call(resident=resident, outcome=outcome, note=note, caller=lead, by=actor_for(lead), now=now)


def kinds_in_audit() -> list[str]:
    return list(AuditEntry.objects.order_by("at", "pk").values_list("kind", flat=True))


def test_call_says_what_became_of_it(lead: Membership, outing: Outing) -> None:
    resident = make_resident(outing)

    call(resident, lead, CallState.RAPPELE, note="Rendez-vous pris mardi")

    resident.refresh_from_db()
    found = Call.objects.get()
    assert (resident.state, resident.called_at) == (CallState.RAPPELE, NOW)
    assert (found.outcome, found.note, found.made_by, found.at) == ("rappele", "Rendez-vous pris mardi", lead, NOW)
    entry = AuditEntry.objects.get()
    assert (entry.kind, entry.detail, entry.target_id) == (
        AuditKind.RESIDENTS_CHANGED,
        CallState.RAPPELE.label,
        str(resident.pk),
    )


def test_last_call_is_undone_back_to_the_one_before(lead: Membership, outing: Outing) -> None:
    resident = make_resident(outing)
    call(resident, lead, CallState.INJOIGNABLE)
    last = call(resident, lead, CallState.RAPPELE, NOW + timedelta(days=1))

    undo_call(resident=resident, call_id=last.pk, by=actor_for(lead), now=NOW + timedelta(days=1))

    resident.refresh_from_db()
    assert (resident.state, resident.called_at) == (CallState.INJOIGNABLE, NOW)
    assert Call.objects.count() == 1


def test_only_call_undone_leaves_somebody_to_call(lead: Membership, outing: Outing) -> None:
    resident = make_resident(outing)
    only = call(resident, lead, CallState.RAPPELE)

    undo_call(resident=resident, call_id=only.pk, by=actor_for(lead), now=NOW)

    resident.refresh_from_db()
    assert (resident.state, resident.called_at) == (CallState.A_RAPPELER, None)


def test_former_call_is_not_undone(lead: Membership, outing: Outing) -> None:
    resident = make_resident(outing)
    first = call(resident, lead, CallState.INJOIGNABLE)
    call(resident, lead, CallState.RAPPELE, NOW + timedelta(hours=1))

    with pytest.raises(NotTheLastCall), transaction.atomic():
        undo_call(resident=resident, call_id=first.pk, by=actor_for(lead), now=NOW)

    assert Call.objects.count() == 2


def test_consent_taken_back_erases_the_name_and_leaves_the_count(lead: Membership, outing: Outing) -> None:
    resident = make_resident(outing)
    call(resident, lead, CallState.INJOIGNABLE, note="Chez sa fille Aline")

    for _ in range(2):
        revoke_consent(resident=resident, member=lead, by=actor_for(lead), now=NOW)

    resident.refresh_from_db()
    consent = Consent.objects.get()
    assert (resident.sealed, resident.state, resident.stands) == ({}, CallState.RETIRE, True)
    assert (consent.revoked_at, consent.revoked_by) == (NOW, lead)
    assert Call.objects.get().note == ""
    assert OutingLog.objects.get().callbacks == 1
    assert kinds_in_audit() == [AuditKind.RESIDENTS_CHANGED, AuditKind.ERASE_NAMED]
    with pytest.raises(UnopenableError, match="effacé"):
        open_sealed(resident)


def test_nobody_calls_who_does_not_want_it_any_more(lead: Membership, outing: Outing) -> None:
    resident = make_resident(outing)
    last = call(resident, lead, CallState.INJOIGNABLE)
    revoke_consent(resident=resident, member=lead, by=actor_for(lead), now=NOW)

    with pytest.raises(ConsentTakenBack), transaction.atomic():
        call(resident, lead, CallState.RAPPELE)
    with pytest.raises(NotTheLastCall), transaction.atomic():
        undo_call(resident=resident, call_id=last.pk, by=actor_for(lead), now=NOW)

    assert Resident.objects.get().state == CallState.RETIRE


def test_opening_is_said_in_the_audit_without_the_name(lead: Membership, outing: Outing) -> None:
    resident = make_resident(outing)

    named = open_named(resident=resident, by=actor_for(lead), now=NOW)

    entry = AuditEntry.objects.get()
    assert named == ZEBULONNE
    assert (entry.kind, entry.actor_name, entry.target_id) == (AuditKind.READ_NAMED, lead.name, str(resident.pk))
    assert "bulonne" not in f"{entry.target_label}{entry.detail}{entry.folded}"


def test_what_does_not_open_was_not_read(lead: Membership, outing: Outing) -> None:
    resident = make_resident(outing)
    resident.sealed = {**resident.sealed, "key": str(uuid7())}

    with pytest.raises(UnopenableError), transaction.atomic():
        open_named(resident=resident, by=actor_for(lead), now=NOW)

    assert kinds_in_audit() == []


def test_export_says_how_many_names_left(lead: Membership, outing: Outing) -> None:
    people = [make_resident(outing), make_resident(outing)]
    revoke_consent(resident=people[1], member=lead, by=actor_for(lead), now=NOW)

    named = open_for_export(
        residents=list(Resident.objects.all()),
        file_format="csv",
        by=actor_for(lead),
        now=NOW + timedelta(minutes=1),
        structure_id=lead.structure_id,
    )

    entry = AuditEntry.objects.get(kind=AuditKind.EXPORT_NAMED)
    assert named == {people[0].pk: ZEBULONNE}
    assert entry.detail == "Personnes à rappeler : 2, dont 1 avec leur nom (csv)"


def test_line_taken_back_loses_its_name_for_good(lead: Membership, outing: Outing) -> None:
    resident = make_resident(outing)

    withdraw_entry(entry=resident.pk, origin=Origin.desk(lead, NOW, resident.pk), models=[Resident])
    restore_entry(entry=resident.pk, origin=Origin.desk(lead, NOW, resident.pk), models=[Resident])

    resident.refresh_from_db()
    assert (resident.sealed, resident.stands) == ({}, True)
    assert OutingLog.objects.get().callbacks == 1
