"""The words read aloud before a name is kept: for what, who reads it, how long, how to take it back.

A version is a number and the months that were promised: « 1-24 ». What was promised holds, even if the structure later
chooses to keep names longer. A text changed gets a new number; the former ones stay, to show what was read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from palier.structures.enums import Retention
from palier.structures.models import Structure

CURRENT = 1
FRENCH = "fr"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What is read, in one language (ISO 639). ``reviewed``: somebody who speaks it has read it again.

    ``delays`` says the months of Retention in this language. Lines hold {structure} and {delay}.
    """

    language: str
    name: str
    reviewed: bool
    title: str
    lines: tuple[str, ...]
    question: str
    yes: str
    no: str
    delays: Mapping[int, str]
    direction: str = "ltr"

    def filled(self, *, structure: str, months: int) -> tuple[str, ...]:
        """Return the lines to read for a structure that keeps names so many months."""
        delay = self.delays.get(months, self.delays[Retention.DEUX_ANS])
        return tuple(line.format(structure=structure, delay=delay) for line in self.lines)


TEXTS: dict[int, tuple[ConsentText, ...]] = {
    1: (
        ConsentText(
            language=FRENCH,
            name="Français",
            reviewed=True,
            title="À lire à voix haute",
            lines=(
                "{structure} voudrait reprendre contact avec vous, pour vous donner une réponse.",
                "On note votre prénom et un seul moyen de vous joindre, rien d'autre.",
                "Seules les personnes du centre chargées des rappels peuvent les lire. On ne les donne à personne.",
                "On les efface au plus tard {delay} après notre dernier échange.",
                "Vous pouvez changer d'avis quand vous voulez : dites-le à l'équipe ou au centre, on efface aussitôt.",
                "Vous pouvez dire non : cela ne change rien à notre accueil.",
            ),
            question="Est-ce que vous êtes d'accord ?",
            yes="Oui, d'accord",
            no="Non merci",
            delays={6: "6 mois", 12: "1 an", 18: "18 mois", 24: "2 ans"},
        ),
        ConsentText(
            language="ar",
            name="العربية",
            reviewed=False,
            title="يُقرأ بصوت عالٍ",
            lines=(
                "يودّ {structure} أن يتصل بكم من جديد ليعطيكم جوابًا.",
                "نكتب اسمكم الأول ووسيلة واحدة للاتصال بكم، ولا شيء غير ذلك.",
                "لا يقرأها في المركز إلا الأشخاص المكلّفون بالاتصال بكم، ولا نعطيها لأي أحد.",
                "نمحوها بعد آخر حديث بيننا في أجل أقصاه {delay}.",
                "يمكنكم أن تغيّروا رأيكم متى شئتم: أخبروا الفريق أو المركز فنمحوها حالًا.",
                "يمكنكم أن تقولوا لا، ولن يغيّر ذلك شيئًا في استقبالنا لكم.",
            ),
            question="هل أنتم موافقون؟",
            yes="نعم، موافق",
            no="لا، شكرًا",
            delays={6: "ستة أشهر", 12: "سنة واحدة", 18: "ثمانية عشر شهرًا", 24: "سنتان"},
            direction="rtl",
        ),
        ConsentText(
            language="tr",
            name="Türkçe",
            reviewed=False,
            title="Yüksek sesle okunacak",
            lines=(
                "{structure} size bir cevap vermek için sizinle yeniden iletişime geçmek istiyor.",
                "Adınızı ve size ulaşmak için tek bir yol yazıyoruz, başka bir şey yazmıyoruz.",
                "Bunları merkezde yalnızca sizi aramakla görevli kişiler okuyabilir. Kimseye vermeyiz.",
                "Son görüşmemizden en geç {delay} sonra sileriz.",
                "İstediğiniz zaman fikrinizi değiştirebilirsiniz: ekibe ya da merkeze söyleyin, hemen sileriz.",
                "Hayır diyebilirsiniz: bu, sizi karşılama şeklimizi değiştirmez.",
            ),
            question="Kabul ediyor musunuz?",
            yes="Evet, kabul ediyorum",
            no="Hayır, teşekkürler",
            delays={6: "6 ay", 12: "1 yıl", 18: "18 ay", 24: "2 yıl"},
        ),
        ConsentText(
            language="pt",
            name="Português",
            reviewed=False,
            title="Para ler em voz alta",
            lines=(
                "{structure} gostaria de voltar a falar consigo, para lhe dar uma resposta.",
                "Escrevemos o seu primeiro nome e uma só maneira de o ou a contactar, mais nada.",
                "No centro, só as pessoas encarregadas destes contactos os podem ler. Não os damos a ninguém.",
                "Apagamo-los, o mais tardar, {delay} depois da nossa última conversa.",
                "Pode mudar de ideias quando quiser: diga-o à equipa ou ao centro, e apagamos logo.",
                "Pode dizer que não: isso não muda nada na forma como o ou a recebemos.",
            ),
            question="Está de acordo?",
            yes="Sim, de acordo",
            no="Não, obrigado",
            delays={6: "6 meses", 12: "1 ano", 18: "18 meses", 24: "2 anos"},
        ),
        ConsentText(
            language="en",
            name="English",
            reviewed=False,
            title="To read aloud",
            lines=(
                "{structure} would like to get back to you, to give you an answer.",
                "We write down your first name and one way to reach you, nothing else.",
                "At the centre, only the people who make these calls can read them. We give them to nobody.",
                "We erase them at the latest {delay} after we last talked.",
                "You can change your mind whenever you like: tell the team or the centre, and we erase them at once.",
                "You may say no: it changes nothing in how we welcome you.",
            ),
            question="Do you agree?",
            yes="Yes, I agree",
            no="No, thank you",
            delays={6: "6 months", 12: "1 year", 18: "18 months", 24: "2 years"},
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class TextRead:
    """The words that somebody heard, as they were filled."""

    text: ConsentText
    lines: tuple[str, ...]


def version_of(structure: Structure) -> str:
    """Return the version of the words read today for ``structure``."""
    return f"{CURRENT}-{structure.retention_months}"


def months_promised(version: str) -> int | None:
    """Return the months that the words of ``version`` promised; None for words that are not known here."""
    number, _, months = version.partition("-")
    known = number.isdecimal() and int(number) in TEXTS and months.isdecimal()
    return int(months) if known and int(months) in Retention.values else None


def text_read(version: str, language: str, structure: Structure) -> TextRead | None:
    """Return what was read in ``language`` (French when there is no such text); None for an unknown version."""
    months = months_promised(version)
    if months is None:
        return None
    texts = {text.language: text for text in TEXTS[int(version.partition("-")[0])]}
    text = texts.get(language.partition("-")[0], texts[FRENCH])
    return TextRead(text=text, lines=text.filled(structure=str(structure), months=months))


def texts_today(structure: Structure) -> list[TextRead]:
    """Return the words read today for ``structure``, French first."""
    months = structure.retention_months
    return [TextRead(text, text.filled(structure=str(structure), months=months)) for text in TEXTS[CURRENT]]


def texts_for_phones(structure: Structure) -> dict[str, Any]:
    """Return what phones read aloud for ``structure``: ``{recontact: {version, languages: {code: text}}}``.

    A text is ``{name, direction, reviewed, title, lines, question, yes, no}``.
    """
    languages = {
        read.text.language: {
            "name": read.text.name,
            "direction": read.text.direction,
            "reviewed": read.text.reviewed,
            "title": read.text.title,
            "lines": list(read.lines),
            "question": read.text.question,
            "yes": read.text.yes,
            "no": read.text.no,
        }
        for read in texts_today(structure)
    }
    return {"recontact": {"version": version_of(structure), "languages": languages}}
