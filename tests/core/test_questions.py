"""Questions written once give what the models would, and stay within the walls."""

import pytest
from django.utils import timezone
from django_scopes.exceptions import ScopeError

from palier.core.ids import uuid7
from palier.core.inserting import insert_rows
from palier.core.questions import Question, columns_of, names_of
from palier.core.tenancy import across_structures, structure_scope
from palier.mobile.models import Operation, SetAside
from palier.structures.models import Structure
from tests.factories.people import make_structure

KEPT = columns_of(SetAside)
ASIDES = Question(
    f"SELECT {names_of(KEPT)} FROM mobile_setaside WHERE structure_id = :structure AND operation_id IN :keys"
    " AND received_at <= :until ORDER BY operation_id",
    KEPT,
)


def aside_in(structure: Structure) -> SetAside:
    """Return an operation set aside, saved, with each kind of value."""
    now = timezone.now()
    row = SetAside(
        structure=structure,
        operation_id=uuid7(),
        digest=b"\x00\xff" * 8,
        raw={"mots": ["l'été", {"nul": None}]},
        answer="waiting",
        status="waiting",
        reason="100 %",
        made_at=now,
        received_at=now,
    )
    insert_rows([row])
    return row


@pytest.mark.django_db
def test_each_kind_of_value_comes_as_from_the_models() -> None:
    structure = make_structure()
    rows = [aside_in(structure) for _ in range(3)]

    with structure_scope(structure.pk):
        found = ASIDES.records(SetAside, keys=[row.operation_id for row in rows], until=timezone.now())
        expected = list(SetAside.objects.order_by("operation_id"))

    names = [field.attname for field in KEPT]
    assert [[getattr(row, name) for name in names] for row in found] == [
        [getattr(row, name) for name in names] for row in expected
    ]
    assert len(found) == 3


@pytest.mark.django_db
def test_another_structure_is_never_read() -> None:
    own, foreign = make_structure(), make_structure()
    keys = {aside_in(own).operation_id, aside_in(foreign).operation_id}

    with structure_scope(own.pk):
        found = ASIDES.ask(keys=keys, until=timezone.now(), structure=foreign.pk)

    assert [row[names_of(KEPT).split(", ").index("structure_id")] for row in found] == [own.pk]


@pytest.mark.django_db
def test_nothing_is_asked_outside_of_one_structure() -> None:
    with pytest.raises(ScopeError):
        ASIDES.ask(keys=[uuid7()], until=timezone.now())
    with across_structures(), pytest.raises(ScopeError):
        ASIDES.ask(keys=[uuid7()], until=timezone.now())


@pytest.mark.django_db
def test_empty_collection_finds_nothing() -> None:
    structure = make_structure()
    aside_in(structure)

    with structure_scope(structure.pk):
        assert ASIDES.ask(keys=[], until=timezone.now()) == []


@pytest.mark.django_db
def test_other_columns_are_read_when_asked_for() -> None:
    structure = make_structure()
    row = aside_in(structure)
    some = Question(
        "SELECT id, reason FROM mobile_setaside WHERE structure_id = :structure", columns_of(SetAside, "id", "reason")
    )

    with structure_scope(structure.pk):
        (found,) = some.records(SetAside)

        assert (found.pk, found.reason, found.raw) == (row.pk, "100 %", row.raw)


@pytest.mark.parametrize(("sql", "across"), [("SELECT 1", False), ("SELECT 1 WHERE id = :structure", True)])
def test_question_says_whose_rows_it_reads(sql: str, across: bool) -> None:
    with pytest.raises(ValueError, match="structure"):
        Question(sql, [], across=across)


@pytest.mark.parametrize("names", [("digest", "id"), ("id", "nothing")])
def test_columns_follow_the_model(names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="Operation"):
        columns_of(Operation, *names)
