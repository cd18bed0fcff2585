"""Searches that found nothing: what the library lacks. No user, no address, no hour."""

from typing import ClassVar

from django.db import models

from palier.core.models import Privacy, Record


class SearchMiss(Record):
    """One query, folded, with how many times it found nothing and the last day it did."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "query": Privacy.FREE_TEXT,
        "times": Privacy.NONE,
        "last_on": Privacy.NONE,
    }

    query = models.CharField("recherche", max_length=120, unique=True)
    times = models.PositiveIntegerField("fois", default=1)
    last_on = models.DateField("dernière fois")

    class Meta:
        verbose_name = "recherche sans résultat"
        verbose_name_plural = "recherches sans résultat"

    def __str__(self) -> str:
        return self.query
