"""Insert many rows alike: Django's own writing asks each field about each value, here a value is asked about once."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model, in one statement: as ``bulk_create``, for models without files or own ``save``.

    Raises IntegrityError as ``bulk_create`` does.
    """
    if not rows:
        return
    meta, quote = rows[0]._meta, connection.ops.quote_name
    fields: list[Any] = list(meta.concrete_fields)
    seen: dict[tuple[int, Any], Any] = {}
    values: list[Any] = []
    for row in rows:
        held = row.__dict__
        for place, field in enumerate(fields):
            value = held[field.attname]
            try:
                values.append(seen[place, value])
            except KeyError:
                values.append(seen.setdefault((place, value), field.get_db_prep_save(value, connection)))
            except TypeError:  # lists and mappings have no hash: each is written for itself
                values.append(field.get_db_prep_save(value, connection))
        row._state.adding, row._state.db = False, connection.alias
    columns = ", ".join(quote(field.column) for field in fields)
    line = f"({', '.join(['%s'] * len(fields))})"
    sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES {', '.join([line] * len(rows))}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
