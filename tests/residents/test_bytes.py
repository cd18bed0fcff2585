"""The name in clear is nowhere: not in the database's file, not in the data folder, not in what is logged."""

import logging
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from palier.core.ids import uuid7
from palier.core.tenancy import across_structures, structure_scope
from palier.residents.models import Call, Resident
from palier.structures.enums import Role
from tests.agenda.safety_teams import Team, make_team
from tests.factories.people import logged_in, make_membership, show_second_factor
from tests.factories.residents import sealed_for
from tests.mobile.phone import NOW, Phone, send

# « é » and a space may be written in several ways: what stays the same is searched.
CLEAR = [b"bulonne", b"98 12 34", b"98%2012%2034", b"le soir, apr"]


def kept_bytes() -> bytes:
    """Return all that the instance keeps: the rows as text, and each file of the data folder."""
    held = [repr(rows_of(table)).encode() for table in connection.introspection.table_names()]
    folder = Path(settings.DATA_DIR)
    held += [path.read_bytes() for path in folder.rglob("*") if path.is_file() and "static" not in path.parts]
    return b"\n".join(held)


def rows_of(table: str) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return list(cursor.fetchall())


def found_in(data: bytes) -> list[bytes]:
    return [word for word in CLEAR if word in data]


@pytest.fixture
def team() -> Team:
    return make_team()


def sent_name(team: Team) -> Resident:
    """Send a name from Awa's phone, through the address that phones use, and return its line."""
    phone, entry = Phone(team.awa), uuid7()
    with structure_scope(team.structure.pk):
        sealed = sealed_for(team.outing, entry)
    answer = send(
        logged_in(team.awa.user),
        phone.request(phone.put("resident", team.outing, entry, sealed=sealed, language="fr", text_version="1-24")),
    )
    assert [receipt["status"] for receipt in answer.json()["receipts"]] == ["applied"]
    with structure_scope(team.structure.pk):
        found: Resident = Resident.objects.get(pk=entry)
    return found


@pytest.mark.django_db(transaction=True)
@time_machine.travel(NOW, tick=False)
def test_name_is_nowhere_in_clear_after_it_came_and_after_it_was_read(
    team: Team, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("", "django", "django.db.backends", "palier"):
        caplog.set_level(logging.DEBUG, logger=name)
    connection.force_debug_cursor = True
    lead = make_membership(Role.REFERENT, structure=team.structure)
    browser = logged_in(lead.user)
    show_second_factor(browser, lead.user)

    resident = sent_name(team)
    read = browser.get(resident.get_absolute_url()).content.decode()
    browser.post(f"{resident.get_absolute_url()}appel/", {"outcome": "injoignable"})
    export = b"".join(browser.get("/rappels/export.csv")).decode()
    connection.force_debug_cursor = False

    assert ["Zébulonne" in words for words in (read, export)] == [True, True]
    assert 'INSERT INTO "residents_resident"' in caplog.text
    assert found_in(caplog.text.encode()) == []
    assert found_in(kept_bytes()) == []


@pytest.mark.django_db(transaction=True)
@time_machine.travel(NOW, tick=False)
def test_name_written_in_a_note_would_be_seen(team: Team) -> None:
    resident = sent_name(team)
    with across_structures():
        Call.objects.create(
            structure=team.structure, resident=resident, outcome="rappele", note="Zébulonne est là", at=NOW
        )

    assert found_in(kept_bytes()) == [b"bulonne"]
