"""Rows inserted in one statement are those that Django would have written."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from palier.core.ids import uuid7
from palier.core.inserting import insert_rows
from palier.core.tenancy import across_structures
from palier.mobile.models import Operation, SetAside
from tests.factories.people import make_structure

pytestmark = pytest.mark.django_db


def test_each_kind_of_value_comes_back_as_it_was() -> None:
    structure, now = make_structure(), timezone.now()
    row = SetAside(
        structure=structure,
        operation_id=uuid7(),
        digest=b"\x00\xff" * 8,
        kind="",
        raw={"mots": ["l'été", {"nul": None}]},
        answer="waiting",
        status="waiting",
        reason="Une « raison » 100 %",
        made_at=now,
        received_at=now,
    )
    insert_rows([row])

    with across_structures():
        kept = SetAside.objects.get()
    names = [field.attname for field in SetAside._meta.concrete_fields if field.attname != "digest"]
    assert [getattr(kept, name) for name in names] == [getattr(row, name) for name in names]
    assert bytes(kept.digest) == row.digest
    assert not row._state.adding


def test_one_statement_whatever_the_number() -> None:
    structure, now = make_structure(), timezone.now()
    rows = [Operation(id=uuid7(), structure=structure, digest=bytes([n]) * 16, received_at=now) for n in range(50)]

    with CaptureQueriesContext(connection) as asked:
        insert_rows(rows)
        insert_rows([])

    with across_structures():
        kept = {row.pk: bytes(row.digest) for row in Operation.objects.all()}
    assert len(asked) == 1
    assert kept == {row.pk: row.digest for row in rows}


def test_key_taken_is_refused() -> None:
    row = Operation(id=uuid7(), structure=make_structure(), digest=b"x" * 16, received_at=timezone.now())
    insert_rows([row])

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows([row])
