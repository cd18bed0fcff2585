"""What residents of the Trois-Paliers said and that became a need, or waits to be sorted. Invented, every line.

Each is said by nobody: the names to hide in them are those of nobody, their number is of those kept for fiction.
"""

from dataclasses import dataclass

from palier.dashboard.demo_words import ARCADE, GLYCINES, NURSERY, PARK, SQUARE, TOWER
from palier.structures.enums import Theme
from palier.voices.enums import VoiceConsent, VoiceKind, VoiceSource

Kind, Consent, Source = VoiceKind, VoiceConsent, VoiceSource
SCHOOL, TRAM = "École élémentaire Simone-Aubier", "Arrêt de tram Passe-Murailles"
MARKET, LAUNDRY, GARDEN = "Marché du Vieux-Four", "Laverie des Glycines", "Jardins de la Balme"
# From so many days ago on, words still wait to be sorted.
FRESH_DAYS = 12


@dataclass(frozen=True, slots=True)
class DemoSaid:
    """Words said at ``place``, during the last outing there that is at least ``days`` old when ``source`` is the field;
    without ``place``, the last one anywhere.

    ``translation`` is what somebody of the team understood; ``reread``: it may leave; ``resident`` is the first name
    of who asked to be called back (demo_residents.py).
    """

    key: str
    days: int
    place: str
    text: str
    kind: VoiceKind
    themes: tuple[Theme, ...]
    consent: VoiceConsent = VoiceConsent.CITABLE
    source: VoiceSource = VoiceSource.TERRAIN
    language: str = "fr"
    translation: str = ""
    reread: bool = True
    resident: str = ""

    @property
    def is_fresh(self) -> bool:
        """Whether it waits to be sorted."""
        return self.days <= FRESH_DAYS

    @property
    def may_leave(self) -> bool:
        """Whether somebody reread it for outside."""
        return self.reread and not self.is_fresh and self.consent != VoiceConsent.INTERNE


def _said(key: str, days: int, place: str, text: str, kind: VoiceKind, *themes: Theme, **more: object) -> DemoSaid:
    return DemoSaid(key, days, place, text, kind, themes, **more)  # type: ignore[arg-type]


