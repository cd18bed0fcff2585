"""An entry keeps what it is told, cut to size, and is always written."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import across_structures, structure_scope

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
LUC = Actor(id="luc", name="Luc Oudin", structure_id=HERE, device="Téléphone de Luc")
TEXTS = ("actor_id", "actor_name", "device", "target_kind", "target_id", "target_label", "detail")


def reread(entry: AuditEntry) -> AuditEntry:
    """Return the entry as the database holds it."""
    with across_structures():  # wherever the test wrote it
        found: AuditEntry = AuditEntry.objects.get(pk=entry.pk)
    return found


@pytest.mark.django_db
def test_an_entry_says_who_what_when_and_from_where() -> None:
    entry = record(
        kind=AuditKind.MEMBER_CHANGED,
        by=LUC,
        now=NOW,
        target_kind="membre",
        target_id="awa",
        target_label="Awa Perrin",
        detail="Rôle : Équipier·e → Référent·e",
    )

    found = reread(entry)
    assert (found.structure_id, found.at, found.kind) == (HERE, NOW, "member_changed")
    assert [getattr(found, name) for name in TEXTS] == [
        "luc",
        "Luc Oudin",
        "Téléphone de Luc",
        "membre",
        "awa",
        "Awa Perrin",
        "Rôle : Équipier·e → Référent·e",
    ]
    assert str(found) == "Droits ou statut d'un membre changés, Luc Oudin"


@pytest.mark.django_db
def test_an_entry_may_be_of_another_structure_than_its_actor() -> None:
    entry = record(kind=AuditKind.STRUCTURE_CHANGED, by=LUC, now=NOW, structure_id=ELSEWHERE)

    assert reread(entry).structure_id == ELSEWHERE


@pytest.mark.django_db
def test_an_entry_without_a_structure_is_in_no_scope() -> None:
    entry = record(kind=AuditKind.LOGIN_FAILED, by=Actor(id="", name="inconnu@exemple.fr"), now=NOW)

    assert reread(entry).structure_id is None
    with structure_scope(HERE):
        assert list(AuditEntry.objects.all()) == []


@pytest.mark.django_db
def test_strings_too_long_are_cut_and_say_so() -> None:
    endless = "é" * 1_000_000
    by = Actor(id=endless, name=endless, structure_id=HERE, device=endless)

    entry = reread(
        record(
            kind=AuditKind.LOGIN,
            by=by,
            now=NOW,
            target_kind=endless,
            target_id=endless,
            target_label=endless,
            detail=endless,
        )
    )

    lengths = {"actor_id": 64, "actor_name": 120, "device": 120, "target_kind": 40}
    lengths |= {"target_id": 64, "target_label": 200, "detail": 500}
    assert {name: getattr(entry, name) for name in TEXTS} == {
        name: "é" * (length - 1) + "…" for name, length in lengths.items()
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a" * 120, "a" * 120),
        ("a" * 121, "a" * 119 + "…"),
        ("awa\0@exemple.fr", "awa @exemple.fr"),
        ("Luc\r\n06:30 Awa, Connexion", "Luc  06:30 Awa, Connexion"),
        ("moitié \ud83d de signe", "moitié   de signe"),
        ("  👩🏽‍🌾 Awa\t", "👩🏽‍🌾 Awa"),
        ("\x00\x1f", ""),
    ],
)
def test_whatever_was_typed_is_written_on_one_line(typed: str, kept: str) -> None:
    entry = record(kind=AuditKind.LOGIN_FAILED, by=Actor(id="", name=typed), now=NOW)

    assert reread(entry).actor_name == kept


def test_a_program_is_an_actor_without_account() -> None:
    assert Actor.system("Ménage de la nuit") == Actor("", "Ménage de la nuit", None, "serveur")


def test_every_kind_fits_its_column_and_has_a_label_of_its_own() -> None:
    assert max(len(kind.value) for kind in AuditKind) <= 40
    assert len(set(AuditKind.labels)) == len(AuditKind)
    assert AuditEntry._meta.get_field("kind").flatchoices == AuditKind.choices
