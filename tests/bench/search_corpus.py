"""Invent a library of action sheets from a seed: Zipfian words, a dozen facets, about 2.5 kB of French text
each.

Every word and every sentence pattern below was written for this file. The tail of the vocabulary (names of
streets, associations, neighbourhoods) is made of syllables, as real names are: rare and many.
"""

import random
from collections.abc import Iterator
from itertools import accumulate
from uuid import UUID

from palier.search.entries import Entry


def _listed(words: str) -> list[str]:
    return words.split()


THEMES = _listed("""
    jardin cuisine couture lecture musique théâtre vélo numérique santé sommeil alimentation
    logement énergie emploi parentalité scolarité mobilité vacances mémoire bricolage peinture
    photographie danse marche natation potager compost recyclerie informatique budget droits sport
    écriture langues jeux contes cinéma radio chant poterie bien-être nutrition tricot échecs
    randonnée pêche mécanique menuiserie citoyenneté solidarité entraide voisinage propreté sécurité
    ascenseur chauffage transports handicap répit deuil naissance adolescence orientation
    apprentissage francophonie fête carnaval brocante marché épicerie repas goûter petit-déjeuner
    ludothèque bibliothèque fresque podcast journal
""")
PUBLICS = _listed("""
    habitants familles seniors aînés jeunes enfants parents adolescents retraités bénévoles voisins
    mères pères grands-parents étudiants salariés locataires propriétaires nouveaux-arrivants
    aidants assistantes-maternelles collégiens lycéens demandeurs-d'emploi personnes-isolées
    personnes-âgées tout-petits artisans commerçants associations
""")
PLACES = _listed("""
    quartier hall place square parc école collège marché gymnase médiathèque mairie résidence
    immeuble rue boulevard gare arrêt parking cour allée étang stade foyer salle chapiteau caravane
    triporteur camion kiosque épicerie pharmacie maison crèche laverie boulangerie jardin hameau
    village bourg lotissement plateau vallée berges
""")
VERBS = _listed("""
    rencontrer écouter accompagner proposer organiser partager transmettre découvrir apprendre
    construire animer préparer inviter accueillir visiter soutenir informer orienter créer
    développer renforcer imaginer décider réparer cultiver cuisiner dessiner raconter chanter
    bricoler observer évaluer mobiliser relier valoriser repérer expérimenter installer décorer
    financer planter récolter distribuer former encourager rassurer associer inscrire publier
""")
NOUNS = _listed("""
    atelier rencontre projet équipe action démarche collectif réunion bilan sortie permanence café
    animation parole confiance lien relais besoin envie idée compétence réseau partenaire dynamique
    présence temps fréquentation étape objectif calendrier affiche panneau questionnaire enquête
    diagnostic besoins résultat difficulté réussite perspective limite coût subvention matériel
    transport salle goûter spectacle exposition séance groupe cycle saison trimestre semaine matinée
    soirée médiateur animatrice coordinatrice directeur stagiaire intervenant conteuse musicien
    diététicienne infirmière éducateur convention charte règlement comité commission conseil
    assemblée vote budget caisse boîte carnet registre fiche
""")
ADJECTIVES = _listed("""
    convivial régulier gratuit ouvert mensuel hebdomadaire collectif participatif intergénérationnel
    solidaire local culturel éphémère mobile durable partagé nouveau ancien petit grand chaleureux
    exigeant fragile prometteur inattendu simple coûteux accessible adapté ludique sonore vert
    citoyen associatif municipal départemental discret joyeux patient
""")
PATTERNS = (
    "L'équipe a voulu {v} avec les {p} du {l} autour d'un {n} {a}, parce que la {t} manquait aux {p2}.",
    "Pour {v} les {p}, le {n} s'est tenu {k} fois dans le {l}, avec une {n2} consacrée à la {t}.",
    "Les {p} ont proposé de {v} un {n} {a} et de {v2} la {t} au {l} {name}.",
    "Au départ, {k} {p} seulement venaient ; le {n} {a} a permis de {v} et de {v2} sans rien imposer.",
    "Chaque {n} commence au {l} par une {n2}, puis les {p} choisissent comment {v} la {t}.",
    "Avec l'association {name}, nous avons pu {v} le {n}, {v2} un {l} et accueillir {k} {p}.",
    "La difficulté fut de {v} les {p2} qui ne connaissent ni le {n}, ni le {l}, ni la {t}.",
    "Un {n} {a} réunit les {p} et les {p2} : on y parle de {t}, de {t2} et du {l} {name}.",
    "Le {n2} montre que {k} {p} sur cent souhaitent {v} la {t2} plus souvent.",
    "Nous aimerions {v} un second {n}, {a} et {a2}, au {l} des {name}.",
)
DEPARTEMENTS = [f"{n:02d}" for n in range(1, 96) if n != 20] + ["2A", "2B", "971", "972", "973", "974", "976"]
CHOICES: dict[str, tuple[int, int]] = {  # facet -> (how many values exist, how many an entry may have)
    "modality": (17, 2),
    "keyword": (15, 3),
    "public": (7, 3),
    "dimension": (3, 1),
    "status": (2, 1),
    "initiative": (5, 2),
    "territory": (5, 1),
    "partner": (20, 4),
    "financial_partner": (20, 3),
    "budget": (6, 1),
    "people": (6, 1),
    "quality": (4, 1),
    "visibility": (2, 1),
}
_SYLLABLES = _listed(
    "ba bel bri ca clo dor es fa gar jo la lin lou ma mont na or pa pré ra ri roc sa sol ta til val ver vi"
)


