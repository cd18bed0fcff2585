"""The words that announce a person or tell what a person does. All folded."""

from palier.search.stopwords import listed

TITLES = listed(
    """
    m mr mrs mme mmes mlle mlles mm melle mad monsieur madame mademoiselle docteur dr pr professeur messieurs
    mesdames
    """
)
# Written short, a title has only a name after it, whatever its case.
SHORT_TITLES = listed("mr mme mmes mlle mlles melle")
KIN = listed(
    """
    aide-menagere ami amie amies amis animateur animatrice beau-fils beau-frere beau-papa beau-pere bebe belle-fille
    belle-maman belle-mere belle-soeur benevole collegue compagne compagnon concierge conjoint conjointe copain
    copains copine copines cousin cousine enfant epouse epoux femme fiance fiancee fille filles fils frere garcon
    garcons gardien gardienne grand-mere grand-pere infirmiere instit jumeau jumeaux jumelle maitresse maman mami
    mamie mamy mari marraine meme memere mere neveu niece nounou oncle papa papi papy parrain pepe pepere pere
    petit-fils petite-fille pote prof soeur tante tata taton tonton voisin voisine voisines voisins
    """
)
# "La famille Diop", "les frères Konaté".
FAMILY = listed("famille couple freres soeurs epoux")
POSSESSIVES = listed("mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs")
# "La petite Inès", "le vieux Marcel": with an article before, the next capital is a name.
SMALL = listed("petit petite vieux vieille grand grande jeune jeunes pauvre brave")
ARTICLES = listed("le la les l un une des du ce cet cette ces au aux d de")
# After these, a capital may be that of anything ("le Grand Plan"): a first name must be known.
ANY_ADJECTIVES = listed("grand grande jeune jeunes pauvre brave")
# "Il s'appelle X", "prénommée X", "signé X", "surnommé X".
NAMED = listed(
    """
    appelle appelait appelles appellent nomme nommait prenomme prenommee nommee surnom surnomme surnommee signe
    signee prenom dites
    """
)
# What a person does: right after a name at the start of a sentence, it tells a person from a thing.
DEEDS = listed(
    """
    a aide aidera aimait aime aimerait apporte arrive attend avait chante cherche connait croit demandait demande
    dirait disait dit doit dort ecoute ecrit est etait explique faisait fait garde habitait habite ira joue leur lui
    m ma me montre n ne nous organise parle pense perd peut pleure pourrait prefere prend prepare promene propose
    raconte rale refuse remercie rentre repare repond reste s sait se sent sera serait signale sort souhaite t tient
    tombe travaille trouve va venait vend vendait veut vient vit voit voudrait voulait y
    """
)
# Between the words of a name: "Ben Ahmed", "da Silva", "El Amrani".
PARTICLES = listed("ben bin bint el al ait ould abd abdel abou da das dos di del della der den van von mac ba")
NOBLE = listed("de du d la le des")
# Short forms of names, that Insee does not count.
NICKNAMES = listed(
    """
    momo lulu titi jojo zaza fanfan mimi dede bebert gege riri lolo nono cricri fafa fifi zizou nanou nanard didou
    moumou mumu roro vava yoyo kiki gigi lili mireillou samy krimo abdou
    """
)
