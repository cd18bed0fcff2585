"""The tenants."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from palier.core.models import Privacy, Record
from palier.structures.enums import Retention, StructureKind

DEFAULT_LANGUAGES = ("fr",)


def french_only() -> list[str]:
    """Return the languages of a structure that has not chosen."""
    return list(DEFAULT_LANGUAGES)


class Structure(Record):
    """A centre social, an espace de vie sociale, a federation: the tenant.

    ``opening_hours`` maps a WeekDay to its intervals: ``{"lundi": [["09:00", "12:00"], ["14:00", "18:30"]]}``.
    ``languages`` lists ISO 639 codes. ``federation`` is the structure that groups this one.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        [
            *("name", "public_name", "kind", "siret", "address", "postal_code", "commune", "commune_code"),
            *("departement", "logo", "opening_hours", "opening_note", "agrement_from", "agrement_until", "languages"),
            *("retention_months", "federation"),
        ],
        Privacy.NONE,
    )

    name = models.CharField("nom", max_length=200)
    public_name = models.CharField(
        "nom public", max_length=200, blank=True, help_text="Celui que connaissent les habitant·es, s'il diffère."
    )
    kind = models.CharField("type", max_length=20, choices=StructureKind, default=StructureKind.CENTRE_SOCIAL)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    commune = models.CharField("commune", max_length=80, blank=True)
    commune_code = models.CharField("code Insee de la commune", max_length=5, blank=True)
    departement = models.CharField("département", max_length=3, blank=True, help_text="Code : 2A, 75, 974…")
    logo = models.FileField("logo", upload_to="logos/", max_length=200, blank=True)
    opening_hours = models.JSONField("heures d'ouverture", default=dict, blank=True)
    opening_note = models.CharField("précision sur les heures", max_length=200, blank=True)
    agrement_from = models.DateField("agrément Caf, du", null=True, blank=True)
    agrement_until = models.DateField("au", null=True, blank=True)
    languages = models.JSONField("langues des pages publiques", default=french_only, blank=True)
    retention_months = models.PositiveSmallIntegerField(
        "durée de conservation des noms", choices=Retention, default=Retention.DEUX_ANS
    )
    federation = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="federated",
        verbose_name="fédération",
        limit_choices_to={"kind": StructureKind.FEDERATION},
    )

    class Meta:
        verbose_name = "structure"
        verbose_name_plural = "structures"
        constraints = [
            models.UniqueConstraint(
                fields=["siret"],
                condition=~Q(siret=""),
                name="structure_siret_unique",
                violation_error_message="Une structure a déjà ce SIRET.",
            ),
            models.UniqueConstraint(
                fields=["name", "commune_code"],
                condition=Q(siret=""),
                name="structure_name_unique_in_commune",
                violation_error_message="Une structure de cette commune porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=StructureKind.FEDERATION) | Q(federation=None),
                name="structure_federation_is_top",
                violation_error_message="Une fédération n'appartient pas à une autre fédération.",
            ),
            models.CheckConstraint(
                condition=Q(agrement_from=None) | Q(agrement_until=None) | Q(agrement_until__gte=F("agrement_from")),
                name="structure_agrement_in_order",
                violation_error_message="La fin de l'agrément vient après son début.",
            ),
        ]

    def __str__(self) -> str:
        return self.public_name or self.name
