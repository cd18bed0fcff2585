"""Who asked to be called back: sealed, counted, with the consent that was read; nothing that cannot be opened."""

from datetime import timedelta
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.fieldlog.actions.puts import Put
from palier.fieldlog.models import Edit, OutingLog
from palier.residents.actions import UnopenableError, public_key_of, put_residents
from palier.residents.models import Consent, Resident
from palier.residents.queries.keys import open_sealed
from palier.residents.sealing import Named, as_text, seal
from palier.structures.models import Membership
from tests.factories.fieldlog import make_origin
from tests.factories.outings import make_outing
from tests.factories.people import make_structure
from tests.factories.residents import ZEBULONNE, make_resident, sealed_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


def put(outing: Outing, entry: UUID, clock: UUID | None = None, minutes: int = 10, **fields: Any) -> Put:
    at = outing.starts_at + timedelta(minutes=minutes)
    return Put(outing, entry, fields, make_origin(at=at, clock=clock or entry))


def test_person_is_written_sealed_with_the_consent(outing: Outing, awa: Membership) -> None:
    entry = uuid7()
    sealed = sealed_for(outing, entry)
    origin = make_origin(awa, at=outing.starts_at, clock=entry)
    fields = {"sealed": sealed, "language": "ar", "purpose": "recontact", "text_version": "1-24"}

    waiting = put_residents(puts=[Put(outing, entry, fields, origin)])

    line, consent = Resident.objects.get(), Consent.objects.get()
    assert waiting == []
    assert (line.pk, line.sealed, line.language, line.state) == (entry, sealed, "ar", "a_rappeler")
    assert open_sealed(line) == ZEBULONNE
    assert (consent.resident_id, consent.purpose, consent.language) == (entry, "recontact", "ar")
    assert (consent.text_version, consent.given_at, consent.heard_by) == ("1-24", outing.starts_at, awa)
    assert OutingLog.objects.get().callbacks == 1


def test_same_writing_twice_is_one_person(outing: Outing) -> None:
    entry = uuid7()
    same = put(outing, entry, sealed=sealed_for(outing, entry))

    put_residents(puts=[same])
    put_residents(puts=[same])

    assert Resident.objects.count() == Consent.objects.count() == OutingLog.objects.get().callbacks == 1
    assert Edit.objects.count() == 0


def test_writings_in_any_order_keep_the_last_name_and_the_first_consent(outing: Outing) -> None:
    found = set()
    for order in permutations(range(3)):
        entry, second, third = uuid7(), uuid7(), uuid7()
        other = Named("Zébulonne", "07 00 00 00 00")
        puts = [
            put(outing, entry, sealed=sealed_for(outing, entry), language="tr", text_version="1-12"),
            put(outing, entry, second, sealed=sealed_for(outing, entry, other), language="fr", text_version="1-24"),
            put(outing, entry, third, language="pt"),
        ]

        late = [waiting for index in order for waiting in put_residents(puts=[puts[index]])]
        put_residents(puts=late)

        line, consent = Resident.objects.get(pk=entry), Consent.objects.get(resident=entry)
        found.add(
            (open_sealed(line).contact, line.language, consent.language, consent.text_version, consent.pk == entry)
        )
    assert found == {("07 00 00 00 00", "pt", "tr", "1-12", True)}


def test_history_never_repeats_what_is_sealed(outing: Outing) -> None:
    resident = make_resident(outing)
    again = sealed_for(outing, resident.pk, Named("Zébulonne", "07 00 00 00 00"))

    put_residents(puts=[put(outing, resident.pk, uuid7(), sealed=again)])

    edit = Edit.objects.get()
    assert (edit.field, edit.before, edit.after) == ("sealed", None, None)


def test_name_that_does_not_open_writes_nothing(outing: Outing) -> None:
    good, bad = uuid7(), uuid7()
    puts = [put(outing, good, sealed=sealed_for(outing, good)), put(outing, bad, sealed=sealed_for(outing, good))]

    with pytest.raises(UnopenableError, match="autre rappel"), transaction.atomic():
        put_residents(puts=puts)

    assert Resident.objects.count() == Consent.objects.count() == OutingLog.objects.count() == 0


def test_key_of_another_structure_does_not_open(outing: Outing) -> None:
    elsewhere, entry = make_structure(), uuid7()
    with structure_scope(elsewhere.pk):
        key = public_key_of(elsewhere, now=outing.starts_at)

    with pytest.raises(UnopenableError, match="n'a pas"):
        put_residents(puts=[put(outing, entry, sealed=seal(ZEBULONNE, entry=entry, key=key.pk, point=key.public))])


@pytest.mark.parametrize("sealed", [{}, {"v": 1}, {"key": "?"}, "scellé", None])
def test_what_is_no_seal_is_refused(outing: Outing, sealed: Any) -> None:
    with pytest.raises(UnopenableError):
        put_residents(puts=[put(outing, uuid7(), sealed=sealed)])


def test_language_alone_waits_for_its_person(outing: Outing) -> None:
    late = put(outing, uuid4(), language="ar")

    assert put_residents(puts=[late]) == [late]
    assert Resident.objects.count() == Consent.objects.count() == 0


def test_erased_name_never_comes_back(outing: Outing) -> None:
    resident = make_resident(outing)
    Resident.objects.filter(pk=resident.pk).update(sealed={})
    Consent.objects.all().delete()

    put_residents(puts=[put(outing, resident.pk, uuid7(), sealed=sealed_for(outing, resident.pk), language="tr")])

    line = Resident.objects.get()
    assert (line.sealed, line.language) == ({}, "tr")
    assert Consent.objects.count() == 0


def test_two_structures_do_not_meet(outing: Outing) -> None:
    elsewhere = make_resident(make_outing(make_structure()))
    mine = make_resident(outing)

    assert [line.pk for line in Resident.objects.all()] == [mine.pk]
    assert elsewhere.sealed["key"] != mine.sealed["key"]


def test_seal_cut_short_is_refused(outing: Outing) -> None:
    entry = uuid7()
    sealed = {**sealed_for(outing, entry), "box": as_text(b"court")}

    with pytest.raises(UnopenableError, match="ne s'ouvre pas"):
        put_residents(puts=[put(outing, entry, sealed=sealed)])