_HOME, _AROUND, _SAFE = Theme.LOGEMENT, Theme.CADRE_DE_VIE, Theme.TRANQUILLITE
_RIGHTS, _ALONE, _MOVE = Theme.ACCES_DROITS, Theme.ISOLEMENT_LIEN_SOCIAL, Theme.MOBILITE
SAID = (
    _said("lift-6", 96, TOWER, "L'ascenseur est encore tombé. Au sixième, avec la poussette, on compte.",
          Kind.CONSTAT, _AROUND, _HOME),
    _said("lift-part", 66, TOWER, "On nous dit que la pièce est commandée. Depuis la rentrée, la même pièce.",
          Kind.CONSTAT, _AROUND),
    _said("lift-fear", 66, TOWER, "Ma voisine ne descend plus. Quand ça marche, elle a peur de rester dedans.",
          Kind.BESOIN, Theme.VIEILLISSEMENT, _ALONE, consent=Consent.INTERNE),
    _said("lift-ar", 68, MARKET, "المصعد معطّل مرة أخرى، وأمي لا تستطيع نزول ستة طوابق.",
          Kind.CONSTAT, _AROUND, Theme.VIEILLISSEMENT, source=Source.PAPIER, language="ar",
          translation="L'ascenseur est encore en panne, et ma mère ne peut pas descendre six étages."),
    _said("lift-run", 14, ARCADE, "Mes courses, je les monte en deux fois, la moitié le lendemain.",
          Kind.CONSTAT, _AROUND),
    _said("dark-tram", 84, TOWER, "Le soir il fait noir entre le tram et le hall C. On fait le tour par les lampes.",
          Kind.CONSTAT, _SAFE, _AROUND),
    _said("dark-hall", 84, TOWER, "Dans le hall C, l'ampoule a grillé. On rentre avec le téléphone allumé.",
          Kind.CONSTAT, _AROUND, _SAFE),
    _said("dark-work", 70, TRAM, "Je finis à vingt-deux heures. Du tram à chez moi, je téléphone à ma sœur pour ne pas "
          "être seule.", Kind.BESOIN, _SAFE, source=Source.WEB),
    _said("dark-idea", 58, MARKET, "Deux lampadaires suffiraient, côté arrêt. On sait montrer lesquels.",
          Kind.PROPOSITION, _SAFE, source=Source.PAPIER),
    _said("bench-posts", 110, GLYCINES, "Plus un banc de ce côté. On s'assoit sur les plots, et on ne reste pas.",
          Kind.CONSTAT, _AROUND, Theme.VIEILLISSEMENT),
    _said("bench-stop", 80, GLYCINES, "Avec ma canne, je fais la moitié du chemin, puis je ne sais pas où me poser.",
          Kind.BESOIN, Theme.VIEILLISSEMENT),
    _said("bench-wash", 75, LAUNDRY, "À la laverie, une chaise pour tout le monde. Un banc dehors, et on parlerait.",
          Kind.PROPOSITION, _ALONE, source=Source.PAPIER),
    _said("papers-free", 130, ARCADE, "Est-ce qu'il y a quelqu'un qui aide à remplir les papiers, sans rendez-vous ?",
          Kind.QUESTION, _RIGHTS, consent=Consent.RECONTACT, resident="Lucienne"),
    _said("papers-caf", 126, NURSERY, "J'ai reçu trois lettres de la Caf, je ne sais pas à laquelle répondre d'abord.",
          Kind.BESOIN, _RIGHTS),
    _said("papers-school", 120, SCHOOL, "Pour la cantine, il manque toujours une feuille. On nous renvoie, on revient.",
          Kind.CONSTAT, _RIGHTS, Theme.ECOLE),
    _said("french-tr", 60, NURSERY, "Kursu akşam yapıyorlar, ama akşam çocukları bırakacak kimsem yok.",
          Kind.BESOIN, Theme.LANGUE_FRANCAISE, language="tr",
          translation="Le cours est le soir, mais le soir je n'ai personne à qui laisser les enfants."),
    _said("french-ar", 52, SCHOOL, "أريد أن أتعلّم الفرنسية في الصباح، عندما تكون ابنتي في المدرسة.",
          Kind.BESOIN, Theme.LANGUE_FRANCAISE, consent=Consent.RECONTACT, resident="Souad", language="ar",
          translation="Je veux apprendre le français le matin, quand ma fille est à l'école."),
    _said("french-new", 50, NURSERY, "Je viens d'arriver, je cherche où apprendre le français pendant l'école.",
          Kind.BESOIN, Theme.LANGUE_FRANCAISE),
    _said("bikes-keys", 90, GLYCINES, "Si on avait les clés du local à vélos, on le rangerait nous-mêmes un samedi.",
          Kind.ENVIE_AGIR, _AROUND, _MOVE),
    _said("bikes-stairs", 88, TOWER, "Je monte mon vélo au quatrième. En bas, il ne passe pas la nuit.",
          Kind.CONSTAT, _MOVE),
    _said("bikes-fix", 64, SQUARE, "Je sais réparer un frein, une chambre à air. Il me faut juste un endroit.",
          Kind.SAVOIR_FAIRE, _MOVE, source=Source.PAPIER),
    _said("small-wed", 48, NURSERY, "Le mercredi après-midi, il n'y a rien pour les petits avant six ans.",
          Kind.BESOIN, Theme.PETITE_ENFANCE_PARENTALITE),
    _said("small-rain", 46, ARCADE, "Quand il pleut, avec deux petits, la galerie est notre seule promenade.",
          Kind.CONSTAT, Theme.PETITE_ENFANCE_PARENTALITE),
    _said("post-bus", 42, ARCADE, "La poste a fermé le samedi. Pour un recommandé, je prends deux bus.",
          Kind.CONSTAT, _MOVE, _RIGHTS),
    _said("post-town", 40, SCHOOL, "Pour la carte d'identité, il faut aller en ville. Je perds ma journée.",
          Kind.CONSTAT, _RIGHTS, _MOVE),
    _said("post-old", 30, MARKET, "Ma mère a quatre-vingts ans, et on lui dit de descendre à la poste du centre.",
          Kind.BESOIN, _MOVE, Theme.VIEILLISSEMENT, source=Source.PAPIER),
    _said("heat-oven", 34, TOWER, "Le chauffage est mis trop tard. En octobre, on vit avec le four ouvert.",
          Kind.CONSTAT, _HOME),
    _said("heat-baby", 32, GLYCINES, "Il fait seize chez moi le matin. Le bébé dort avec son bonnet.",
          Kind.CONSTAT, _HOME),
    _said("summer-park", 70, PARK, "Cet été on n'est pas partis. Les enfants ont fait le tour du parc cent fois.",
          Kind.CONSTAT, Theme.VACANCES),
    _said("summer-sea", 62, SQUARE, "Une journée à la mer, même une. Mon fils ne l'a vue qu'en photo.",
          Kind.BESOIN, Theme.VACANCES, source=Source.PAPIER),
    _said("young-rain", 150, GLYCINES, "Les jeunes n'ont nulle part où se mettre quand il pleut. Nous non plus, avant.",
          Kind.CONSTAT, Theme.JEUNESSE),
    _said("young-square", 140, SQUARE, "On reste sous le porche parce qu'il n'y a que ça. Après on dit qu'on traîne.",
          Kind.CONSTAT, Theme.JEUNESSE),
    _said("plots", 100, GARDEN, "Il reste des parcelles en friche au fond. Nous, on a dix familles qui attendent.",
          Kind.PROPOSITION, Theme.ENVIRONNEMENT_JARDIN),
    _said("plots-list", 92, PARK, "Je suis sur la liste du jardin depuis deux printemps. Ma menthe attend au balcon.",
          Kind.BESOIN, Theme.ENVIRONNEMENT_JARDIN),
    _said("net-mail", 44, ARCADE, "On me demande une adresse mail pour tout. Je n'en ai pas, j'ai un cahier.",
          Kind.BESOIN, Theme.NUMERIQUE, _RIGHTS),
    _said("net-screen", 28, SCHOOL, "Tout se demande par internet, et moi je n'ai pas d'ordinateur, ni d'adresse mail.",
          Kind.BESOIN, Theme.NUMERIQUE, _RIGHTS, reread=False),
    _said("net-son", 26, MARKET, "Mon fils me fait les démarches sur internet. Quand il travaille, j'attends dimanche.",
          Kind.CONSTAT, Theme.NUMERIQUE, source=Source.PAPIER, reread=False),
    # What waits to be sorted: a name to hide, a number, a language that nobody translated yet.
    _said("new-name", 6, TOWER, "Mme Delaunay, au troisième, ne sort plus depuis son opération. Qui peut passer ?",
          Kind.BESOIN, consent=Consent.INTERNE),
    _said("new-phone", 5, LAUNDRY, "Pour les clés du local, appelez Karim au 06 39 98 40 71, il est là le soir.",
          Kind.PROPOSITION, _MOVE, source=Source.WEB),
    _said("new-lift", 1, "", "La panne d'ascenseur, on en est à trois semaines. Le kiné ne monte plus.",
          Kind.CONSTAT, _AROUND),
    _said("new-tr", 7, MARKET, "Parktaki çeşme neden kapalı? Çocuklar su içemiyor.", Kind.QUESTION,
          source=Source.PAPIER, language="tr"),
    _said("new-cross", 6, MARKET, "Devant l'école, les voitures montent sur le trottoir. Il faudrait des barrières.",
          Kind.PROPOSITION, Theme.ECOLE, _SAFE, source=Source.PAPIER),
    _said("new-fridge", 6, MARKET, "Un frigo partagé au marché : le samedi à midi, on jette trop.",
          Kind.PROPOSITION, Theme.ARGENT_ALIMENTATION, source=Source.PAPIER),
    _said("new-choir", 6, MARKET, "On chantait, dans mon ancien immeuble. Qui veut chanter ici ?",
          Kind.ENVIE_AGIR, Theme.CULTURE_SPORT_LOISIRS, _ALONE, source=Source.PAPIER),
    _said("new-heat", 3, GLYCINES, "Chauffage rallumé mardi. Merci d'avoir insisté, même si c'est tard.",
          Kind.REMERCIEMENT, _HOME, source=Source.WEB),
    _said("new-stage", 8, "", "Ma fille cherche un stage de troisième, et on ne connaît aucun patron.",
          Kind.BESOIN, Theme.EMPLOI_FORMATION, consent=Consent.RECONTACT, resident="Georgette"),
)  # fmt: skip
