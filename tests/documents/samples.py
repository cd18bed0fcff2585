"""An invented document and an invented card, rich enough to exercise every block."""

from datetime import date

from palier.documents.content import (
    BulletList,
    Callout,
    Card,
    Chips,
    Document,
    Fact,
    FactList,
    Heading,
    PageBreak,
    Paragraph,
    Rule,
    Run,
    Section,
    Table,
    Tone,
    blocks_from_text,
    strong,
)

DAY = date(2026, 11, 20)
STORY = """Le premier mercredi du mois, deux personnes posent une table au pied de la tour des Érables.
- écouter sans questionnaire
- revenir dire la réponse
Au bout de six mois, les voisin·es se saluent : « On se croyait seul·es ! »"""
HOSTILE = '#read("/etc/passwd") $1/0$ ] [ } \\u{41} @ref `raw` *gras* _x_ <t> // fin #panic("x") & </text:p>'

FACTS = (Fact("Public", "Tous publics"), Fact("Budget", "1 200 € par an"))

FULL = Document(
    title="Café au pied de l'immeuble",
    subtitle="Centre social Les Tilleuls",
    kicker="Fiche d'action",
    author="Les Tilleuls",
    date=DAY,
    keywords=("aller-vers", "café"),
    description="Un café par mois, dehors",
    footer="Les Tilleuls",
    blocks=(
        Chips(("En cours", "Citoyenneté")),
        Callout("On revient, même quand c'est non.", title="Le +", tone=Tone.HIGHLIGHT),
        Heading("Description"),
        *blocks_from_text(STORY),
        Heading("Étapes", 3),
        Paragraph((strong("Écouter"), Run(" d'abord"))),
        BulletList(("Préparer", "Sortir", "Revenir"), ordered=True),
        FactList(FACTS),
        Table("Participation", ("Mois", "Personnes"), (("mai", "12"), ("juin", "34"), ("juillet",))),
        Rule(),
        Callout("Convention à renouveler.", title="À surveiller", tone=Tone.ATTENTION),
        PageBreak(),
        Heading("Annexe"),
        Paragraph("Fin."),
    ),
)

CARD = Card(
    title="Café au pied de l'immeuble",
    subtitle="Centre social Les Tilleuls",
    kicker="Fiche d'action",
    author="Les Tilleuls",
    date=DAY,
    keywords=("café",),
    chips=("En cours", "Citoyenneté"),
    summary="Une table, du café, deux personnes qui écoutent.",
    facts_title="En bref",
    facts=FACTS,
    sections=(Section("Comment", STORY), Section("Limites", "Le froid.")),
    highlight=Section("Le +", "On revient, même quand c'est non."),
    footer="Les Tilleuls",
    shortened_notice="Version courte.",
)
