"""First names that are also something else in French, and words that no name ever is. All folded."""

from palier.search.stopwords import STOP_WORDS, listed

MONTHS = listed("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre")

# Months, feasts, places, ideas: a name only when something else says so ("mon voisin Paris", "Victoire Diallo").
RARELY_NAMES = MONTHS | listed(
    """
    ademe al alpha alsace alsace-lorraine ame amour anes anonyme arcade argentine ascension assomption automne avent
    barbe beni bien bonheur brest cannes chance chretien christ ciel clermont come conception costa court desir dieu
    don elysee emir ena engin esperance esprit eustache ferie fiacre fidele fleur fortune franc francais france
    francisque franco gloire grace grand harmonie incarnation innocent ion islam israel janvier jesus jeudi jihad
    juste kali laid largo leger levent liberte lie lies lin lois lorraine lourdes lundi lune madame mardi massy
    mercredi merveille messie miles mine moche modeste monsieur my nancy natale neige nene neo nice noel oculi optat
    or ours pape parfait parfaite paris pepin pie prime primo privat promesse prudent purification ramadan remise
    rime saint sainte samba samedi sati sema semi septime serie severe si sidi soleil sony sultan tao temperance
    toussaint trinite tuba urbain urbaine van venant vendredi vie vital volt
    """
)
# Words of every day that many people also bear: without its capital, or alone at the start, it takes a hint.
WORDS_TOO = listed(
    """
    abbes adonis agate aimable aime aimee alexandrin alize amande amandine ambre ami amie amine ana ange angelique
    anis aura aurore azur baba balthazar berthe bibi bienvenu blanche boubou brunette calypso camelia candide candie
    capucine celeste cerise cesar cheikh cherif chérif clair claire clarisse clemence coline colombe colombine
    constance constant coquelicot cristal dahlia dauphine delice delphin desire desiree divine duc dune eden edite
    emeraude epiphane ester fauve felicite flore florence florent fritz gala garance gentiane gentil giroflee
    guillemette hermine hilaire honore honoree hortensia hyacinthe innocente iris jacinthe jade jasmin jazz jersey
    lilas line loulou loup lune lys magnolia mana mari marin marine marjolaine mark mati mel melisse melodie
    michelin mimosa mirabelle moise muguet muguette myrtille narcisse noisette ocean octave olive ombre opale orange
    orchidee papa papi paquerette parme perla perle pervenche pierre pierrot placide plume prince princesse prudence
    prune prunelle raja rama reine rock romaine roman romance rosaire rose rubis sana saphir sauveur sylvestre
    vanille vera victoire violette violine zephyr
    """
)
# Also words or misspellings (la marie, un jean), but only without their capital.
NEED_CAPITAL = listed(
    """
    baptiste ben benjamin benjamine bob brune charlotte clement clementine colin corneille dina dona donald donna
    germain germaine jack jean jules julienne junior ken laure leonard linette lise lisette lou macha madeleine
    manuel marc
    marguerite marie martial max maya merlin mina mira nana olivier peter philippine robin romain romane rosa
    rosette rosie sam tommy
    """
)
# After a title, or in the place of a family name, these words are no name.
NO_NAMES = (
    STOP_WORDS
    | MONTHS
    | listed(
        """
        adjoint adjointe africaine age agee agees agent aide aime aimerait algerienne allez amicalement appelez
        appelle apres arabe association attend attention aucun aujourdhui avant bien blanche bon bonjour bonne
        bonsoir bref caf centre cest chante chaque chef cher cherche chere chez chinoise commissaire connait
        conseiller conseillere cordialement coucou court cuisine danse demain demande depute deputee dimanche
        directeur directrice dis disait dit docteur doit echevin elu elue enceinte ensuite explique facteur faisait
        francaise garde gardien gardienne gentil gentille habite handicape handicapee hello hier hors inspecteur
        inspectrice jamais jeudi joue juge loi lundi madame maire mairie maitre malade marche mardi marocaine merci
        mercredi mesdames messieurs ministre monsieur musulman musulmane noir noire non organise oui parfois parle
        part pense perd personne peut portugaise pourrait pouvez prefere prefet prefete prend president presidente
        principal principale prof professeur promene propose proviseur quand qui quoi raconte referent referente
        rentre repare repond responsable reste retraite retraitee rien s sait salut samedi secretaire senateur sent
        seul seule si sort souhaite souvent svp sympa tient tombe touche toujours tous tout travaille trouve turque
        va venait vend vendait vendredi vers veuillez veut vient vit voici voila voilee voit voudrait
        """
    )
)
# A name right after one of these, and not alone before a verb, is that of the place.
PLACE_WORDS = listed(
    """
    allee allees arret association auditorium av ave avenue barre basilique batiment bd bibliotheque bld blvd
    boulevard bus campus caserne cathedrale centre chapelle chemin cimetiere cinema cite clinique college commune
    complexe conservatoire cours creche ecole ecoles eglise ehpad elementaire espace esplanade fac faubourg
    fondation fort foyer gare groupe gymnase halle hameau hopital ile immeuble impasse institut jardin jardins ligne
    ludotheque lycee magasin maison marche maternelle mediatheque metro mjc mont mosquee musee parc passage piscine
    place placette pont port primaire promenade quai quartier residence residences rond-point route rue rues saint
    sainte salle san santa sentier square st stade station ste synagogue theatre tour tours tram universite venelle
    villa ville zac zup
    """
)
# With "de" between, only these still name a place: "rue de Marseille", but "la maison de Karim".
STREET_WORDS = listed(
    """
    rue rues avenue av ave boulevard bd bld blvd place square allee allees impasse chemin quai cours passage route
    pont
    """
)
# Those that a street is named after keep their rank in it: "rue du docteur Roux".
RANKS = listed(
    """
    docteur dr general marechal president abbe commandant colonel capitaine cardinal professeur pr pere soeur mere
    frere frères freres pasteur prince princesse reine roi maitre amiral
    """
)
# Shops and firms that bear the name of a family.
BRANDS = listed(
    """
    leclerc renault peugeot citroen michelin darty leroy merlin castorama casino picard nicolas orange conforama
    dior afflelou grand yves rocher free sephora thiriet boulanger bonnet camaieu celio monoprix franprix lidl aldi
    u
    """
)
# Family names that are words of every day: a person known to the centre is found under them only with the capital.
COMMON_FAMILIES = listed(
    """
    barbier bas beau belle berger bertrand bigot blanc blond blondel bois bon bonhomme bonne bouche boucher bouchet
    boulanger bourgeois brun camus caron carpentier carre charpentier charron chef chevalier clerc cordonnier cousin
    couturier dupont faucon faure fermier fleury fontaine forestier forge fort fourmi gaillard garnier gras grand gros
    haut hiver huet joli jolly joly laine lamy landry leger legrand lemoine lenoir long loyer macon maire maison
    marchand marechal meunier mercier moreau moulin neveu noir page parent pasteur pelletier perrier petit poirier
    poisson pommier pont potier poulain prat prevost prieur rey riviere roche rouge rousseau roussel roux roy
    sellier tailleur texier tisserand val vallee verdier vidal vigne vigneron villain voisin
    """
)
