"""How the outing ended, told by the team."""

from typing import ClassVar

from django.db import models

from palier.core.models import Privacy
from palier.core.tenancy import TenantManager
from palier.fieldlog.enums import Incident
from palier.fieldlog.models.entry import ENTRY_PRIVACY, Entry

DEBRIEF_LENGTH = 2000


class Debrief(Entry):
    """One for each phone that closes the outing. ``moods`` maps the id of a member to a Mood, as they said it.

    ``nobody``: nobody wanted to talk, which is an outing like another. ``for_supervision``: the incident is to be
    brought to the next analysis of practice.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **ENTRY_PRIVACY,
        **dict.fromkeys(["incident", "for_supervision", "support_wanted", "nobody"], Privacy.NONE),
        "moods": Privacy.PERSONAL,
        **dict.fromkeys(["incident_text", "support_text", "sentence"], Privacy.FREE_TEXT),
    }
    COUNT = "debriefs"
    WORD = "debriefing"
    EDITABLE = (
        *("moods", "incident", "incident_text", "for_supervision"),
        *("support_wanted", "support_text", "sentence", "nobody"),
    )

    moods = models.JSONField("humeur de chacun·e", default=dict, blank=True)
    incident = models.CharField("incident", max_length=20, choices=Incident, default=Incident.AUCUN)
    incident_text = models.TextField("ce qui s'est passé", max_length=DEBRIEF_LENGTH, blank=True)
    for_supervision = models.BooleanField("à porter en analyse de pratiques", default=False)
    support_wanted = models.BooleanField("un soutien est souhaité", default=False)
    support_text = models.TextField("quel soutien", max_length=DEBRIEF_LENGTH, blank=True)
    sentence = models.CharField("la phrase du jour", max_length=300, blank=True)
    nobody = models.BooleanField("personne aujourd'hui", default=False)

    objects: ClassVar[models.Manager["Debrief"]] = TenantManager()

    class Meta:
        verbose_name = "débriefing"
        verbose_name_plural = "débriefings"
        indexes = [models.Index(fields=["structure", "outing"], name="debrief_of_outing")]

    def __str__(self) -> str:
        return self.sentence or "Débriefing"

    @property
    def sums(self) -> dict[str, int]:
        """One debrief, and one incident when there was one."""
        return {**super().sums, "incidents": 1} if self.stands and self.incident != Incident.AUCUN else super().sums
