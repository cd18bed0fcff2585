"""Questions written once in SQL: Django builds its own anew each time, which costs more than the answer.

For what is asked many times a second; everything else is asked through the models. The walls between structures hold:
a question names ``:structure``, which is always that of the scope (palier/core/tenancy.py).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django_scopes.exceptions import ScopeError

from palier.core.tenancy import current_structure_id

_NAME = re.compile(r":([a-z_]+)")
Record = TypeVar("Record", bound=models.Model)
Columns = Sequence[Any]


class Question:
    """``sql`` with ``:name`` for each value and ``IN :name`` for each collection; ``columns`` say what comes back.

    The SQL is the same for SQLite and PostgreSQL. What it returns beyond ``columns`` comes as the database gives it.
    ``across`` structures: only for what finds out in which scope a request acts.
    """

    def __init__(self, sql: str, columns: Columns, *, across: bool = False) -> None:
        if across == (":structure" in sql):
            raise ValueError("A question names :structure, or is asked across structures.")
        pieces = _NAME.split(sql)
        self._texts, self._names = pieces[::2], pieces[1::2]
        self._columns = columns
        self._written: dict[tuple[int, ...], str] = {}
        self._steps: dict[str, list[tuple[int, Any, Any]]] = {}

    def ask(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows. Raises ScopeError outside of the scope of one structure."""
        if "structure" in self._names:
            values["structure"] = _scope()
        given = [values[name] for name in self._names]
        # The connection itself: the name stands for that of the thread, and is slow to ask a thousand times.
        database = connections[DEFAULT_DB_ALIAS]
        with database.cursor() as cursor:
            cursor.execute(self._sql(given), list(_adapted(given, database)))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return [self._read(row, database) for row in rows]

    def records(self, model: type[Record], **values: Any) -> list[Record]:
        """Return the rows as objects of ``model``, whose columns they are (see ``record_of``)."""
        return [record_of(model, self._columns, row) for row in self.ask(**values)]

    def _sql(self, given: Sequence[Any]) -> str:
        lengths = tuple(len(value) if _is_many(value) else -1 for value in given)
        if lengths not in self._written:
            marks = ["%s" if count < 0 else f"({', '.join(['%s'] * count) or 'NULL'})" for count in lengths]
            parts = [text + mark for text, mark in zip(self._texts, [*marks, ""], strict=True)]
            self._written[lengths] = "".join(parts)
        return self._written[lengths]

    def _read(self, row: tuple[Any, ...], database: Any) -> tuple[Any, ...]:
        """Return ``row`` with each value as the field of its column gives it."""
        steps = self._steps.get(database.vendor)
        if steps is None:
            steps = self._steps[database.vendor] = list(_steps(self._columns, database))
        if not steps:
            return row
        values = list(row)
        for place, convert, column in steps:
            values[place] = convert(values[place], column, database)
        return tuple(values)


def record_of(model: type[Record], columns: Columns, values: Sequence[Any]) -> Record:
    """Return the object of ``model`` that holds these values; its other columns are read when somebody asks for them.

    ``columns`` come from ``columns_of``.
    """
    return model.from_db(DEFAULT_DB_ALIAS, [column.attname for column in columns], values)


def columns_of(model: type[models.Model], *names: str) -> list[Any]:
    """Return these fields of ``model``, by name; all of them without any. Raises ValueError in another order than its.

    Django makes an object of values in the order of the model, whatever that of the names.
    """
    fields: dict[str, Any] = {field.name: field for field in model._meta.concrete_fields}
    if [name for name in fields if name in names] != list(names):
        raise ValueError(f"{model.__name__}: unknown columns, or not in the order of the model: {names}")
    return [fields[name] for name in names or fields]


def names_of(columns: Columns, table: str = "") -> str:
    """Return the names of these columns as SQL lists them, each after that of its table if it is given."""
    return ", ".join(f"{table}.{column.column}" if table else str(column.column) for column in columns)


def _scope() -> UUID:
    structure = current_structure_id()
    if not isinstance(structure, UUID):
        raise ScopeError("This question is asked inside the scope of one structure.")
    return structure


def _is_many(value: object) -> bool:
    return isinstance(value, list | tuple | set | frozenset)


def _adapted(given: Sequence[Any], database: Any) -> Iterator[Any]:
    """Yield values as the database writes them."""
    is_native = database.features.has_native_uuid_field
    for each in given:
        for value in each if _is_many(each) else [each]:
            if isinstance(value, UUID):
                yield value if is_native else value.hex
            else:
                yield database.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _steps(columns: Columns, database: Any) -> Iterator[tuple[int, Any, Any]]:
    """Yield what turns a value of the database into that of its field: the place of the column, and the function."""
    for place, field in enumerate(columns):
        column = field.get_col(field.model._meta.db_table)
        for convert in [*database.ops.get_db_converters(column), *field.get_db_converters(database)]:
            yield place, convert, column
