"""One import of sheets from the page: the file, how far it went, and its report."""

from typing import ClassVar

from django.db import models
from django.urls import reverse

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.library.enums import ImportState, Visibility
from palier.structures.models import Membership, Structure


class ImportRun(Record):
    """``report`` has the shape of ``palier sheets import --json``; it is null until the import ends.

    The name of a file and its report stay in the structure, even when the sheets are read by all.
    ``by`` and ``device`` are who sent the file, and from where: the audit line is written when the import ends.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            ["structure", "name", "path", "visibility", "dry_run", "state", "total", "done", "report", "problem"],
            Privacy.NONE,
        ),
        "by": Privacy.PERSONAL,
        "device": Privacy.PERSONAL,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    name = models.CharField("nom du fichier", max_length=200)
    path = models.CharField("fichier déposé", max_length=300, blank=True)
    visibility = models.CharField("fiches visibles par", max_length=10, choices=Visibility)
    dry_run = models.BooleanField("essai à blanc", default=False)
    state = models.CharField("état", max_length=20, choices=ImportState, default=ImportState.EN_ATTENTE)
    total = models.PositiveIntegerField("fiches à lire", default=0)
    done = models.PositiveIntegerField("fiches traitées", default=0)
    report = models.JSONField("compte rendu", null=True)
    problem = models.TextField("fichier refusé", blank=True)
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, db_index=False, related_name="+", verbose_name="par")
    device = models.CharField("appareil", max_length=120, blank=True)

    objects: ClassVar[models.Manager["ImportRun"]] = TenantManager()

    class Meta:
        verbose_name = "import de fiches"
        verbose_name_plural = "imports de fiches"
        indexes = [models.Index(fields=["structure", "-created_at"], name="import_structure_created")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("library:import-detail", args=[self.pk])

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to this import."""
        return self.state in {ImportState.TERMINE, ImportState.REFUSE}
