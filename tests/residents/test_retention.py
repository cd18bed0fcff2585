"""No name is kept longer than the structure chose, nor than what was promised."""

from datetime import datetime, timedelta

import pytest

from palier.agenda.models import Outing
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import across_structures
from palier.residents.actions.calls import note_call
from palier.residents.actions.retention import forget_residents
from palier.residents.enums import CallState
from palier.residents.models import Call, Resident
from palier.residents.queries.retention import kept_until
from palier.structures.models import Membership, Structure
from palier.structures.queries.retention import months_after
from tests.factories.outings import make_outing
from tests.factories.people import actor_for, make_structure
from tests.factories.residents import make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
ONE_DAY = timedelta(days=1)


def keep(structure: Structure, months: int) -> None:
    Structure.objects.filter(pk=structure.pk).update(retention_months=months)
    structure.retention_months = months


def named_left() -> int:
    with across_structures():
        return Resident.objects.exclude(sealed={}).count()


@pytest.mark.parametrize("months", [6, 12, 18, 24])
def test_name_goes_after_the_delay_and_the_line_stays(outing: Outing, months: int) -> None:
    keep(outing.structure, months)
    resident = make_resident(outing)
    limit = months_after(resident.made_at, months)

    assert forget_residents(limit - timedelta(seconds=1)) == 0
    assert forget_residents(limit) == 1
    assert forget_residents(limit + ONE_DAY) == 0

    assert Resident.objects.get().sealed == {}
    entry = AuditEntry.objects.get()
    assert (entry.kind, entry.detail[-3:]) == (AuditKind.ERASE_NAMED, ": 1")


def test_call_that_reached_them_counts_as_contact(lead: Membership, outing: Outing) -> None:
    keep(outing.structure, 6)
    reached, missed = make_resident(outing), make_resident(outing)
    called_at = outing.starts_at + 90 * ONE_DAY
    for resident, outcome in ((reached, CallState.RAPPELE), (missed, CallState.INJOIGNABLE)):
        note_call(resident=resident, outcome=outcome, note="Chez Aline", caller=lead, by=actor_for(lead), now=called_at)

    assert forget_residents(months_after(reached.made_at, 6)) == 1

    assert {(row.pk, row.is_named) for row in Resident.objects.all()} == {(reached.pk, True), (missed.pk, False)}
    assert {(row.resident_id, row.note) for row in Call.objects.all()} == {(reached.pk, "Chez Aline"), (missed.pk, "")}


def test_promise_holds_when_the_structure_keeps_longer(outing: Outing) -> None:
    keep(outing.structure, 6)
    resident = make_resident(outing)
    keep(outing.structure, 24)

    assert forget_residents(months_after(resident.made_at, 6)) == 1


def test_shorter_choice_applies_at_once(outing: Outing) -> None:
    resident = make_resident(outing)
    keep(outing.structure, 6)

    assert forget_residents(months_after(resident.made_at, 6)) == 1


@pytest.mark.parametrize("version", ["", "9-6", "1-7", "une-6"])
def test_unknown_words_promise_what_the_structure_keeps(outing: Outing, version: str) -> None:
    resident = make_resident(outing, text_version=version)

    assert forget_residents(months_after(resident.made_at, 6)) == 0
    assert forget_residents(months_after(resident.made_at, 24)) == 1


def test_each_structure_has_its_own_delay_and_its_own_line(outing: Outing) -> None:
    other = make_outing(make_structure())
    keep(outing.structure, 6)
    keep(other.structure, 12)
    for _ in range(2):
        make_resident(outing)
        make_resident(other)
    six: datetime = months_after(outing.ends_at, 6)

    assert (forget_residents(six), named_left()) == (2, 2)
    assert (forget_residents(months_after(outing.ends_at, 12)), named_left()) == (2, 0)
    with across_structures():
        told = {(row.structure_id, row.detail[-1]) for row in AuditEntry.objects.all()}
    assert told == {(outing.structure_id, "2"), (other.structure_id, "2")}


def test_day_of_erasure_is_known(outing: Outing) -> None:
    keep(outing.structure, 12)
    resident = make_resident(outing)

    day = kept_until(resident, outing.structure, list(resident.consents.all()))

    assert day == months_after(resident.made_at, 12)
