"""What the teams of the demonstration wrote on the doorstep. Invented, every line: nobody said these words."""

from dataclasses import dataclass

from palier.dashboard.demo_people import LAVOIR, PALIERS, PASSERELLE
from palier.structures.enums import Theme
from palier.voices.enums import VoiceConsent, VoiceKind

Kind, Consent = VoiceKind, VoiceConsent


@dataclass(frozen=True, slots=True)
class DemoWords:
    """Words of a resident, and what the team ticked; said at any place of ``structure`` unless ``place`` is given."""

    structure: str
    text: str
    kind: VoiceKind
    themes: tuple[Theme, ...]
    consent: VoiceConsent = VoiceConsent.INTERNE
    place: str = ""
    language: str = "fr"


TOWER, GLYCINES = "Tour Cassiopée, pied d'immeuble", "Barre des Glycines, pied d'immeuble"
ARCADE, NURSERY = "Galerie du Vieux-Four", "École maternelle des Coccinelles"
PARK, SQUARE = "Parc des Trois-Tilleuls", "Place des Cigognes"

WORDS = (
    DemoWords(
        *(PALIERS, "Moi je sais coudre des rideaux, et j'ai deux machines. Je peux montrer."),
        Kind.SAVOIR_FAIRE,
        (Theme.CULTURE_SPORT_LOISIRS,),
        Consent.INTERNE,
        GLYCINES,
    ),
    DemoWords(
        *(PALIERS, "Un café à neuf heures, c'est la première conversation de ma semaine."),
        Kind.REMERCIEMENT,
        (Theme.ISOLEMENT_LIEN_SOCIAL,),
        Consent.CITABLE,
        ARCADE,
    ),
    DemoWords(
        *(PALIERS, "On se dit bonjour à la sortie depuis trois ans, et on ne sait pas nos prénoms."),
        Kind.CONSTAT,
        (Theme.ISOLEMENT_LIEN_SOCIAL, Theme.ECOLE),
        Consent.CITABLE,
        NURSERY,
    ),
    DemoWords(
        *(PALIERS, "Les voitures montent sur le trottoir pile à l'heure de la sortie. Il faudrait des barrières."),
        Kind.PROPOSITION,
        (Theme.ECOLE, Theme.TRANQUILLITE),
        Consent.CITABLE,
        "École élémentaire Simone-Aubier",
    ),
    DemoWords(
        *(PALIERS, "La fontaine est fermée dès septembre, alors que c'est là que tout le monde se retrouve."),
        Kind.CONSTAT,
        (Theme.CADRE_DE_VIE,),
        Consent.CITABLE,
        PARK,
    ),
    DemoWords(
        *(PALIERS, "On pourrait faire un grand goûter avec ce que chacun sait cuisiner. Moi j'apporte les beignets."),
        Kind.ENVIE_AGIR,
        (Theme.ISOLEMENT_LIEN_SOCIAL, Theme.CULTURE_SPORT_LOISIRS),
        Consent.CITABLE,
        PARK,
    ),
    DemoWords(
        *(PALIERS, "Revenez avec les jeux en bois : même les grands s'arrêtaient."),
        Kind.REMERCIEMENT,
        (Theme.CULTURE_SPORT_LOISIRS,),
        Consent.CITABLE,
        SQUARE,
    ),
    DemoWords(
        *(PALIERS, "Je cherche un stage depuis le printemps. On me dit d'avoir de l'expérience pour en avoir."),
        Kind.BESOIN,
        (Theme.EMPLOI_FORMATION, Theme.JEUNESSE),
        Consent.INTERNE,
        SQUARE,
    ),
    DemoWords(
        *(PALIERS, "C'est vous le centre social ? Je croyais que c'était la crèche."),
        Kind.CONSTAT,
        (Theme.CITOYENNETE,),
        Consent.CITABLE,
    ),
    DemoWords(
        *(PALIERS, "Vous étiez là la dernière fois aussi, sous la pluie. Ça, je l'ai remarqué."),
        Kind.REMERCIEMENT,
        (Theme.ISOLEMENT_LIEN_SOCIAL,),
        Consent.CITABLE,
    ),
    DemoWords(
        *(LAVOIR, "Au marché, je viens surtout pour parler. Les légumes, je les prends à côté."),
        Kind.CONSTAT,
        (Theme.ISOLEMENT_LIEN_SOCIAL,),
        Consent.CITABLE,
    ),
    DemoWords(
        *(LAVOIR, "Le dernier bus est à dix-neuf heures. Après, on ne sort plus du quartier."),
        Kind.CONSTAT,
        (Theme.MOBILITE,),
        Consent.CITABLE,
    ),
    DemoWords(
        *(LAVOIR, "Une salle le dimanche, même petite : on s'occuperait des clés."),
        Kind.PROPOSITION,
        (Theme.CITOYENNETE, Theme.CULTURE_SPORT_LOISIRS),
        Consent.CITABLE,
    ),
    DemoWords(
        *(LAVOIR, "Je ne comprends pas la lettre de la Caf, et au téléphone c'est une machine."),
        Kind.QUESTION,
        (Theme.ACCES_DROITS,),
        Consent.INTERNE,
    ),
    DemoWords(
        *(PASSERELLE, "Le canal, c'est joli, mais il n'y a pas une poubelle entre les deux ponts."),
        Kind.CONSTAT,
        (Theme.CADRE_DE_VIE, Theme.ENVIRONNEMENT_JARDIN),
        Consent.CITABLE,
    ),
    DemoWords(
        *(PASSERELLE, "On aimerait un endroit pour réparer les vélos. J'ai les outils de mon père."),
        Kind.ENVIE_AGIR,
        (Theme.MOBILITE,),
        Consent.CITABLE,
    ),
    DemoWords(
        *(PASSERELLE, "Pour s'inscrire au sport, il faut un ordinateur. On va à la bibliothèque, quand elle ouvre."),
        Kind.BESOIN,
        (Theme.NUMERIQUE, Theme.CULTURE_SPORT_LOISIRS),
        Consent.INTERNE,
    ),
)

