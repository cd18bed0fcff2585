"""The action sheet: the national base's model, and what Palier computes from its text."""

from typing import ClassVar

from django.db import models
from django.urls import reverse

from palier.agenda.enums import Modality
from palier.core.models import Privacy, Record
from palier.library.enums import Dimension, Quality, Status, Territory, Visibility
from palier.structures.models import Structure
from palier.structures.queries.departements import DEPARTEMENTS


class ActionSheet(Record):
    """What one centre tried, for the others.

    Lists hold slugs of palier/library/enums.py. ``people`` holds ``{"kind", "low", "high"}``; ``amounts`` holds euros
    as strings, in the order of the text; ``unmapped`` keeps by label what no field could take. ``owner`` is the
    structure that may change the sheet, whoever reads it; a sheet without owner belongs to the whole instance.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            [
                "slug",
                "title",
                "structure_name",
                "departement",
                "year",
                "status",
                "dimension",
                "keywords",
                "initiatives",
                "territory",
                "publics",
                "action_partners",
                "financial_partners",
                "amounts",
                "people",
                "modalities",
                "modalities_deduced",
                "visibility",
                "source",
                "source_id",
                "identity",
                "fingerprint",
                "structure_key",
                "title_key",
                "quality",
                "hints",
                "filled",
                "duplicate_of",
                "attachments",
                "owner",
            ],
            Privacy.NONE,
        ),
        **dict.fromkeys(
            [
                "status_reason",
                "summary",
                "initiative_detail",
                "experience",
                "description",
                "resources",
                "mobilised",
                "result_territory",
                "result_structure",
                "result_residents",
                "limits",
                "prospects",
                "plus",
                "unmapped",
            ],
            Privacy.FREE_TEXT,
        ),
    }

    slug = models.SlugField("adresse", max_length=120, unique=True)
    title = models.CharField("titre", max_length=200)
    structure_name = models.CharField("structure organisatrice", max_length=200, blank=True)
    departement = models.CharField("département", max_length=3, blank=True)
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)
    attachments = models.JSONField("fichiers associés", default=list, blank=True)

    status = models.CharField("statut de l'action", max_length=20, choices=Status, blank=True)
    status_reason = models.TextField("raisons pour lesquelles l'action est terminée", blank=True)
    dimension = models.CharField("dimension", max_length=30, choices=Dimension, blank=True)
    keywords = models.JSONField("mots clés", default=list, blank=True)
    initiatives = models.JSONField("à l'initiative de l'action", default=list, blank=True)
    initiative_detail = models.TextField("précision sur l'initiative", blank=True)
    territory = models.CharField("territoire concerné", max_length=30, choices=Territory, blank=True)
    publics = models.JSONField("public", default=list, blank=True)
    action_partners = models.JSONField("partenaires d'action", default=list, blank=True)
    financial_partners = models.JSONField("partenaires financiers", default=list, blank=True)
    modalities = models.JSONField("modalités d'aller-vers", default=list, blank=True)
    modalities_deduced = models.BooleanField("modalités repérées dans le texte", default=False)

    summary = models.TextField("résumé", blank=True)
    experience = models.TextField("l'expérience, ses objectifs, ses acteurs et ses phases", blank=True)
    description = models.TextField("description générale", blank=True)
    resources = models.TextField("ressources financières mobilisées", blank=True)
    amounts = models.JSONField("montants cités, en euros", default=list, blank=True)
    mobilised = models.TextField("personnes mobilisées", blank=True)
    people = models.JSONField("nombres de personnes cités", default=list, blank=True)
    result_territory = models.TextField("résultat sur le territoire", blank=True)
    result_structure = models.TextField("résultat pour le centre social", blank=True)
    result_residents = models.TextField("résultat pour les habitant·es", blank=True)
    limits = models.TextField("limites", blank=True)
    prospects = models.TextField("perspectives", blank=True)
    plus = models.TextField("le « + » de l'action", blank=True, help_text="Une phrase.")
    unmapped = models.JSONField("autres textes", default=dict, blank=True)

    visibility = models.CharField("visible par", max_length=10, choices=Visibility, default=Visibility.MEMBERS)
    owner = models.ForeignKey(
        Structure, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name="tenue par"
    )
    source = models.CharField("source", max_length=120, blank=True)
    source_id = models.CharField("identifiant d'origine", max_length=120, blank=True)

    # Computed from the above at each write, by palier/library/actions/.
    identity = models.CharField("clé d'identité", max_length=64, unique=True, editable=False)
    fingerprint = models.CharField("empreinte du contenu", max_length=64, editable=False)
    structure_key = models.CharField("clé de structure", max_length=64, editable=False)
    title_key = models.CharField("clé de titre", max_length=64, editable=False)
    quality = models.CharField("qualité", max_length=20, choices=Quality, editable=False)
    hints = models.JSONField("conseils de qualité", default=list, editable=False)
    filled = models.PositiveSmallIntegerField("rubriques de texte renseignées", default=0, editable=False)
    duplicate_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="doublon probable de"
    )

    class Meta:
        verbose_name = "fiche d'action"
        verbose_name_plural = "fiches d'action"
        indexes = [
            models.Index(fields=["structure_key", "title_key"], name="sheet_structure_title"),
            models.Index(fields=["title_key"], name="sheet_title"),
            models.Index(fields=["visibility", "-updated_at"], name="sheet_visibility_updated"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="sheet_title_filled",
                violation_error_message="Il manque le titre.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:sheet-detail", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether anyone may read the sheet without an account."""
        return self.visibility == Visibility.PUBLIC

    @property
    def modality_labels(self) -> list[str]:
        """The French labels of the modalities."""
        return [Modality(slug).label for slug in self.modalities]

    @property
    def departement_name(self) -> str:
        """The name of the département, or its code when it is not in the list."""
        return DEPARTEMENTS.get(self.departement, self.departement)
