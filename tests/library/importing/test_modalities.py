"""The modalities that a sheet's words tell, and those they do not."""

import pytest

from palier.library.drafts import SheetDraft
from palier.library.importing.modalities import deduce_modalities


@pytest.mark.parametrize(
    ("text", "slug", "evidence"),
    [
        ("Un stand au marché du samedi", "marche", "au marché"),
        ("SUR LES MARCHÉS de la ville", "marche", "SUR LES MARCHÉS"),
        ("Au pied des immeubles le mercredi", "pied_immeuble", "pied des immeubles"),
        ("en bas de l’immeuble", "pied_immeuble", "bas de l’immeuble"),
        ("Du porte-à-porte à deux", "porte_a_porte", "porte-à-porte"),
        ("On frappe aux portes", "porte_a_porte", "frappe aux portes"),
        ("À la sortie d'école", "sortie_ecole", "sortie d'école"),
        ("devant le collège", "sortie_ecole", "devant le collège"),
        ("Des animations hors les murs", "presence_sociale", "hors les murs"),
        ("Ludothèque éphémère", "jeu", "Ludothèque éphémère"),
        ("Le café des habitants", "cafe_quartier", "café des habitants"),
        ("Petits-déjeuners de quartier", "cafe_quartier", "Petits-déjeuners de quartier"),
        ("Un triporteur décoré", "itinerant", "triporteur"),
        ("Porteur de paroles", "porteur_paroles", "Porteur de paroles"),
        ("Le terrain d’aventure", "terrain_aventure", "terrain d’aventure"),
        ("Un jardin partagé", "jardin", "jardin partagé"),
        ("Permanences délocalisées", "permanence", "Permanences délocalisées"),
        ("La fête des voisins", "evenement", "fête des voisins"),
        ("au coin de la rue", "animation_rue", "coin de la rue"),
        ("Bus numérique", "numerique", "Bus numérique"),
        ("dans les locaux d'un partenaire", "chez_partenaire", "dans les locaux d'un partenaire"),
    ],
)
@pytest.mark.parametrize("name", ["title", "summary", "experience", "description"])
def test_modality_is_told_with_its_evidence(name: str, text: str, slug: str, evidence: str) -> None:
    draft = SheetDraft(**{name: text})

    assert deduce_modalities(draft) == [(slug, evidence)]
    assert draft.modalities == []


@pytest.mark.parametrize(
    "text",
    [
        "Une marche à pied",
        "Au marche ou grève",
        "La démarche du centre",
        "Entrer sur le marché du travail",
        "L'accès au marché de l'emploi",
        "À bon marché, nous avons marché",
        "Sortie familles et sorties scolaires",
        "Une journée portes ouvertes",
        "Des permanences sociales",
        "Un café, un jeu de société",
        "L'enjeu du projet jeunesse",
        "Aller à la piscine",
        "Des tablettes numériques",
        "",
    ],
)
def test_words_that_tell_no_modality(text: str) -> None:
    assert deduce_modalities(SheetDraft(title=text, summary=text, description=text)) == []


def test_modalities_come_once_in_the_order_of_the_list() -> None:
    draft = SheetDraft(title="Fête du quartier", summary="Au marché, au marché", description="Au pied de l'immeuble")

    assert [slug for slug, _words in deduce_modalities(draft)] == ["pied_immeuble", "marche", "evenement"]
