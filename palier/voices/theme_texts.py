"""What residents say of each theme, in everyday French: what the suggestion of themes knows on the first day.

Invented sentences. From the first words that a person classifies, past choices count beside them
(palier/search/suggesting.py).
"""

from collections.abc import Mapping

from palier.structures.enums import Theme

THEME_TEXTS: Mapping[str, tuple[str, ...]] = {
    Theme.LOGEMENT: (
        "Mon appartement est humide, il y a de la moisissure sur les murs et le bailleur ne répond pas.",
        "On est à cinq dans un deux-pièces, la demande de HLM attend depuis des années.",
        "Le loyer et les charges ont augmenté, le chauffage est en panne, les fenêtres ferment mal.",
        "J'ai peur de l'expulsion, je cherche un logement, je dors chez des amis.",
        "Il faudrait des travaux dans l'immeuble, l'isolation, la plomberie, les radiateurs.",
    ),
    Theme.CADRE_DE_VIE: (
        "L'ascenseur est encore en panne, la lumière du hall ne marche plus.",
        "Les poubelles débordent, il y a des encombrants et des déchets sur le trottoir, la rue est sale.",
        "Le bruit dans la cage d'escalier et sous les fenêtres, on ne dort pas.",
        "Il manque des bancs, des jeux pour les enfants, de l'ombre et un square bien tenu en bas de l'immeuble.",
        "La place est triste, il faudrait la rénover, l'éclairer, refaire les trottoirs et l'embellir.",
        "Il y a des rats et des cafards, personne ne nettoie.",
    ),
    Theme.TRANQUILLITE: (
        "Je ne me sens pas en sécurité le soir, des groupes occupent le hall.",
        "Il y a des vols, des agressions, des dégradations, la police ne vient jamais.",
        "Les motos et les rodéos font peur, on n'ose plus sortir la nuit.",
        "Il faudrait des médiateurs, une présence, des caméras, un meilleur éclairage pour la sécurité.",
        "Les incivilités et les bagarres entre voisins, la drogue en bas.",
    ),
    Theme.MOBILITE: (
        "Le bus ne passe plus le dimanche, il n'y a pas assez de transports en commun.",
        "Sans voiture ni permis on ne peut pas aller en ville, l'arrêt est trop loin.",
        "Il manque des pistes cyclables et un endroit sûr pour garer les vélos.",
        "Le train et le tram sont trop chers, toujours en retard, la gare a fermé.",
        "Avec une poussette ou un fauteuil roulant, on ne peut pas circuler, traverser, prendre le métro.",
        "On ne trouve jamais de place de stationnement, les voitures roulent trop vite devant la sortie.",
    ),
    Theme.EMPLOI_FORMATION: (
        "Je cherche du travail depuis un an, France Travail ne m'aide pas.",
        "Mon diplôme étranger n'est pas reconnu, je voudrais une formation.",
        "Il faudrait de l'aide pour faire un CV, préparer un entretien, trouver une alternance.",
        "Les jeunes sont au chômage, les entreprises n'embauchent pas les gens du quartier.",
        "Je voudrais créer mon activité, ouvrir un commerce, me lancer à mon compte.",
    ),
    Theme.ECOLE: (
        "Mon fils a des difficultés au collège, il lui faudrait de l'aide aux devoirs.",
        "Il y a trop d'élèves par classe, les professeurs absents ne sont pas remplacés.",
        "Je n'arrive pas à parler avec l'école, je ne comprends pas l'orientation.",
        "La cantine est trop chère, l'école est vieille, la cour est toute en béton.",
        "Mon enfant est harcelé à l'école, il ne veut plus y aller.",
        "L'éducation, l'enseignement, le lycée, l'université : il faut plus de moyens.",
    ),
    Theme.PETITE_ENFANCE_PARENTALITE: (
        "Je n'ai pas de place en crèche, je ne peux pas reprendre le travail.",
        "On est fatigués, on voudrait parler entre parents, souffler un peu.",
        "Je suis seule avec mes enfants, personne pour les garder, pas d'assistante maternelle.",
        "Il n'y a rien pour les tout-petits, pas d'accueil pour les bébés et leurs parents.",
        "Je ne sais plus comment faire avec ma fille, elle n'écoute plus, j'ai besoin de conseils.",
        "Les allocations familiales, la garde des enfants, l'aide aux familles.",
    ),
    Theme.JEUNESSE: (
        "Il n'y a rien pour les jeunes, ils traînent dehors parce qu'ils s'ennuient.",
        "On voudrait un local pour se retrouver entre ados, avec un animateur.",
        "Les jeunes ne sont pas écoutés, il faudrait leur faire confiance et les aider à monter leurs projets.",
        "Après le collège, plus d'activités pour les seize, dix-huit ans.",
        "Un lieu pour les étudiants et les jeunes majeurs, des chantiers jeunes, un premier départ.",
    ),
    Theme.SANTE_BIEN_ETRE: (
        "Je ne trouve pas de médecin traitant, il faut attendre des mois pour un dentiste.",
        "L'hôpital est loin, les urgences sont débordées, la maternité a fermé.",
        "Je suis stressé, je dors mal, je n'ai personne à qui en parler.",
        "Je ne me soigne plus parce que ça coûte trop cher, je n'ai pas de mutuelle.",
        "Il faudrait des soins plus près, une infirmière, un centre de santé, des spécialistes.",
        "On voudrait mieux manger, bouger, faire du sport en douceur pour la santé.",
    ),
    Theme.VIEILLISSEMENT: (
        "Les personnes âgées ne sortent plus, elles ont peur de tomber.",
        "Ma mère a quatre-vingt-cinq ans, elle ne peut plus faire ses courses ni monter les étages.",
        "Je suis à la retraite, je m'occupe de mon mari dépendant, je suis épuisée.",
        "Il faudrait plus d'aide à domicile pour les aînés, des visites, une maison de retraite moins chère.",
    ),
    Theme.ISOLEMENT_LIEN_SOCIAL: (
        "Je ne connais personne dans l'immeuble, je suis toute seule.",
        "Avant on se parlait entre voisins, maintenant chacun reste chez soi.",
        "On voudrait un café, une fête, un repas partagé, un endroit pour se rencontrer.",
        "Je viens d'arriver dans le quartier, je ne sais pas où aller pour voir du monde.",
        "Il faudrait s'entraider entre habitants, aider ceux qui sont à la rue ou en grande difficulté.",
    ),
    Theme.ACCES_DROITS: (
        "Je ne comprends pas les papiers de la Caf, je n'ose pas demander.",
        "Il n'y a plus de guichet, la poste et la mairie ont fermé ou ne sont ouvertes qu'aux heures de travail.",
        "Personne ne répond au téléphone, on nous renvoie d'un service à l'autre.",
        "Je ne sais pas à quelles aides j'ai droit, il faudrait quelqu'un pour expliquer et remplir le dossier.",
        "Mon titre de séjour, ma carte d'identité, ma retraite : les démarches sont trop longues et compliquées.",
        "Il faudrait des agents plus disponibles, un accueil de proximité, des horaires le samedi.",
    ),
    Theme.NUMERIQUE: (
        "Tout se fait par internet et je ne sais pas me servir d'un ordinateur.",
        "J'ai perdu mon mot de passe, le site ne marche pas, je n'ai pas d'adresse mail.",
        "Je n'ai pas d'ordinateur ni de connexion à la maison, juste un vieux téléphone.",
        "Les démarches en ligne sont pratiques mais les anciens n'y arrivent pas.",
        "Il faudrait des cours d'informatique, le wifi, la fibre, quelqu'un pour aider devant l'écran.",
    ),
    Theme.ARGENT_ALIMENTATION: (
        "À la fin du mois il ne reste plus rien, tout augmente.",
        "Je vais à la distribution alimentaire, je saute des repas.",
        "Je n'arrive pas à payer les factures d'électricité, j'ai des dettes.",
        "Les courses sont trop chères, il faudrait une épicerie solidaire.",
        "On ne touche presque rien, le salaire et les aides ne suffisent pas pour vivre.",
    ),
    Theme.CULTURE_SPORT_LOISIRS: (
        "Le sport est trop cher pour les enfants, il n'y a pas de place au club.",
        "On voudrait un terrain de foot, un gymnase, une piscine, des agrès en plein air.",
        "J'aimerais aller au théâtre, au cinéma, à des concerts, mais c'est loin et cher.",
        "Il manque une bibliothèque, une salle de musique, des ateliers de cuisine, de couture, de peinture.",
        "Une fresque, un spectacle dans la rue, un festival, le patrimoine du quartier.",
    ),
    Theme.VACANCES: (
        "On ne part jamais en vacances, c'est trop cher.",
        "Les enfants restent au quartier tout l'été, ils n'ont jamais vu la mer.",
        "On voudrait une sortie à la plage, un séjour en famille, une colonie.",
        "Comment utiliser les chèques vacances, qui aide à partir ?",
    ),
    Theme.ENVIRONNEMENT_JARDIN: (
        "On voudrait un jardin partagé, planter des arbres, des légumes et des fleurs.",
        "Il fait trop chaud l'été, il n'y a que du béton, il faut de la verdure et de la fraîcheur.",
        "On pourrait faire un compost, trier les déchets, réparer et donner au lieu de jeter.",
        "La pollution de l'air, la biodiversité, l'eau, les économies d'énergie, la planète.",
        "Végétaliser la rue, les toits et les murs, installer des ruches.",
    ),
    Theme.CITOYENNETE: (
        "On ne nous demande jamais notre avis, tout est décidé sans nous.",
        "Les élus ne viennent que pour les élections, je ne vote plus.",
        "On voudrait monter une association, un conseil citoyen, un projet avec les habitants.",
        "Je veux bien aider, être bénévole, participer aux réunions.",
    ),
    Theme.LANGUE_FRANCAISE: (
        "Je voudrais apprendre le français, il n'y a plus de place dans les cours.",
        "Je comprends mais je n'ose pas parler, j'ai besoin de pratiquer.",
        "Je ne sais pas lire ni écrire, j'ai honte de le dire.",
        "Il faudrait un interprète, quelqu'un qui traduise les courriers.",
    ),
    Theme.EGALITE_DISCRIMINATIONS: (
        "On m'a refusé un emploi à cause de mon nom et de mon quartier.",
        "Ma fille a été insultée parce qu'elle porte le voile, c'est du racisme.",
        "Les femmes n'osent pas s'asseoir au café, elles sont regardées, harcelées.",
        "On nous traite différemment parce qu'on vient d'ici, ou parce qu'on est handicapé.",
        "La police contrôle toujours les mêmes.",
    ),
    Theme.AUTRE: (
        "Bonjour, merci, bonne journée.",
        "Je ne sais pas, je n'ai pas d'avis.",
        "Rien à dire, rien ne me manque, tout va bien ici.",
    ),
}
