"""The tables of the index. Only palier/search writes them; the records they index belong to other apps.

The words themselves live beside them in one full-text table a database (palier/search/sqlite.py,
postgres.py).
"""

from typing import ClassVar

from django.db import models

from palier.core.models import Privacy


class IndexState(models.Model):
    """One row a collection, updated by each writing transaction: its row lock puts writers in order, so that
    the order of ``seq`` is the order of commits.

    ``stamp`` is drawn anew by each write, so that a reader can tell two histories apart after a rollback;
    ``lineage`` is drawn anew when the collection is emptied, and makes every cache start again.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "collection": Privacy.NONE,
        "lineage": Privacy.NONE,
        "seq": Privacy.NONE,
        "stamp": Privacy.NONE,
    }

    collection = models.CharField("collection", max_length=40, unique=True)
    lineage = models.CharField("lignée", max_length=16)
    seq = models.BigIntegerField("numéro d'ordre", default=0)
    stamp = models.CharField("marque", max_length=16)

    class Meta:
        verbose_name = "état d'un index"
        verbose_name_plural = "états des index"

    def __str__(self) -> str:
        return f"{self.collection}, {self.seq}"


class Document(models.Model):
    """One indexed entry. A removed one stays as an empty row, so that each process learns of its removal."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "collection": Privacy.NONE,
        "key": Privacy.NONE,
        "seq": Privacy.NONE,
        "removed": Privacy.NONE,
        "rank": Privacy.NONE,
        "values": Privacy.NONE,
        "digest": Privacy.NONE,
        "gist": Privacy.FREE_TEXT,
        "words": Privacy.FREE_TEXT,
    }

    collection = models.CharField("collection", max_length=40)
    key = models.UUIDField("clé")
    seq = models.BigIntegerField("numéro d'ordre")
    removed = models.BooleanField("retiré", default=False)
    rank = models.FloatField("rang", default=0)
    values = models.BinaryField("valeurs de facettes", help_text="Identifiants de FacetValue, 32 bits petit-boutistes.")
    digest = models.BinaryField("empreinte", help_text="Du contenu entier : ce qui n'a pas changé n'est pas réécrit.")
    gist = models.TextField("essentiel", help_text="Titre et début du texte, pour la recherche par le sens.")
    words = models.BinaryField("mots", help_text="Formes distinctes, compressées, pour tenir le vocabulaire à jour.")

    class Meta:
        verbose_name = "document indexé"
        verbose_name_plural = "documents indexés"
        constraints = [models.UniqueConstraint(fields=["collection", "key"], name="search_document_key")]
        indexes = [models.Index(fields=["collection", "seq"], name="search_document_seq")]

    def __str__(self) -> str:
        return f"{self.collection}, {self.key}"


class FacetValue(models.Model):
    """A value of a facet, known by a small number."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "collection": Privacy.NONE,
        "facet": Privacy.NONE,
        "value": Privacy.NONE,
    }

    collection = models.CharField("collection", max_length=40)
    facet = models.CharField("facette", max_length=60)
    value = models.CharField("valeur", max_length=200)

    class Meta:
        verbose_name = "valeur de facette"
        verbose_name_plural = "valeurs de facettes"
        constraints = [
            models.UniqueConstraint(fields=["collection", "facet", "value"], name="search_facet_value_unique")
        ]

    def __str__(self) -> str:
        return f"{self.facet} = {self.value}"


class VocabularyWord(models.Model):
    """A word as written in the documents, and in how many of them: for unfinished and misspelt words."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "collection": Privacy.NONE,
        "surface": Privacy.FREE_TEXT,
        "folded": Privacy.FREE_TEXT,
        "length": Privacy.NONE,
        "documents": Privacy.NONE,
    }

    collection = models.CharField("collection", max_length=40)
    surface = models.CharField("forme écrite", max_length=40)
    folded = models.CharField("sans accents", max_length=40)
    length = models.SmallIntegerField("longueur", help_text="De la forme sans accents.")
    documents = models.IntegerField("documents")

    class Meta:
        verbose_name = "mot du vocabulaire"
        verbose_name_plural = "mots du vocabulaire"
        constraints = [models.UniqueConstraint(fields=["collection", "surface"], name="search_word_unique")]
        indexes = [
            models.Index(fields=["collection", "folded"], name="search_word_folded"),
            models.Index(fields=["collection", "length"], name="search_word_length"),
        ]

    def __str__(self) -> str:
        return self.surface


class MeaningVector(models.Model):
    """The meaning of a document's gist: 512 numbers of 8 bits. ``stale`` once the gist has changed."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "document": Privacy.NONE,
        "collection": Privacy.NONE,
        "seq": Privacy.NONE,
        "stale": Privacy.NONE,
        "numbers": Privacy.FREE_TEXT,
    }

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, verbose_name="document")
    collection = models.CharField("collection", max_length=40)
    seq = models.BigIntegerField("numéro d'ordre")
    stale = models.BooleanField("à refaire", default=False)
    numbers = models.BinaryField("nombres")

    class Meta:
        verbose_name = "vecteur de sens"
        verbose_name_plural = "vecteurs de sens"
        indexes = [models.Index(fields=["collection", "seq"], name="search_vector_seq")]

    def __str__(self) -> str:
        return str(self.document_id)
