"""What the gallery shows of each component: its states, with invented content."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.utils.html import format_html

from palier.core.charts import bars, chart_height
from palier.core.gallery_form import LoginSample, SampleForm, refused_form, sample_form
from palier.core.heat_map import heat_columns, heat_height, heat_rows
from palier.core.templatetags.components import sparkline_of


@dataclass(frozen=True, slots=True)
class Example:
    """One state of a component: the French name of the state, and the parameters given to the template.

    ``made`` computes parameters at each display, for what must not live from one request to the next.
    """

    state: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    made: Callable[[], Mapping[str, Any]] = dict

    def context(self) -> dict[str, Any]:
        """Return every parameter of the example."""
        return {**self.parameters, **self.made()}


def option(label: str, count: int, *, selected: bool = False, url: str = "") -> dict[str, Any]:
    """Return a facet option as the pages give it."""
    return {"label": label, "value": label.lower(), "count": count, "selected": selected, "url": url}


def chart() -> dict[str, Any]:
    """Return what the bar_chart tag gives its template."""
    rows = bars([("Pied d'immeuble", 24), ("Marché", 17), ("Sortie d'école", 9), ("Café ou goûter de quartier", 4)])
    return {"bars": rows, "height": chart_height(rows)}


def heat() -> dict[str, Any]:
    """Return what the heat_map tag gives its template."""
    rows = heat_rows([("9 h", [(6, 1), (0, 0)]), ("10 h", [(12.5, 1), (0, 2)]), ("16 h", [(0, 0), (3, 0)])])
    return {"columns": heat_columns(["mardi", "jeudi"]), "rows": rows, "height": heat_height(rows)}


def spark(unit: str) -> dict[str, Any]:
    """Return what the sparkline tag gives its template."""
    return sparkline_of("Paroles par mois", [("janvier", 1), ("février", 0), ("mars", 4), ("avril", 6)], unit)


def field_of(form: Callable[[], SampleForm], name: str) -> dict[str, Any]:
    """Return one field of a form made anew."""
    return {"field": form()[name]}


def field_examples() -> list[Example]:
    """Return an example for each field of the sample form, then the refused ones."""
    shown = [
        Example(str(field.label), made=partial(field_of, sample_form, name))
        for name, field in SampleForm.base_fields.items()
    ]
    refused = [Example("Refusé", made=partial(field_of, refused_form, name)) for name in ("title", "email", "kind")]
    return shown + refused


PUBLICS = [
    ("Tous publics", 12),
    ("Petite enfance", 3),
    ("Enfance", 6),
    ("Jeunesse", 9),
    ("Adultes", 11),
    ("Seniors", 7),
]
PLACES = ["Marché", "Parc", "École", "Gare", "Pharmacie", "Hall", "Stade", "Place", "Jardin", "Laverie"]
HOW = "On compte les sorties closes du mois. Une sortie annulée ne compte pas."
CARD_BODY = format_html("<p>Un café, deux chaises, tous les mardis au pied de la tour {}.</p>", "Cassiopée")
DIALOG_BODY = format_html("<p>{}</p>", "La fiche rejoint la corbeille. Vous pourrez la reprendre pendant trente jours.")

EXAMPLES: dict[str, Sequence[Example]] = {
    "components/page_head.html": [
        Example(
            "Titre et chapeau",
            {"title": "Un titre de page", "lead": "Une phrase dit ce que l'on trouve ici."},
        )
    ],
    "components/breadcrumb.html": [
        Example("Deux niveaux", {"items": [("Fiches d'action", "#"), ("Citoyenneté", "#")]})
    ],
    "components/button.html": [
        Example("Premier", {"label": "Enregistrer", "icon": "check"}),
        Example("Second", {"label": "Télécharger", "icon": "download", "kind": "secondary"}),
        Example("Discret", {"label": "Plus tard", "kind": "quiet"}),
        Example("Grave", {"label": "Supprimer", "icon": "trash-2", "kind": "danger"}),
        Example("Lien", {"label": "Voir les fiches", "icon": "arrow-right", "href": "#"}),
        Example("Arrêté", {"label": "Enregistrer", "disabled": True}),
        Example("Qui fait patienter", {"label": "Importer", "icon": "upload", "busy": "Import en cours…"}),
    ],
    "components/search_box.html": [
        Example(
            "En tête de page",
            {
                "action": "#",
                "label": "Chercher dans la galerie",
                "large": True,
                "id": "grande",
                "shortcut": True,
            },
        ),
        Example("Petit", {"action": "#", "label": "Chercher un lieu", "value": "marché", "id": "petite"}),
    ],
    "components/field.html": field_examples(),
    "components/field_notes.html": [Example("Aide et erreur", made=lambda: {"field": refused_form()["people"]})],
    "components/form_errors.html": [Example("Formulaire à revoir", made=lambda: {"form": refused_form()})],
    "components/form_fields.html": [Example("Tous les champs", made=lambda: {"form": LoginSample(prefix="tous")})],
    "components/message.html": [
        Example("Information", {"text": "Trois fiches attendent une relecture."}),
        Example("Réussite", {"kind": "success", "title": "C'est enregistré.", "text": "L'équipe peut la lire."}),
        Example("Attention", {"kind": "warning", "text": "Cette fiche ressemble à une autre."}),
        Example(
            "Erreur",
            {"kind": "error", "title": "Le fichier n'a pas pu être lu.", "text": "Rien n'est perdu."},
        ),
    ],
    "components/toast.html": [Example("Après une suppression", {"text": "Fiche supprimée.", "url": "#"})],
    "components/card.html": [
        Example("Simple", {"title": "Le café de la tour", "level": 3, "content": CARD_BODY}),
        Example("Lien", {"title": "La ludothèque éphémère", "level": 3, "href": "#", "content": CARD_BODY}),
    ],
    "components/chip.html": [
        Example("Mot", {"label": "Parentalité"}),
        Example("Réussi", {"label": "Réalisé", "kind": "success", "icon": "circle-check"}),
        Example("Attend quelqu'un", {"label": "Sans réponse depuis 12 jours", "kind": "error", "icon": "clock"}),
        Example("À surveiller", {"label": "À compléter", "kind": "warning", "icon": "triangle-alert"}),
        Example("Lien", {"label": "Jeunesse", "href": "#"}),
        Example("Choisi", {"label": "Seniors", "href": "#", "selected": True}),
        Example("Filtre posé", {"label": "Citoyenneté", "removes": "#"}),
    ],
    "components/tag_list.html": [
        Example("Mots", {"items": ["Solidarité", "Culture", "Santé"], "title": "Mots-clés"}),
        Example("Liens", {"items": [{"label": "Logement", "url": "#"}, {"label": "Emploi", "url": "#"}]}),
    ],
    "components/facet.html": [
        Example(
            "Cases à cocher",
            {
                "title": "Public",
                "name": "public",
                "open": True,
                "options": [option(label, count, selected=count == 9) for label, count in PUBLICS],
            },
        ),
        Example(
            "Longue, en liens",
            {
                "title": "Lieu",
                "open": True,
                "options": [option(label, 20 - rank, url=f"#{rank}") for rank, label in enumerate(PLACES)],
            },
        ),
        Example("Fermée", {"title": "Statut", "name": "statut", "options": [option("En cours", 21)]}),
    ],
    "components/facet_options.html": [
        Example("Choix d'une facette", {"name": "etat", "options": [option("Terminée", 4)]})
    ],
    "components/pagination.html": [
        Example("Au milieu", made=lambda: {"page": Paginator(range(240), 20).page(5), "label": "fiches"}),
    ],
    "components/empty_state.html": [
        Example(
            "Avec une première action",
            {
                "title": "Aucune sortie prévue",
                "text": "Vous verrez ici les prochaines sorties, avec qui et où.",
                "icon": "calendar-days",
                "action": "Prévoir une sortie",
                "url": "#",
            },
        )
    ],
    "components/progress.html": [
        Example("En cours", {"label": "Import", "value": 12, "max": 25, "status": "12 fiches lues sur 25."}),
    ],
    "components/stat.html": [
        Example(
            "En hausse",
            {
                "label": "Sorties ce mois-ci",
                "value": 14,
                "unit": "sorties",
                "trend": "up",
                "trend_text": "3 de plus qu'en octobre",
                "how": HOW,
            },
        ),
        Example("Qui ouvre ses lignes", {"label": "Paroles à relayer", "value": 6, "href": "#", "unit": "paroles"}),
    ],
    "components/bar_chart.html": [Example("Barres", {"title": "Sorties par lieu", "unit": "sorties"}, chart)],
    "components/sparkline.html": [
        Example("Seule", made=partial(spark, "")),
        Example("Avec son tableau", made=partial(spark, "Paroles")),
    ],
    "components/heat_map.html": [
        Example(
            "Semaine",
            {
                "title": "Heures de présence",
                "unit": "heures",
                "expected_label": "les lieux qui les demandent",
                "description": "Un cadre : des lieux demandent cette heure. Un tiret : personne n'y était.",
            },
            heat,
        )
    ],
    "components/table.html": [
        Example(
            "Chiffres",
            {
                "caption": "Sorties par lieu et par mois",
                "head": ["Lieu", "Septembre", "Octobre"],
                "rows": [["Marché", 4, 5], ["Pied d'immeuble", 8, 6], ["Sortie d'école", 2, 3]],
            },
        )
    ],
    "components/facts.html": [
        Example(
            "Faits d'une fiche",
            {
                "items": [
                    ("Structure", "Centre social des Tilleuls"),
                    ("Département", "Rhône"),
                    ("Statut", "En cours"),
                ]
            },
        )
    ],
    "components/dialog.html": [
        Example("Confirmer", {"id": "confirmer", "title": "Supprimer cette fiche ?", "content": DIALOG_BODY}),
    ],
    "components/theme_switch.html": [Example("Apparence", {"id": "galerie"})],
}
