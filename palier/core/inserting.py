"""Insert many rows alike: Django's own writing asks each field about each value, here a value is asked about once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from palier.core.ids import uuid7

# Databases refuse a statement of too many values.
CHUNK = 1000
Row = Mapping[str, Any]


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model, in one statement: as ``bulk_create``, for models without files or own ``save``.

    Raises IntegrityError as ``bulk_create`` does.
    """
    if not rows:
        return
    model, fields = type(rows[0]), list(rows[0]._meta.concrete_fields)
    _execute(model, fields, [[row.__dict__[field.attname] for field in fields] for row in rows])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def insert_values(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Insert rows given as values by column, all with the same: nobody needs an object of each. See ``insert_rows``."""
    if rows:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        _execute(model, [fields[name] for name in rows[0]], [list(row.values()) for row in rows])


def upsert(
    model: type[models.Model], key: Sequence[str], rows: Sequence[Row], sets: Sequence[str], now: datetime
) -> None:
    """Insert ``rows`` (values by field, all with the same fields), or apply ``sets`` where one of this ``key`` is.

    The SQL is the same for SQLite and PostgreSQL; Django's own writing of it cannot add to what is there.
    """
    quote = connection.ops.quote_name
    fields = {field.name: field for field in model._meta.concrete_fields}
    target = ", ".join(quote(str(fields[name].column)) for name in key)
    conflict = f" ON CONFLICT ({target}) DO UPDATE SET {', '.join([*sets, 'updated_at = excluded.updated_at'])}"
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        names = ["id", "created_at", "updated_at", *chunk[0]]
        _execute(
            model, [fields[name] for name in names], [[uuid7(), now, now, *row.values()] for row in chunk], conflict
        )


def _execute(model: type[models.Model], fields: Sequence[Any], rows: Sequence[Sequence[Any]], then: str = "") -> None:
    # The connection itself: the name stands for that of the thread, and is slow to ask a thousand times.
    database = connections[DEFAULT_DB_ALIAS]
    quote = database.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    line = f"({', '.join(['%s'] * len(fields))})"
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {', '.join([line] * len(rows))}{then}"  # noqa: S608
    prepared = [
        list(_prepared(field, values, database)) for field, values in zip(fields, zip(*rows, strict=True), strict=True)
    ]
    with database.cursor() as cursor:
        cursor.execute(sql, [value for row in zip(*prepared, strict=True) for value in row])


def _prepared(field: Any, values: Iterable[Any], database: Any) -> Iterator[Any]:
    """Yield the values of one column as the database writes them."""
    seen: dict[Any, Any] = {}
    is_native = database.features.has_native_uuid_field
    for value in values:
        if type(value) is UUID:
            yield value if is_native else value.hex
            continue
        try:
            if value not in seen:
                seen[value] = field.get_db_prep_save(value, database)
            yield seen[value]
        except TypeError:  # lists and mappings have no hash: each is written for itself
            yield field.get_db_prep_save(value, database)