OBSERVATIONS = (
    ("Deux lampadaires éteints sur le cheminement.", (Theme.TRANQUILLITE, Theme.CADRE_DE_VIE)),
    ("Le banc près de l'entrée est cassé : on s'assoit sur le muret.", (Theme.CADRE_DE_VIE,)),
    ("L'affiche de l'ascenseur en panne est toujours là.", (Theme.CADRE_DE_VIE, Theme.LOGEMENT)),
    ("Beaucoup de monde vers dix-sept heures, presque personne une heure avant.", ()),
    ("Les encombrants ont été ramassés depuis la dernière fois.", (Theme.CADRE_DE_VIE,)),
    ("Un nouveau panneau d'affichage, encore vide.", (Theme.CITOYENNETE,)),
    ("Le coin à l'abri du vent est de l'autre côté : s'y installer la prochaine fois.", ()),
    ("Des travaux coupent le passage vers l'arrêt de bus.", (Theme.MOBILITE,)),
)
SENTENCES = (
    *("Une belle matinée, on aurait pu rester.", "Froid, mais des gens qui reviennent.", "On nous attendait."),
    *("Peu de monde, de longues discussions.", "Le café a fait le travail.", "On a surtout écouté."),
    *("Beaucoup de questions sur les papiers.", "Les habituées ont amené leurs voisines."),
    *("Il pleuvait : trois échanges, trois vrais.", "Les enfants d'abord, les parents ensuite."),
    *("On apprend à dire bonjour les premiers.", "On nous a offert le thé."),
)
WINDY = (
    *("On a pris un vent, et c'est normal.", "Personne, sous la pluie. On reviendra."),
    "Jour de match : la place est vide.",
)
# What went wrong, as the team lived it; never about who.
INCIDENTS = (
    ("tension", "Le ton est monté entre deux groupes à côté de nous. On s'est décalé·es, puis on a repris.", True),
    ("situation_lourde", "Un récit difficile à entendre. On aimerait en reparler ensemble.", True),
    ("materiel", "La roue du triporteur a crevé : retour à pied.", False),
)
