"""What the database itself refuses to do to the audit, whoever asks, by raw SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from palier.audit import triggers
from palier.audit.actions import one_year_before, purge, record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import across_structures

sqlite_only = pytest.mark.skipif("not __import__('django.db').db.connection.vendor == 'sqlite'", reason="SQLite only")
postgresql_only = pytest.mark.skipif(
    "not __import__('django.db').db.connection.vendor == 'postgresql'", reason="PostgreSQL only"
)
TABLE = "audit_auditentry"
LUC = Actor(id="luc", name="Luc Oudin", structure_id=UUID(int=1), device="Téléphone de Luc")


def written(at: datetime | None = None) -> AuditEntry:
    """Return an entry made at ``at``, or now."""
    return record(kind=AuditKind.LOGIN, by=LUC, now=at or timezone.now())


def execute(statement: str, *values: object) -> None:
    """Send raw SQL in a savepoint of its own, so that what is refused breaks nothing else."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def stored(entry: AuditEntry) -> object:
    """Return the key as the database writes it."""
    return AuditEntry._meta.pk.get_db_prep_value(entry.pk, connection)


@contextmanager
def refused(message: str, count: int = 1) -> Iterator[None]:
    """Expect a refusal with ``message``, after which the audit is what it was."""
    before = rows()
    with pytest.raises(IntegrityError, match=message):
        yield
    assert rows() == before
    assert len(before) == count


def rows() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {TABLE} ORDER BY id")
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_an_entry_is_not_changed() -> None:
    written()

    with refused(triggers.CHANGED):
        execute(f"UPDATE {TABLE} SET actor_name = %s", "Quelqu'un d'autre")


@pytest.mark.django_db
def test_an_old_entry_is_not_changed_either() -> None:
    written(timezone.now() - timedelta(days=800))

    with refused(triggers.CHANGED):
        execute(f"UPDATE {TABLE} SET detail = %s", "")


@pytest.mark.django_db
def test_an_entry_is_not_made_old() -> None:
    written()

    with refused(triggers.CHANGED):
        execute(f"UPDATE {TABLE} SET at = %s", timezone.now() - timedelta(days=800))


@pytest.mark.django_db
def test_an_entry_is_not_changed_through_its_model() -> None:
    entry = written()
    entry.detail = "corrigé"

    with refused(triggers.CHANGED), transaction.atomic():
        entry.save()


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, 1, 364])
def test_a_young_entry_is_not_erased(days: int) -> None:
    written(timezone.now() - timedelta(days=days))

    with refused(triggers.ERASED):
        execute(f"DELETE FROM {TABLE}")


@pytest.mark.django_db
def test_a_young_entry_among_old_ones_saves_them_all() -> None:
    written(timezone.now() - timedelta(days=800))
    written()

    with refused(triggers.ERASED, count=2):
        execute(f"DELETE FROM {TABLE}")


@pytest.mark.django_db
def test_an_old_entry_is_erased() -> None:
    written(timezone.now() - timedelta(days=367))

    execute(f"DELETE FROM {TABLE}")

    assert rows() == []


@pytest.mark.django_db
def test_the_last_minute_of_the_twelve_months_counts() -> None:
    limit = one_year_before(timezone.now())
    written(limit + timedelta(minutes=1) + timedelta(days=1 if is_near_leap_day() else 0))
    too_old = written(limit - timedelta(minutes=1))

    with refused(triggers.ERASED, count=2):
        execute(f"DELETE FROM {TABLE}")
    execute(f"DELETE FROM {TABLE} WHERE id = %s", stored(too_old))

    assert len(rows()) == 1


def is_near_leap_day() -> bool:
    """Tell whether today is 29 February: SQLite then counts from 1 March, PostgreSQL and we from the 28th."""
    return (timezone.now().month, timezone.now().day) == (2, 29)


