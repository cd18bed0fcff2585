"""Who did what, when, from which device. Targets are strings, without a foreign key: they outlive what they name."""

from typing import ClassVar

from django.db import models

from palier.audit.enums import kind_choices
from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager


class AuditEntry(Record):
    """One line of the audit. The database itself refuses to change it (palier/audit/triggers.py).

    No structure: nobody knew which one, as when an unknown account tries to log in. Such entries are read
    inside ``across_structures()`` only.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "structure_id": Privacy.NONE,
        "at": Privacy.NONE,
        "kind": Privacy.NONE,
        "actor_id": Privacy.PERSONAL,
        "actor_name": Privacy.PERSONAL,
        "device": Privacy.PERSONAL,
        "target_kind": Privacy.NONE,
        "target_id": Privacy.PERSONAL,
        "target_label": Privacy.PERSONAL,
        "detail": Privacy.PERSONAL,
        "folded": Privacy.PERSONAL,
    }

    structure_id = models.UUIDField("structure", null=True, blank=True)
    at = models.DateTimeField("date et heure")
    kind = models.CharField("action", max_length=40, choices=kind_choices)
    actor_id = models.CharField("identifiant de la personne", max_length=64, blank=True)
    actor_name = models.CharField("personne", max_length=120, blank=True)
    device = models.CharField("appareil", max_length=120, blank=True)
    target_kind = models.CharField("type de l'objet", max_length=40, blank=True)
    target_id = models.CharField("identifiant de l'objet", max_length=64, blank=True)
    target_label = models.CharField("objet", max_length=200, blank=True)
    detail = models.CharField("précision", max_length=500, blank=True)
    folded = models.TextField(
        "texte à chercher", blank=True, editable=False, help_text="Sans majuscules ni accents ; écrit une fois."
    )

    objects = TenantManager()

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "journal des accès"
        indexes = [models.Index(fields=["structure_id", "at"], name="audit_structure_at")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.actor_name or 'inconnu·e'}"
