"""Who can act on what residents say."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.documents.reading.folding import fold
from palier.structures.enums import PartnerKind
from palier.structures.models.structure import Structure

LONGEST_DELAY = 365
_LONGEST_KEY = 400


def name_key(name: str) -> str:
    """Return what makes a name one: « CAF de l'Isère » and « Caf de l’isere » are the same."""
    return (fold(name) or name.casefold().strip())[:_LONGEST_KEY]


class Partner(Record):
    """An organisation that a structure works with. ``themes`` lists Theme slugs; ``usual_delay`` is in days.

    ``key`` is the name as ``name_key`` gives it, ``folded`` the words the list is searched by: the actions write both.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "structure": Privacy.NONE,
        "name": Privacy.NONE,
        "key": Privacy.NONE,
        "folded": Privacy.NONE,
        "kind": Privacy.NONE,
        "themes": Privacy.NONE,
        "usual_delay": Privacy.NONE,
        "address": Privacy.NONE,
        "website": Privacy.NONE,
        "note": Privacy.FREE_TEXT,
        "archived_at": Privacy.NONE,
    }

    structure = models.ForeignKey(
        Structure, models.CASCADE, db_index=False, related_name="partners", verbose_name="structure"
    )
    name = models.CharField("organisation", max_length=160)
    key = models.CharField("nom comparé", max_length=_LONGEST_KEY, editable=False)
    folded = models.TextField("mots cherchés", editable=False)
    kind = models.CharField("type", max_length=30, choices=PartnerKind, default=PartnerKind.AUTRE)
    themes = models.JSONField("thèmes sur lesquels elle peut agir", default=list, blank=True)
    usual_delay = models.PositiveSmallIntegerField(
        "délai habituel de réponse, en jours",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_DELAY)],
    )
    address = models.CharField("adresse", max_length=200, blank=True)
    website = models.URLField("site", blank=True)
    note = models.TextField("note pour l'équipe", max_length=2000, blank=True)
    archived_at = models.DateTimeField("archivé le", null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["Partner"]] = TenantManager()

    class Meta:
        verbose_name = "partenaire"
        verbose_name_plural = "partenaires"
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "key"],
                name="partner_unique",
                violation_error_message="Un partenaire porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=~Q(key=""),
                name="partner_named",
                violation_error_message="Donnez le nom de l'organisation.",
            ),
            models.CheckConstraint(
                condition=Q(usual_delay=None) | Q(usual_delay__gte=1, usual_delay__lte=LONGEST_DELAY),
                name="partner_delay_in_a_year",
                violation_error_message="Le délai va de 1 à 365 jours.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("structures:partner-detail", args=[self.pk])


class PartnerContact(Record):
    """A professional of a partner, who agreed on ``consented_on`` that these be kept (``consent_note``: how)."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "structure": Privacy.NONE,
        "partner": Privacy.NONE,
        "name": Privacy.PERSONAL,
        "key": Privacy.PERSONAL,
        "job": Privacy.PERSONAL,
        "email": Privacy.PERSONAL,
        "phone": Privacy.PERSONAL,
        "consented_on": Privacy.PERSONAL,
        "consent_note": Privacy.FREE_TEXT,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    partner = models.ForeignKey(
        Partner, models.CASCADE, db_index=False, related_name="contacts", verbose_name="partenaire"
    )
    name = models.CharField("prénom et nom", max_length=120)
    key = models.CharField("nom comparé", max_length=_LONGEST_KEY, editable=False)
    job = models.CharField("fonction", max_length=120, blank=True)
    email = models.EmailField("courriel professionnel", blank=True)
    phone = models.CharField("téléphone professionnel", max_length=30, blank=True)
    consented_on = models.DateField("d'accord depuis le")
    consent_note = models.CharField("comment l'accord a été donné", max_length=200)

    objects: ClassVar[models.Manager["PartnerContact"]] = TenantManager()

    class Meta:
        verbose_name = "contact"
        verbose_name_plural = "contacts"
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "partner", "key"],
                name="contact_unique",
                violation_error_message="Ce partenaire a déjà un contact de ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
