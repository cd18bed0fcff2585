"""Invented words of residents, by need: four or five ways to say the same, some in other languages.

Several needs share a theme, so that "same theme" is not enough to be right. The needs of FIRST_HALF choose the
thresholds of grouping; those of SECOND_HALF measure them.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """What several residents ask for, its theme, and how each says it."""

    theme: str
    words: tuple[str, ...]


FIRST_HALF: Mapping[str, Need] = {
    "ascenseur": Need(
        "cadre_de_vie",
        (
            "L'ascenseur du 12 est encore en panne depuis trois semaines.",
            "Je monte six étages à pied avec la poussette, l'ascenseur ne marche pas.",
            "Quand est-ce qu'ils vont réparer l'ascenseur ? Ma mère ne peut plus descendre.",
            "The lift in our building has been broken for weeks.",
        ),
    ),
    "encombrants": Need(
        "cadre_de_vie",
        (
            "Il y a des matelas et des vieux meubles qui restent au pied de la tour.",
            "Personne ne ramasse les encombrants sur le trottoir.",
            "Les gens jettent leurs canapés devant l'entrée et ça reste là des semaines.",
            "On aimerait un passage plus fréquent pour enlever les gros déchets.",
        ),
    ),
    "bruit": Need(
        "cadre_de_vie",
        (
            "Avec le bruit des voisins du dessus je ne dors plus.",
            "La musique jusqu'à trois heures du matin, on n'en peut plus.",
            "Les murs sont fins, on entend tout, c'est trop bruyant la nuit.",
            "Gece gürültüden uyuyamıyoruz, komşular çok ses yapıyor.",
        ),
    ),
    "moisissure": Need(
        "logement",
        (
            "Il y a de la moisissure dans la chambre du petit.",
            "Mes murs sont noirs d'humidité, le bailleur dit d'aérer.",
            "L'appartement est humide, ça sent le moisi et mon fils tousse.",
            "A casa está cheia de humidade e bolor nas paredes.",
        ),
    ),
    "trop_petit": Need(
        "logement",
        (
            "On vit à six dans un trois pièces, on attend un plus grand depuis 2019.",
            "Ma demande de mutation pour un logement plus grand n'avance pas.",
            "Les enfants dorment au salon, l'appartement est trop petit pour nous.",
            "عائلتي كبيرة والشقة صغيرة جدا، نريد سكنا أكبر",
        ),
    ),
    "bus_dimanche": Need(
        "mobilite",
        (
            "Le dimanche il n'y a aucun bus, on reste bloqués.",
            "Il faudrait un bus le week-end pour aller au centre-ville.",
            "Plus de bus après vingt heures ni le dimanche.",
            "There is no bus on Sundays, we cannot go anywhere.",
        ),
    ),
    "vitesse": Need(
        "mobilite",
        (
            "Les voitures roulent trop vite devant l'école, c'est dangereux.",
            "Il faudrait un ralentisseur dans la rue, un enfant va se faire renverser.",
            "On n'ose pas traverser, personne ne s'arrête au passage piéton.",
            "Mettez un dos d'âne, ils foncent comme des fous.",
        ),
    ),
    "devoirs": Need(
        "ecole",
        (
            "Je ne peux pas aider ma fille pour ses devoirs, je ne comprends pas le programme.",
            "Il faudrait de l'aide aux devoirs pour les collégiens.",
            "Mon fils décroche en maths, on n'a pas les moyens de payer des cours.",
            "Çocuğumun ödevlerine yardım edemiyorum, birinin yardım etmesi lazım.",
        ),
    ),
    "creche": Need(
        "petite_enfance_parentalite",
        (
            "Je n'ai pas eu de place en crèche, je ne peux pas travailler.",
            "Toutes les crèches sont pleines, on est sur liste d'attente.",
            "Qui va garder mon bébé si je trouve un emploi ?",
            "Não há vagas na creche para o meu bebé.",
        ),
    ),
    "local_jeunes": Need(
        "jeunesse",
        (
            "On n'a pas de local, alors on se pose dans le hall.",
            "Les ados voudraient une salle à eux pour se retrouver le soir.",
            "Il manque un endroit pour les jeunes, ils tournent en rond.",
            "Ouvrez-nous un lieu le soir et le week-end, pour nous les jeunes.",
        ),
    ),
    "medecin": Need(
        "sante_bien_etre",
        (
            "Mon médecin est parti à la retraite, aucun autre ne prend de nouveaux patients.",
            "Impossible de trouver un docteur dans le quartier.",
            "Il faut attendre un mois pour voir un généraliste.",
            "لا يوجد طبيب في الحي ولا نجد موعدا",
        ),
    ),
    "demarches_en_ligne": Need(
        "numerique",
        (
            "Je ne sais pas faire les papiers sur internet.",
            "Tout est en ligne maintenant, moi je n'ai pas d'ordinateur.",
            "J'ai besoin que quelqu'un m'aide pour les démarches sur le site de la Caf.",
            "I don't know how to fill in the forms on the computer.",
        ),
    ),
}
SECOND_HALF: Mapping[str, Need] = {
    "rats": Need(
        "cadre_de_vie",
        (
            "Il y a des rats près des poubelles, mes enfants ont peur.",
            "On voit des rats le soir dans le parc et dans les caves.",
            "Il faut dératiser, ils courent jusque dans le local à vélos.",
            "There are rats around the bins every night.",
        ),
    ),
    "bancs": Need(
        "cadre_de_vie",
        (
            "Ils ont enlevé les bancs, on ne peut plus s'asseoir dehors.",
            "Ma grand-mère voudrait un banc pour se reposer entre la maison et le marché.",
            "Remettez des bancs sur la place, on aime bien y discuter.",
            "Meydanda oturacak bank yok.",
        ),
    ),
    "jeux_enfants": Need(
        "cadre_de_vie",
        (
            "L'aire de jeux est cassée, il ne reste qu'un toboggan.",
            "Il faudrait des jeux pour les petits au square.",
            "Mes enfants n'ont nulle part où jouer, la balançoire est abîmée depuis un an.",
            "O parque infantil está partido e as crianças não têm onde brincar.",
        ),
    ),
    "chauffage": Need(
        "logement",
        (
            "Le chauffage ne marche pas, il fait quatorze degrés chez moi.",
            "On a froid tout l'hiver, les radiateurs sont tièdes.",
            "Il faut remettre le chauffage en route, on dort avec des manteaux.",
            "التدفئة معطلة والبيت بارد جدا في الشتاء",
        ),
    ),
    "charges": Need(
        "logement",
        (
            "Les charges ont doublé, personne ne nous explique pourquoi.",
            "J'ai reçu une régularisation de charges de huit cents euros.",
            "On voudrait comprendre le détail des charges locatives.",
            "Le bailleur nous fait payer des charges qu'on ne comprend pas.",
        ),
    ),
    "velos": Need(
        "mobilite",
        (
            "On s'est fait voler les vélos, il faudrait un local fermé.",
            "Je n'ai nulle part où garer mon vélo, il est trop lourd à monter.",
            "Un abri à vélos sûr au pied de l'immeuble, ce serait bien.",
            "We need a safe place to park our bicycles.",
        ),
    ),
    "permis": Need(
        "mobilite",
        (
            "Sans permis je ne peux pas accepter le travail qu'on me propose.",
            "Le permis de conduire est trop cher pour nous.",
            "Je voudrais passer le permis mais l'auto-école coûte une fortune.",
            "Ehliyet almak çok pahalı, arabasız işe gidemiyorum.",
        ),
    ),
    "harcelement": Need(
        "ecole",
        (
            "Ma fille est harcelée au collège, elle pleure tous les matins.",
            "Des élèves se moquent de mon fils et le frappent à la récré.",
            "L'école ne fait rien contre le harcèlement.",
            "O meu filho sofre bullying na escola e não quer ir.",
        ),
    ),
    "seuls": Need(
        "isolement_lien_social",
        (
            "Depuis que mon mari est mort je ne parle à personne de la journée.",
            "Je suis seule, j'aimerais bien qu'on vienne boire un café.",
            "On ne connaît pas nos voisins, chacun est enfermé chez soi.",
            "أنا وحيدة في البيت ولا أتكلم مع أحد",
        ),
    ),
    "cours_francais": Need(
        "langue_francaise",
        (
            "Je cherche un cours de français pour débutants.",
            "Il n'y a plus de place pour apprendre le français cette année.",
            "Je voudrais parler mieux pour trouver du travail et comprendre la maîtresse.",
            "Fransızca öğrenmek istiyorum ama kursta yer yok.",
            "أريد أن أتعلم اللغة الفرنسية",
        ),
    ),
    "jardin": Need(
        "environnement_jardin",
        (
            "On pourrait faire un jardin partagé sur le terrain vague.",
            "J'aimerais avoir un bout de terre pour planter des tomates.",
            "Si on faisait un potager entre voisins derrière la tour ?",
            "Gostávamos de ter uma horta comunitária.",
        ),
    ),
    "mer": Need(
        "vacances",
        (
            "Mes enfants n'ont jamais vu la mer, on voudrait partir une journée.",
            "L'été on reste ici, une sortie à la plage ce serait formidable.",
            "Les vacances c'est trop cher pour une famille comme la nôtre.",
            "We would love a day trip to the seaside with the kids.",
        ),
    ),
    "guichet_poste": Need(
        "acces_droits",
        (
            "La poste a fermé, il faut aller à l'autre bout de la ville.",
            "Depuis que le bureau de poste a fermé, je ne peux plus retirer mon argent.",
            "Rouvrez un guichet de poste dans le quartier.",
            "The post office closed and now it is too far for me.",
        ),
    ),
}
