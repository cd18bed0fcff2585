"""Searches that found nothing: what the library lacks. No user, no address, no hour."""

from typing import ClassVar

from django.db import models

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Structure


class SearchMiss(Record):
    """One query, folded, with how many times it found nothing and the last day it did.

    What is recorded, by whom: the page of sheets, when words alone find nothing, for anyone who searches. The words
    may hold a name: those of a member stay in ``structure``, where only its editors read them. Without structure, they
    were typed by visitors and by accounts that act from nowhere; those who look after the whole instance read them
    (palier/library/permissions.py). ``key`` stands for the structure and the query: visitors' words are unique too.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "structure": Privacy.NONE,
        "query": Privacy.FREE_TEXT,
        "key": Privacy.NONE,
        "times": Privacy.NONE,
        "last_on": Privacy.NONE,
    }

    structure = models.ForeignKey(
        Structure, models.CASCADE, null=True, blank=True, db_index=False, related_name="+", verbose_name="structure"
    )
    query = models.CharField("recherche", max_length=120)
    key = models.CharField("clé de la recherche", max_length=64, unique=True, editable=False)
    times = models.PositiveIntegerField("fois", default=1)
    last_on = models.DateField("dernière fois")

    objects: ClassVar[models.Manager["SearchMiss"]] = TenantManager()

    class Meta:
        verbose_name = "recherche sans résultat"
        verbose_name_plural = "recherches sans résultat"
        indexes = [models.Index(fields=["structure", "-times"], name="miss_structure_times")]

    def __str__(self) -> str:
        return self.query
