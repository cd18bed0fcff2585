"""The shared needs of the demonstration: in every state, with what was asked, answered, told. Invented, every line."""

from palier.dashboard.demo_need_shapes import DemoNeed, DemoRelay, DemoReply, DemoTelling
from palier.dashboard.demo_voices import GARDEN, SCHOOL
from palier.dashboard.demo_words import ARCADE, GLYCINES, NURSERY, PARK, SQUARE
from palier.structures.enums import Theme
from palier.voices.enums import RelayActor, RelayState, ReplyChannel, ReplyKind

State, Channel = RelayState, ReplyChannel
LANDLORD, COUNTY = "Bailleur Alpes-Habitat-Inventé", "Maison des solidarités du Vieux-Four"
TOWN, ALLOTMENTS = "Mairie, service du cadre de vie", "Jardins de la Balme"
LIFT, DARK = "Un ascenseur qui marche à la tour Cassiopée", "De la lumière entre le tram et les immeubles"
OLD_TOWN, GLYCINES_ZONE = "Le Vieux-Four", "Les Glycines"
NEEDS = (
    DemoNeed(
        LIFT,
        Theme.LOGEMENT,
        62,
        ("lift-6", "lift-part", "lift-fear", "lift-ar", "lift-run"),
        zone=OLD_TOWN,
        more="Pannes répétées depuis la rentrée. Des personnes âgées ne sortent plus.",
        relays=(
            DemoRelay(
                *(45, LANDLORD, "Quand la pièce arrive-t-elle, et qui aide à monter les courses d'ici là ?"),
                quoted=("lift-6", "lift-part", "lift-ar"),
                contact="Ghislaine Tourrette",
                due=-24,
                opened=44,
                reminded=(23, 2),
            ),
        ),
        shown=("Un ascenseur qui marche, et vite, à la tour Cassiopée.", ""),
    ),
    DemoNeed(
        DARK,
        Theme.TRANQUILLITE,
        56,
        ("dark-tram", "dark-work", "dark-idea"),
        relays=(
            DemoRelay(
                *(50, TOWN, "Pouvez-vous rallumer ou ajouter des lampadaires entre l'arrêt de tram et la tour ?"),
                quoted=("dark-tram", "dark-idea"),
                replies=(
                    DemoReply(
                        *(9, "Deux lampadaires seront remplacés, et un troisième ajouté côté hall C.", State.PROGRAMME),
                        planned=24,
                        channel=Channel.COURRIER,
                        author="Service du cadre de vie",
                    ),
                ),
            ),
        ),
        shown=("De la lumière, le soir, entre le tram et les immeubles.", "La mairie remplace deux lampadaires et en "
               "ajoute un. Les travaux ont une date : nous irons voir avec vous."),
    ),
    DemoNeed("Une ampoule au hall C", Theme.CADRE_DE_VIE, 55, ("dark-hall",), merged=(53, DARK)),
    DemoNeed(
        "Des bancs du côté des Glycines",
        Theme.CADRE_DE_VIE,
        74,
        ("bench-posts", "bench-stop", "bench-wash"),
        zone=GLYCINES_ZONE,
        relays=(
            DemoRelay(
                *(70, LANDLORD, "Peut-on remettre les trois bancs retirés le long de la barre ?"),
                quoted=("bench-posts", "bench-stop"),
                contact="Ghislaine Tourrette",
                opened=69,
                replies=(
                    DemoReply(
                        *(52, "Les bancs ont été retirés à la demande de locataires du rez-de-chaussée.", State.REFUSE),
                        reason="Le bruit, le soir, sous les fenêtres du rez-de-chaussée.",
                        author="Ghislaine Tourrette",
                    ),
                ),
            ),
        ),
        told=(
            DemoTelling(
                *(50, GLYCINES),
                people=9,
                note="Personne du rez-de-chaussée n'a été consulté. On propose les bancs de l'autre côté de l'allée.",
                contested=True,
            ),
        ),
    ),
    DemoNeed(
        "De l'aide pour les papiers, sans rendez-vous",
        Theme.ACCES_DROITS,
        116,
        ("papers-free", "papers-caf", "papers-school"),
        zone=OLD_TOWN,
        relays=(
            DemoRelay(
                *(112, COUNTY, "Pouvez-vous venir une fois par semaine, sans rendez-vous, là où les gens passent ?"),
                quoted=("papers-caf", "papers-school"),
                contact="Anselme Royère",
                opened=111,
                replies=(
                    DemoReply(104, "Bien reçu, nous regardons nos plannings.", State.RECU, author="Anselme Royère"),
                    DemoReply(
                        *(88, "Une permanence ouvre le jeudi matin, à la galerie, sans rendez-vous.", State.REALISE),
                        author="Anselme Royère",
                    ),
                ),
            ),
        ),
        told=(
            DemoTelling(86, ARCADE, people=14, note="« Enfin quelqu'un qui lit avec moi. »"),
            DemoTelling(84, NURSERY, people=8),
            DemoTelling(82, SCHOOL, people=11),
            DemoTelling(80, resident="Lucienne", people=1, note="Y va déjà, et y emmène une voisine."),
        ),
        shown=("Quelqu'un qui aide à remplir les papiers, sans rendez-vous.", "C'est fait : le jeudi matin, à la "
               "galerie du Vieux-Four, une personne vous aide, sans rendez-vous."),
    ),
    DemoNeed(
        "Apprendre le français le matin, pendant l'école",
        Theme.LANGUE_FRANCAISE,
        45,
        ("french-tr", "french-ar", "french-new"),
        zone=OLD_TOWN,
        relays=(
            DemoRelay(
                *(40, "", "Peut-on ouvrir un groupe deux matins par semaine, avec un coin pour les petits ?"),
                actor=RelayActor.CENTRE,
                quoted=("french-tr", "french-new"),
                replies=(
                    DemoReply(
                        *(6, "Un groupe ouvre les lundis et jeudis de 9 h à 11 h, au centre. Les petits sont gardés à "
                        "côté.", State.PROGRAMME),
                        planned=16,
                        channel=Channel.CENTRE,
                        author="L'équipe du centre",
                    ),
                ),
            ),
        ),
        shown=("Apprendre le français le matin, quand les enfants sont à l'école.", "Le centre ouvre un groupe, les "
               "lundis et jeudis matin. Les petits sont gardés à côté."),
    ),
    DemoNeed(
        "Rouvrir le local à vélos des Glycines",
        Theme.MOBILITE,
        60,
        ("bikes-keys", "bikes-stairs", "bikes-fix"),
        zone=GLYCINES_ZONE,
        relays=(
            DemoRelay(
                *(58, LANDLORD, "À quelles conditions confier les clés du local à un groupe d'habitant·es ?"),
                quoted=("bikes-keys", "bikes-fix"),
                contact="Ghislaine Tourrette",
                opened=57,
                colleague="Hervé Lampin",
                replies=(
                    DemoReply(
                        *(36, "Oui pour les clés, avec une convention signée par trois personnes.", State.EN_COURS),
                        author="Hervé Lampin, gestion du patrimoine",
                    ),
                ),
            ),
            DemoRelay(
                *(34, "Les mains dans le cambouis", "Qui signe la convention, et quel samedi range-t-on ?"),
                actor=RelayActor.HABITANTS,
                replies=(
                    DemoReply(
                        *(12, "Trois personnes signent. Le rangement est fixé, venez avec des gants.", State.PROGRAMME),
                        planned=9,
                        channel=Channel.REUNION,
                        author="Le groupe, en réunion",
                    ),
                ),
            ),
        ),
        told=(DemoTelling(30, GLYCINES, people=6, note="On veut une étagère pour les casques."),),
        shown=("Rouvrir le local à vélos, et s'en occuper nous-mêmes.", "Le bailleur prête les clés. Un groupe "
               "d'habitant·es range le local un samedi : tout le monde peut venir."),
    ),
    DemoNeed(
        "Une activité pour les moins de six ans, le mercredi",
        Theme.PETITE_ENFANCE_PARENTALITE,
        24,
        ("small-wed", "small-rain"),
        zone=OLD_TOWN,
        relays=(
            DemoRelay(
                *(22, COUNTY, "Pouvez-vous animer un temps pour les petits, au chaud, un mercredi sur deux ?"),
                quoted=("small-wed", "small-rain"),
                contact="Nour Villefranque",
                due=8,
                opened=20,
                replies=(
                    DemoReply(
                        *(4, "De combien d'enfants parle-t-on, et avez-vous une salle avec un point d'eau ?"),
                        kind=ReplyKind.QUESTION,
                        author="Nour Villefranque",
                    ),
                ),
            ),
        ),
    ),
    DemoNeed(
        "Faire ses démarches sans prendre deux bus",
        Theme.MOBILITE,
        25,
        ("post-bus", "post-town", "post-old"),
        zone=OLD_TOWN,
    ),
    DemoNeed(
        "Le chauffage dès les premiers froids",
        Theme.LOGEMENT,
        28,
        ("heat-oven", "heat-baby"),
        relays=(
            DemoRelay(
                *(12, LANDLORD, "Quelle température doit-on avoir, et qui appeler quand elle n'y est pas ?"),
                quoted=("heat-oven", "heat-baby"),
                contact="Ghislaine Tourrette",
                opened=11,
                replies=(DemoReply(10, "", State.RECU, author="Ghislaine Tourrette"),),
            ),
        ),
    ),
    DemoNeed(
        "Partir un jour ou deux avec les enfants, l'été",
        Theme.VACANCES,
        58,
        ("summer-park", "summer-sea"),
        closed=(20, "Le centre en fait son projet de l'été avec les familles : il n'y a personne à solliciter."),
    ),
    DemoNeed(
        "Un abri pour les jeunes quand il pleut",
        Theme.JEUNESSE,
        132,
        ("young-rain", "young-square"),
        relays=(
            DemoRelay(
                *(126, "La table de quartier", "Quel lieu couvert peut-on ouvrir aux jeunes, et avec qui ?"),
                actor=RelayActor.TABLE_LOCALE,
                quoted=("young-rain", "young-square"),
                replies=(
                    DemoReply(
                        *(96, "Le préau du gymnase ouvre le mercredi. Pas les autres soirs : pas d'adulte.",
                          State.REALISE_EN_PARTIE),
                        channel=Channel.REUNION,
                        author="La table de quartier",
                    ),
                ),
            ),
        ),
        told=(
            DemoTelling(94, GLYCINES, people=7, note="Le mercredi, c'est bien. Le samedi serait mieux."),
            DemoTelling(92, SQUARE, people=5),
        ),
        shown=("Un abri pour les jeunes quand il pleut.", "Une partie est faite : le préau du gymnase ouvre le "
               "mercredi. Pour les autres soirs, on cherche des adultes."),
    ),
    DemoNeed(
        "Des parcelles pour les familles qui attendent",
        Theme.ENVIRONNEMENT_JARDIN,
        86,
        ("plots", "plots-list"),
        relays=(
            DemoRelay(
                *(84, ALLOTMENTS, "Les parcelles en friche peuvent-elles être partagées entre deux familles ?"),
                quoted=("plots", "plots-list"),
                replies=(
                    DemoReply(
                        *(60, "La mairie reprend le jardin cet hiver : c'est elle qui attribuera.", State.REPRIS_PAR),
                        channel=Channel.TELEPHONE,
                        author="La présidente du jardin",
                    ),
                ),
            ),
        ),
        told=(
            DemoTelling(55, GARDEN, why_not="Le jardin est fermé jusqu'au printemps : personne à qui le dire."),
            DemoTelling(54, PARK, people=4),
        ),
    ),
)  # fmt: skip