@sqlite_only
@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"])
@pytest.mark.parametrize("days", [0, 800])
def test_an_entry_is_not_replaced_by_its_key(verb: str, days: int) -> None:
    entry = written(timezone.now() - timedelta(days=days))
    columns = ", ".join(field.column for field in AuditEntry._meta.concrete_fields)
    changed = columns.replace("actor_name", "'Autre'")

    with refused(triggers.CHANGED):
        execute(f"{verb} INTO {TABLE} ({columns}) SELECT {changed} FROM {TABLE} WHERE id = %s", stored(entry))


@sqlite_only
@pytest.mark.django_db
def test_an_entry_is_not_replaced_by_its_hidden_number() -> None:
    written()
    columns = ", ".join(field.column for field in AuditEntry._meta.concrete_fields)
    other = columns.replace("id,", "'another-key',", 1)

    with refused(triggers.CHANGED):
        execute(f"REPLACE INTO {TABLE} (rowid, {columns}) SELECT rowid, {other} FROM {TABLE}")


@pytest.mark.django_db
def test_an_entry_is_not_changed_by_an_insertion_in_conflict() -> None:
    written()
    columns = ", ".join(field.column for field in AuditEntry._meta.concrete_fields)

    with refused(triggers.CHANGED):
        execute(
            f"INSERT INTO {TABLE} ({columns}) SELECT {columns} FROM {TABLE} WHERE true"
            " ON CONFLICT (id) DO UPDATE SET actor_name = 'Autre'"
        )


@postgresql_only
@pytest.mark.django_db
def test_the_table_is_not_emptied() -> None:
    written(timezone.now() - timedelta(days=800))

    with refused(triggers.EMPTIED):
        execute(f"TRUNCATE {TABLE} CASCADE")


@postgresql_only
@pytest.mark.django_db
def test_a_session_in_the_role_of_a_replica_is_refused_too() -> None:
    written()
    execute("SET LOCAL session_replication_role = replica")

    with refused(triggers.ERASED):
        execute(f"DELETE FROM {TABLE}")


@pytest.mark.django_db
def test_purge_erases_what_is_past_twelve_months_and_nothing_else() -> None:
    now = timezone.now()
    kept = [written(now - timedelta(days=days)) for days in (0, 30, 364)]
    for days in (367, 368, 5000):
        written(now - timedelta(days=days))
    nobody = Actor(id="", name="", structure_id=None)
    record(kind=AuditKind.LOGIN_FAILED, by=nobody, now=now - timedelta(days=400))

    erased = purge(now=now)

    assert erased == 4
    with across_structures():  # the whole table is under test
        assert set(AuditEntry.objects.values_list("pk", flat=True)) == {entry.pk for entry in kept}


@pytest.mark.django_db
def test_purge_cannot_run_ahead_of_the_database_clock() -> None:
    written()

    with refused(triggers.ERASED), transaction.atomic():
        purge(now=timezone.now() + timedelta(days=800))


@pytest.mark.parametrize(
    ("now", "limit"),
    [
        (datetime(2026, 11, 21, 6, 30, tzinfo=UTC), datetime(2025, 11, 21, 6, 30, tzinfo=UTC)),
        (datetime(2028, 2, 29, 12, 0, tzinfo=UTC), datetime(2027, 2, 28, 12, 0, tzinfo=UTC)),
        (datetime(2028, 3, 1, 12, 0, tzinfo=UTC), datetime(2027, 3, 1, 12, 0, tzinfo=UTC)),
    ],
)
def test_twelve_months_are_those_of_the_calendar(now: datetime, limit: datetime) -> None:
    assert one_year_before(now) == limit


@pytest.mark.django_db(transaction=True)
def test_triggers_come_back_after_they_were_removed() -> None:
    triggers.remove(connection)
    written()
    execute(f"DELETE FROM {TABLE}")
    triggers.install(connection)
    written()

    with refused(triggers.ERASED):
        execute(f"DELETE FROM {TABLE}")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_flush_between_tests_empties_the_audit_and_arms_it_again(turn: str) -> None:
    assert rows() == []
    record(kind=AuditKind.LOGIN, by=LUC, now=timezone.now(), target_id=str(uuid4()), detail=turn)

    with refused(triggers.ERASED):
        execute(f"DELETE FROM {TABLE}")
