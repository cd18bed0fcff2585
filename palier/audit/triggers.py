"""Triggers that keep the audit as it was written, on SQLite and on PostgreSQL.

Refused, whoever asks: changing an entry, replacing it, erasing it before it is twelve months old, emptying the
table. The age is counted by the database's own clock.

What this does not stop: whoever owns the database (its file, or the tables' account on PostgreSQL) can drop the
triggers or the table, or write into the file itself; whoever sets the server's clock makes entries old; and false
entries can be added. It stops mistakes, faults of this program, and who can only send it statements other than
those. Backups kept elsewhere tell the rest.

On SQLite a later migration that alters the table makes it anew, without its triggers: it must call ``install`` again.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

CHANGED = "Le journal des accès ne se modifie pas."
ERASED = "Le journal des accès se garde douze mois."
EMPTIED = "Le journal des accès ne se vide pas."

# REPLACE erases without firing the triggers of deletion: an entry that would be in the way is refused first.
# A row may also be replaced by its hidden number, which is -1 here when none was given.
_SQLITE = (
    f"""CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_auditentry
    BEGIN SELECT RAISE(ABORT, '{CHANGED}'); END""",
    f"""CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit_auditentry
    WHEN EXISTS (SELECT 1 FROM audit_auditentry WHERE id = NEW.id OR rowid = NEW.rowid)
    BEGIN SELECT RAISE(ABORT, '{CHANGED}'); END""",  # noqa: S608 (a constant of this file)
    f"""CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_auditentry
    WHEN OLD.at > strftime('%Y-%m-%d %H:%M:%f', 'now', '-12 months')
    BEGIN SELECT RAISE(ABORT, '{ERASED}'); END""",
)
_SQLITE_NAMES = ("audit_no_update", "audit_no_replace", "audit_no_delete")

# 23001 is « restrict_violation »: the same IntegrityError as on SQLite. ALWAYS: a replica's session fires them too.
_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = '23001'; END $$""",
    f"""CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse('{CHANGED}')""",
    f"""CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_auditentry FOR EACH ROW
    WHEN (OLD.at > (now() AT TIME ZONE 'UTC' - interval '12 months') AT TIME ZONE 'UTC')
    EXECUTE FUNCTION audit_refuse('{ERASED}')""",
    f"""CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse('{EMPTIED}')""",
    "ALTER TABLE audit_auditentry ENABLE ALWAYS TRIGGER audit_no_update",
    "ALTER TABLE audit_auditentry ENABLE ALWAYS TRIGGER audit_no_delete",
    "ALTER TABLE audit_auditentry ENABLE ALWAYS TRIGGER audit_no_truncate",
)
_POSTGRESQL_NAMES = ("audit_no_update", "audit_no_delete", "audit_no_truncate")


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the table of the audit, which must exist and carry none of them."""
    is_sqlite = connection.vendor == "sqlite"
    _execute(connection, _SQLITE if is_sqlite else _POSTGRESQL)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: to undo the migration, and to empty a database of tests."""
    if connection.vendor == "sqlite":
        _execute(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE_NAMES])
        return
    _execute(connection, [f"DROP TRIGGER IF EXISTS {name} ON audit_auditentry" for name in _POSTGRESQL_NAMES])
    _execute(connection, ["DROP FUNCTION IF EXISTS audit_refuse()"])


def _execute(connection: BaseDatabaseWrapper, statements: tuple[str, ...] | list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
