"""The words that tell the health, origin, religion, opinion or intimate life of someone. All folded."""

from palier.search.stopwords import listed

# A word that starts so tells a health condition, wherever it stands.
HEALTH_STARTS = tuple(
    sorted(
        listed(
            """
            alcooli alzheimer amput anorexi antidepress anxiolyt asthm autis bipolair boulimi cancer chimio cirrhos
            dement depressi diabet dialys drepanocyt dyslexi dysphasi dyspraxi epilep hemiplegi hepatit hospitalis
            infarctus insulin leucemi malentend malvoy maniaco meningit neuroleptiq obes paraplegi parkinson
            psychiatr psychoti psychos schizophren seropositi suicid tetrapleg toxicoman trisomi tubercul tumeur vih
            """
        )
    )
)
NOT_HEALTH_STARTS = ("cancerig", "cancero", "psychosoc", "dementi")
HEALTH_WORDS = listed(
    """
    aah acouphenes addict addicte addiction addictions ald anemie anevrisme angoisse angoisses arthrite arthrose
    aveugle avorte avortement burn-out burnout cardiaque coma crohn defibrillateur desintox drepano droguee eczema
    endometriose fibromyalgie glaucome hernie hiv insomnies invalidite ivg lupus mdph metastases methadone migraine
    migraines mongolien muet muette myopathie obesite operee pacemaker paralyse paralysee phobique polyhandicap
    prothese psoriasis pth rechute rhumatismes rqth sciatique senile sevrage sida sourd sourde sourds stomie subutex
    syphilis tdah thyroide toc tocs ulcere
    """
)
# Only about someone: "je suis malade", not "un service malade".
HEALTH_OF_SOMEONE = listed("malade malades enceinte enceintes handicape handicapee handicapes handicapees opere drogue")
SOMEONE_IS = listed(
    """
    ado ami amie bebe copine dame devenu devenue enfant enfants epouse es est etaient etait ete etre femme femmes
    fille filles fils frere gens gravement homme lourdement madame maman mamie mari mere monsieur papa papi pere
    personne personnes reste sera soeur sont suis tombe tombee travailleur travailleurs tres un une voisin voisine
    """
)
# A public need, nobody's health: "place handicapé", "la sourde oreille", "hôpital psychiatrique".
NOT_HEALTH_BEFORE = listed("place places parking acces accessibilite toilettes rampe stationnement confiance")

# Someone's religion, opinion, intimate life or papers, wherever the word stands.
ORIGIN_WORDS = listed(
    """
    africain africaine africaines africains antillais antillaise apatride asiatique asiatiques athee babtou babtous
    beur beurette beurs bisexuel bisexuelle black blacks bouddhiste burqa catholique catholiques cfdt cgt cgtiste
    chretienne chretiennes chretiens clandestin clandestine clandestins communiste communistes evangelique
    evangeliques facho fachos frontiste gauchiste gauchistes gay gays gitan gitane gitanes gitans gouine hijab
    hindou hindoue homo homosexuel homosexuelle homosexuelles homosexuels imam immigre immigree immigrees immigres
    integriste islamiste jehovah juif juifs juive juives lepeniste lesbienne lesbiennes lgbt macroniste maghrebin
    maghrebine maghrebines maghrebins manouche manouches melenchoniste metis metisse migrant migrante migrantes
    migrants musulman musulmane musulmanes musulmans niqab oqtf pd pede pratiquant pratiquante protestant
    protestante protestants rebeu rebeus refugie refugiee refugiees refugies renoi renois rom roms salafiste
    sans-papier sans-papiers syndicaliste syndique syndiquee syndiques trans transexuel transexuelle transgenre
    transsexuel transsexuelle tzigane tziganes voilee voilees
    """
)
# Countries and languages: of a person only, never of a meal or a lesson.
NATIONAL_STARTS = tuple(
    sorted(
        listed(
            """
            afghan albanais algerien angolais arabe armenien bangladais berber bosniaq bresilien bulgar cambodgien
            camerounais capverdien chinois comorien congolais egyptien erythreen espagnol ethiopien georgien guineen
            haitien indien irakien iranien italien ivoirien kabyl kosovar kurd laotien libanais libyen mahorais
            malgach malien marocain mauritanien moldav nigerian pakistanais palestinien peul polonais portugais
            reunionnais roumain russe senegalais serbe somalien soninke soudanais syrien tamoul tchetchen tunisien
            turc turque turk ukrainien vietnamien yougoslav
            """
        )
    )
)
THINGS = listed(
    """
    accent ambassade apprend apprendre association atelier ateliers auberge boucherie boulangerie cafe chaine
    chanson chansons club comprend comprends consulat cours couscous cuisine cuisines danse danses du ecrit en
    epicerie fete fetes film films folklore frontiere gateau gateaux interprete journal l langue langues lire lis
    livre livres magasin marche mot mots musique musiques nom numerique pain parlait parle parlent parler parlez
    parlons passeport patisserie patisseries plat plats poterie prenom public quartier radio recette recettes repas
    restaurant restaurants resto roulette sauce supermarche tele telephone telephonique the traducteur traduction
    traductrice traduire traduit traduite vers
    """
)
# Several words together, health first.
PHRASES = {
    "sante": (
        "un avc", "son avc", "mon avc", "d'avc", "des avc", "deux avc", "sclerose en plaque", "crise cardiaque",
        "fausse couche", "fauteuil roulant", "sous traitement", "sous tutelle", "sous curatelle", "sous oxygene",
        "maladie de", "maladie grave", "perte d'autonomie", "perd la tete", "perd la memoire", "longue maladie",
        "mal entendant", "mal entendante", "mal voyant", "mal voyante", "problemes psy", "probleme de sante",
        "problemes de sante", "soucis de sante", "handicap mental", "handicap moteur", "handicap visuel",
        "tentative de suicide", "tension arterielle", "col du femur",
    ),
    "origine": (
        "sans papiers", "sans papier", "demandeur d'asile", "demandeuse d'asile", "demandeurs d'asile",
        "titre de sejour", "gens du voyage", "temoin de jehovah", "temoins de jehovah", "vote rn", "vote le pen",
        "vote pour le pen", "vote melenchon", "vote a gauche", "vote a droite", "vote front national",
        "vote extreme droite", "delegue syndical", "deleguee syndicale", "carte du parti", "porte le voile",
        "porte un voile", "fait le ramadan", "fait ramadan", "fait la priere", "va a la mosquee", "va a la messe",
        "est noir", "est noire", "suis noir", "suis noire", "une noire", "un noir", "les noirs", "des noirs",
        "force ouvriere",
    ),
}  # fmt: skip
