"""Rows that belong to one structure are read inside its scope, or not at all.

A scope is the id of a structure (or a list of ids); django-scopes keeps it. A model whose rows belong to a structure
has ``objects = TenantManager()``: inside a scope it returns this structure's rows alone, outside it raises ScopeError.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from django.db import models
from django_scopes import ScopedManager, get_scope, scope, scopes_disabled
from django_scopes.manager import DisabledQuerySet

LOOKUP = "structure_id"


class UnscopedQuerySet(DisabledQuerySet):  # type: ignore[misc]
    """Refuse every question put outside of a scope: the library leaves these ones open."""

    def _refuse(self, *args: Any, **kwargs: Any) -> Any:
        return self.error(*args, **kwargs)

    exclude = exists = contains = in_bulk = distinct = alias = extra = defer = explain = _refuse
    select_related = prefetch_related = intersection = difference = _refuse
    bulk_update = iterator = aiterator = _refuse


_ScopedManager: type[models.Manager[Any]] = type(ScopedManager(structure=LOOKUP))


class TenantManager(_ScopedManager):  # type: ignore[misc,valid-type]
    """The rows of the current structure."""

    def get_queryset(self) -> models.QuerySet[Any]:
        found = super().get_queryset()
        if type(found) is DisabledQuerySet:
            return UnscopedQuerySet(self.model, using=self._db, missing_scopes=found.missing_scopes)
        return found  # type: ignore[no-any-return]


def structure_scope(structure_id: UUID) -> AbstractContextManager[None]:
    """Return the context in which the rows of one structure, and no others, are read."""
    return scope(structure=structure_id)  # type: ignore[no-any-return]


def across_structures() -> AbstractContextManager[None]:
    """Return the context without walls. Each use says why in a comment: a log-in, a periodic job, a registry."""
    return scopes_disabled()  # type: ignore[no-any-return]


def current_structure_id() -> UUID | None:
    """Return the id of the scope, or None outside of any."""
    found: UUID | None = get_scope().get("structure")
    return found


def within_scope(structure_id: UUID, chunks: Iterable[Any]) -> Iterator[Any]:
    """Yield ``chunks``, each one computed inside the scope: a streamed answer outlives the view that made it."""
    iterator = iter(chunks)
    while True:
        with structure_scope(structure_id):
            try:
                chunk = next(iterator)
            except StopIteration:
                return
        yield chunk
