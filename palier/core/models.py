"""The base of every record, and the privacy class of each of its fields."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from palier.core.ids import uuid7


class Privacy(StrEnum):
    """How much a field may tell about a person. A test fails when a field of a model has no class."""

    NONE = "none"
    PERSONAL = "personal"
    FREE_TEXT = "free_text"


class Record(models.Model):
    """A row with a UUIDv7 key and its dates. Each subclass classifies its own fields in ``PRIVACY``."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {}

    id = models.UUIDField("identifiant", primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("modifié le", default=timezone.now, editable=False)

    class Meta:
        abstract = True


def differences(row: models.Model, fields: Mapping[str, Any]) -> list[str]:
    """Return the French names of the columns of ``row`` whose value is not that of ``fields``, by name."""
    columns = {column.name: str(column.verbose_name) for column in row._meta.concrete_fields}
    return [columns[name] for name in fields if getattr(row, name) != fields[name]]
