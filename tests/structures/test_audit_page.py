"""The page of the audit, and its export."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership, Structure
from tests.factories.people import logged_in, make_membership, make_structure

pytestmark = pytest.mark.django_db
PAGE = "/reglages/journal/"
NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)


@pytest.fixture
def direction() -> Membership:
    return make_membership(Role.DIRECTION)


def write(structure: Structure, label: str = "Odile Brac", *, now: datetime = NOW, name: str = "Ida Vallon") -> None:
    """Write that somebody of ``structure`` read the page of ``label``."""
    by = Actor(id=name, name=name, structure_id=structure.pk, device="Firefox sur Windows")
    record(kind=AuditKind.READ_NAMED, by=by, now=now, target_label=label, detail="fiche ouverte")


def shown(client: Client, query: str = "") -> list[str]:
    """Return the targets on the page, in order."""
    return [entry.target_label for entry in client.get(f"{PAGE}{query}").context["page"]]


def test_entry_says_who_what_when_from_where(direction: Membership) -> None:
    write(direction.structure)

    page = logged_in(direction.user).get(PAGE).content.decode()

    for words in (
        "Ida Vallon",
        "Firefox sur Windows",
        "Odile Brac",
        "Lecture de données nominatives",
        "3 novembre 2026, 10:30",
    ):
        assert words in page


def test_newest_comes_first_and_filters_narrow(direction: Membership) -> None:
    write(direction.structure, "Avant", now=NOW - timedelta(days=40))
    write(direction.structure, "Après", name="Ugo Serein")
    client = logged_in(direction.user)

    assert shown(client)[-2:] == ["Après", "Avant"]
    assert shown(client, "?since=2026-10-20&until=2026-11-30") == ["Après"]
    assert shown(client, "?person=Ugo Serein") == ["Après"]
    assert shown(client, "?text=avant ouverte") == ["Avant"]
    assert shown(client, "?kind=read_named") == ["Après", "Avant"]
    assert shown(client, "?since=hier&kind=inconnu")[-2:] == ["Après", "Avant"]


def test_nothing_found_and_nothing_yet_say_so(direction: Membership) -> None:
    client = logged_in(direction.user)

    assert "Aucune ligne ne répond à ces choix" in client.get(f"{PAGE}?text=zzz").content.decode()


def test_other_structure_is_never_shown(direction: Membership) -> None:
    write(make_structure(), "Ailleurs")

    assert "Ailleurs" not in shown(logged_in(direction.user))


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_export_holds_what_was_asked_and_is_audited(direction: Membership, file_format: str) -> None:
    write(direction.structure, "=SOMME(A1)")
    write(direction.structure, "Autre", name="Ugo Serein")
    client = logged_in(direction.user)

    answer = client.get(f"/reglages/journal/export.{file_format}?text=somme")

    data = answer.getvalue() if answer.streaming else answer.content
    assert "journal-" in answer.headers["Content-Disposition"]
    if file_format == "csv":
        lines = data.decode("utf-8-sig").splitlines()
        assert len(lines) == 2
        assert "'=SOMME(A1)" in lines[1]
    with structure_scope(direction.structure_id):
        exported = AuditEntry.objects.get(kind=AuditKind.EXPORT_NAMED)
    assert exported.detail == f"1 lignes, {file_format}"
    assert exported.actor_id == str(direction.user_id)


def test_export_asks_the_second_factor_again(direction: Membership) -> None:
    client = logged_in(direction.user)
    session = client.session
    for shown_before in session["account_authentication_methods"]:
        shown_before["at"] -= 6 * 60
    session.save()

    answer = client.get("/reglages/journal/export.csv")

    assert answer.status_code == 302
    assert "/compte/confirmer/" in answer.headers["Location"]
    with structure_scope(direction.structure_id):
        assert not AuditEntry.objects.filter(kind=AuditKind.EXPORT_NAMED).exists()


@pytest.mark.parametrize("role", [Role.EQUIPIER, Role.REFERENT, Role.LECTURE])
def test_other_roles_may_not_read_it(role: Role) -> None:
    assert logged_in(make_membership(role).user).get(PAGE).status_code == 403


def test_visitor_logs_in_and_nothing_is_written() -> None:
    assert Client().get(PAGE).status_code == 302
    assert logged_in(make_membership(Role.DIRECTION).user).post(PAGE).status_code == 405


def test_as_many_questions_with_1_line_as_with_30(
    direction: Membership, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    write(direction.structure)
    client = logged_in(direction.user)
    client.get(PAGE)
    with django_assert_max_num_queries(12) as few:
        client.get(PAGE)
    for number in range(30):
        write(direction.structure, f"Ligne {number}", now=timezone.now())

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(PAGE)
