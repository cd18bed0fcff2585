"""The rubrics of an action sheet, in reading order: one list for the pages, the documents and the exports."""

from dataclasses import dataclass

from django.db.models import TextChoices

from palier.agenda.enums import Modality
from palier.library.enums import (
    Dimension,
    Initiative,
    Keyword,
    Public,
    Status,
    Territory,
)
from palier.structures.enums import PartnerKind


@dataclass(frozen=True, slots=True)
class Rubric:
    """One rubric: the field, its French label, and its list when the values are slugs."""

    field: str
    label: str
    choices: type[TextChoices] | None = None


FACTS = (
    Rubric("status", "Statut de l'action", Status),
    Rubric("status_reason", "Raisons pour lesquelles l'action est terminée"),
    Rubric("year", "Année"),
    Rubric("dimension", "Dimension", Dimension),
    Rubric("keywords", "Mots clés", Keyword),
    Rubric("modalities", "Modalités d'aller-vers", Modality),
    Rubric("initiatives", "À l'initiative de l'action", Initiative),
    Rubric("initiative_detail", "Précision sur l'initiative"),
    Rubric("territory", "Territoire concerné", Territory),
    Rubric("publics", "Public", Public),
    Rubric("action_partners", "Partenaires d'action", PartnerKind),
    Rubric("financial_partners", "Partenaires financiers", PartnerKind),
    Rubric("attachments", "Fichiers associés"),
)

TEXTS = (
    Rubric("summary", "Résumé"),
    Rubric("experience", "L'expérience, ses objectifs, ses acteurs et ses phases"),
    Rubric("description", "Description générale"),
    Rubric("resources", "Ressources financières mobilisées"),
    Rubric("mobilised", "Personnes mobilisées"),
    Rubric("result_territory", "Résultat sur le territoire"),
    Rubric("result_structure", "Résultat pour le centre social"),
    Rubric("result_residents", "Résultat pour les habitant·es"),
    Rubric("limits", "Limites"),
    Rubric("prospects", "Perspectives"),
    Rubric("plus", "Le « + » de l'action"),
)

RUBRICS = FACTS + TEXTS
TEXT_FIELDS = tuple(rubric.field for rubric in TEXTS)


def labels(rubric: Rubric, value: object) -> list[str]:
    """Return the labels to show for a field's value: one for a single value, none when it is empty."""
    values = value if isinstance(value, list) else [value]
    present = [str(item) for item in values if item not in ("", None)]
    if rubric.choices is None:
        return present
    known = dict(rubric.choices.choices)
    return [str(known.get(item, item)) for item in present]
