"""Insert many rows alike: Django's own writing asks each field about each value, here a value is asked about once."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from psycopg import Binary
from psycopg.types.json import Jsonb

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

    Django's own writing of it cannot add to what is there.
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
    table, names = quote(model._meta.db_table), [field.column for field in fields]
    columns = ", ".join(map(quote, names))
    by_column = [
        list(_prepared(field, values, database)) for field, values in zip(fields, zip(*rows, strict=True), strict=True)
    ]
    lines = list(zip(*by_column, strict=True))
    if database.vendor == "postgresql":
        # The driver quotes each value, and the server reads each again: one text of them all costs a fifth less.
        source = f"SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"  # noqa: S608 (our own names)
        given = [json.dumps([dict(zip(names, line, strict=True)) for line in lines], default=_as_json)]
    else:
        marks = f"({', '.join(['%s'] * len(names))})"
        source = f"VALUES {', '.join([marks] * len(lines))}"
        given = [value for line in lines for value in line]
    with database.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {source}{then}", given)


def _as_json(value: Any) -> Any:
    """Return what JSON says of a value that PostgreSQL's driver was to write. Raises TypeError for another kind."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Jsonb):
        return value.obj
    if isinstance(value, Binary):
        return rf"\x{value.obj.hex()}"
    raise TypeError(f"No column of {type(value).__name__} is inserted by many.")


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
