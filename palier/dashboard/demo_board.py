"""The public board of the Trois-Paliers: what visitors left there, and what was decided. Invented, every line."""

from collections.abc import Mapping
from dataclasses import dataclass

from palier.audit.actor import Actor
from palier.dashboard.demo_answers import Story
from palier.dashboard.demo_words import GLYCINES, PARK, SQUARE, TOWER
from palier.noticeboard.actions.boards import save_board
from palier.noticeboard.actions.ideas import change_support, leave_idea, publish_idea, refuse_idea
from palier.noticeboard.actions.people import join_idea, report_content
from palier.noticeboard.enums import ReportReason
from palier.noticeboard.models import Idea
from palier.noticeboard.secrets_of_visitors import batch_mark, browser_mark
from palier.residents.sealing import Named
from palier.structures.enums import Theme
from palier.territory.models import Place
from palier.voices.actions.needs import attach_words
from palier.voices.actions.triage import set_nothing, triage_words
from palier.voices.models import SharedNeed

BY = Actor.system("Démonstration")
SLUG = "trois-paliers"
BOARD = {
    "slug": SLUG,
    "is_open": True,
    "intro": "Ce que vous nous dites, ce que cela devient, et où nous trouver près de chez vous.",
    "shows_outings": True,
    "shows_needs": True,
    "takes_ideas": True,
    "framed_by": [],
}


@dataclass(frozen=True, slots=True)
class DemoIdea:
    """An idea left ``days`` ago; shown with ``public`` words, or its own when ``shown``; refused for ``refused``."""

    days: int
    place: str
    text: str
    shown: bool = False
    language: str = "fr"
    public: str = ""
    supports: int = 0
    refused: str = ""
    reported: str = ""
    need: str = ""
    theme: Theme = Theme.CADRE_DE_VIE
    joined: tuple[Named, ...] = ()


IDEAS = (
    DemoIdea(
        *(11, PARK, "Parka bir satranç masası koyalım.", True, "tr"),
        public="Mettons une table d'échecs dans le parc.",
        supports=6,
    ),
    DemoIdea(9, PARK, "Un banc à l'ombre près des balançoires, pour les grands-parents.", True, supports=14),
    DemoIdea(
        *(8, GLYCINES, "Un samedi de réparation de vélos, une fois par mois.", True),
        supports=9,
        need="Rouvrir le local à vélos des Glycines",
        theme=Theme.MOBILITE,
        joined=(Named("Nadège", "06 39 98 40 84", when="le samedi"),),
    ),
    DemoIdea(
        *(20, SQUARE, "Plus aucun scooter sous les fenêtres, ni le jour ni la nuit.", True),
        supports=3,
        theme=Theme.TRANQUILLITE,
        reported="On dirait qu'on parle de nos fils.",
    ),
    DemoIdea(
        *(6, "", "Votez pour ma liste aux prochaines élections !"),
        refused="Le panneau ne sert pas à faire campagne. Venez en parler au centre, la porte est ouverte.",
    ),
    DemoIdea(2, TOWER, "Une boîte à livres dans le hall de la tour. J'ai deux cartons à donner."),
    DemoIdea(1, GLYCINES, "Demandez à Mme Ferrandi, au deuxième : elle ferait un atelier couture formidable."),
    DemoIdea(1, "", "نريد مكانًا للأمهات بعد المدرسة.", language="ar"),
)


def load_board(story: Story, needs: Mapping[str, SharedNeed]) -> None:
    """Open the board, and bring it its visitors."""
    save_board(structure=story.structure, fields=BOARD, by=BY, now=story.at(30))
    places = {place.name: place for place in Place.objects.all()}
    for number, demo in enumerate(IDEAS):
        left_at = story.at(demo.days, 20)
        idea, _code = leave_idea(
            structure=story.structure,
            text=demo.text,
            place=places.get(demo.place),
            language=demo.language,
            batch=batch_mark(story.structure.pk, f"line {number}", left_at),
            now=left_at,
        )
        _decide(story, demo, idea)
        _visit(story, demo, idea)
        if demo.need:
            words = {"words": [idea.voice], "made_by": story.lead, "by": BY, "now": story.at(demo.days - 2)}
            attach_words(need=needs[demo.need], **words)  # type: ignore[arg-type]


def _decide(story: Story, demo: DemoIdea, idea: Idea) -> None:
    now, sorts = story.at(demo.days - 1), {"keys": [idea.voice_id], "editor": story.lead, "by": BY}
    if demo.shown:
        publish_idea(
            idea=idea,
            public_text=demo.public or demo.text,
            source=demo.text,
            cleared=(),
            editor=story.lead,
            by=BY,
            now=now,
        )
        triage_words(themes=[demo.theme.value], **sorts, now=now)  # type: ignore[arg-type]
    elif demo.refused:
        refuse_idea(idea=idea, reason=demo.refused, editor=story.lead, by=BY, now=now)
        set_nothing(reason="Rien à porter : un appel à voter.", **sorts, now=now)  # type: ignore[arg-type]


def _visit(story: Story, demo: DemoIdea, idea: Idea) -> None:
    """Write who supports an idea, who wants to take part, and what was reported."""
    now = story.at(max(demo.days - 2, 1), 21)
    for number in range(demo.supports):
        browser = browser_mark(story.structure.pk, f"demo {idea.pk} {number}")
        change_support(idea=idea, browser=browser, supports=True, now=now)
    for named in demo.joined:
        join_idea(idea=idea, structure=story.structure, named=named, language="fr", now=now)
    if demo.reported:
        report_content(
            structure=story.structure,
            idea=idea,
            need=None,
            why=ReportReason.BLESSANT,
            note=demo.reported,
            now=now,
        )