def entries(count: int, seed: int = 20) -> Iterator[Entry]:
    """Yield ``count`` invented entries, the same ones for the same ``seed``; a longer list starts like a
    shorter one.
    """
    draw = random.Random(seed)
    weights = {kind: _zipfian(len(words)) for kind, (words, _) in _WORDS.items()}
    for number in range(count):
        yield _entry(number, draw, weights)


def _entry(number: int, draw: random.Random, weights: dict[str, list[float]]) -> Entry:
    # An entry has few subjects: its words are drawn once, then used over and over.
    words = {kind: draw.choices(listed, cum_weights=weights[kind], k=most) for kind, (listed, most) in _WORDS.items()}
    sentences = [_sentence(draw, words) for _ in range(draw.randint(17, 29))]
    where = f"du {words['l'][0]}" if draw.random() < 0.5 else _name(draw)
    facets = {facet: _values(draw, facet, existing, most) for facet, (existing, most) in CHOICES.items()}
    facets["departement"] = [draw.choice(DEPARTEMENTS)]
    facets["structure"] = [f"structure-{int(draw.paretovariate(0.7)) % 2000:04d}"]
    return Entry(
        key=UUID(int=(number + 1) << 80 | 0x7 << 76 | 0x2 << 62),
        title=f"{words['n'][0].capitalize()} {words['a'][0]} : {words['t'][0]} et {words['p'][0]} {where}",
        keywords=", ".join(words["t"][: draw.randint(1, 3)]),
        text=" ".join(sentences),
        facets=facets,
        rank=draw.random(),
    )


def _sentence(draw: random.Random, words: dict[str, list[str]]) -> str:
    return draw.choice(PATTERNS).format(
        **{slot: draw.choice(words[slot[0]]) for slot in ("v", "v2", "n", "n2", "a", "a2", "p", "p2", "l", "t", "t2")},
        k=draw.randint(2, 90),
        name=_name(draw),
    )


def _values(draw: random.Random, facet: str, existing: int, most: int) -> list[str]:
    drawn = (int(draw.expovariate(3 / existing)) for _ in range(draw.randint(1, most)))
    return sorted({f"{facet}-{min(number, existing - 1)}" for number in drawn})


def _name(draw: random.Random) -> str:
    return "".join(draw.choice(_SYLLABLES) for _ in range(draw.choice((2, 2, 3)))).capitalize()


def _zipfian(count: int) -> list[float]:
    """Return the cumulative weights 1, 1 + 1/2, 1 + 1/2 + 1/3..."""
    return list(accumulate(1 / position for position in range(1, count + 1)))


# The words of each kind, and how many of them an entry uses.
_WORDS = {
    "t": (THEMES, 8),
    "p": (PUBLICS, 8),
    "l": (PLACES, 9),
    "v": (VERBS, 16),
    "n": (NOUNS, 22),
    "a": (ADJECTIVES, 14),
}
