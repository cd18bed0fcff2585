"""A small invented library to search in."""

from uuid import UUID

from palier.search.entries import Entry

SYNONYMS = [["seniors", "personnes âgées", "aînés"], ["vélo", "bicyclette"]]
LIBRARY = {
    1: (
        "Jardin partagé des Tilleuls",
        "environnement",
        "Des habitantes cultivent des légumes au pied des tours.",
    ),
    2: (
        "Visites de courtoisie",
        "vieillissement",
        "Des bénévoles formés rendent visite aux personnes âgées isolées.",
    ),
    3: ("Café du mardi", "lien social", "Un café au pied de l'immeuble, avec le jardin en toile de fond."),
    4: (
        "L'éveil des petits",
        "parentalité",
        "Chaque lundi, les parents et leurs enfants chantent et jouent.",
    ),
    5: ("Atelier vélo", "mobilité", "On répare ensemble ; les aînés apprennent aux jeunes."),
    6: (
        "Porte-à-porte",
        "aller-vers",
        "Deux personnes sonnent, écoutent et repartent : le lien social commence là.",
    ),
}
FACETS = {
    1: {"public": ["familles", "seniors"], "status": ["en_cours"], "visibility": ["public"]},
    2: {"public": ["seniors"], "status": ["en_cours"], "visibility": ["public"]},
    3: {"public": ["familles"], "status": ["terminee"], "visibility": ["public"]},
    4: {"public": ["familles", "enfants"], "status": ["en_cours"], "visibility": ["members"]},
    5: {"public": [], "status": ["terminee"], "visibility": ["public"]},
    6: {"public": ["seniors"], "status": ["en_cours"], "visibility": ["members"]},
}


def key(number: int) -> UUID:
    """Return the key of an invented entry."""
    return UUID(int=number)


def entry(number: int, **changes: object) -> Entry:
    """Return an entry of the invented library, with changes."""
    title, keywords, text = LIBRARY[number]
    fields = {"title": title, "keywords": keywords, "text": text, "facets": FACETS[number], "rank": number}
    return Entry(key=key(number), **{**fields, **changes})
