"""The team digest on paper: one or two A4 pages."""

from datetime import date

from palier.core.dates import date_format
from palier.documents.content import Block, BulletList, Document, Heading, Paragraph
from palier.structures.models import Structure
from palier.voices.queries.digest import Digest


def digest_document(found: Digest, *, structure: Structure, day: date) -> Document:
    """Return the digest of ``structure``, printed on ``day``. It stays inside the team."""
    return Document(
        title="Point d'équipe",
        subtitle=since_words(found),
        kicker=str(structure),
        footer="Reste dans l'équipe",
        date=day,
        blocks=(*_heard(found), *_answers(found), *_late(found), *_incidents(found)),
    )


def since_words(found: Digest) -> str:
    """Return « Depuis la réunion du 3 mars 2027 », or « Depuis le 3 mars 2027 »."""
    of = "la réunion du" if found.meeting else "le"
    return f"Depuis {of} {date_format(found.since_day, 'j F Y')}"


def _heard(found: Digest) -> list[Block]:
    blocks: list[Block] = [Heading("Ce qu'on a entendu"), Paragraph(_counted(found.words, "parole", "notée"))]
    if found.themes:
        blocks.append(Paragraph(", ".join(f"{label} ({count})" for label, count in found.themes)))
    if found.needs:
        blocks += [
            Heading("Besoins nouveaux", 2),
            BulletList(tuple(_need(need.title, words) for need, words in found.needs)),
        ]
    if found.quotes:
        quoted = tuple(f"« {one.text} » {', '.join(filter(None, (one.place, one.month)))}" for one in found.quotes)
        blocks += [Heading("Des mots à redire", 2), BulletList(quoted)]
    return blocks


def _need(title: str, words: int) -> str:
    return f"{title} ({words} parole{'s' if words > 1 else ''})"


def _answers(found: Digest) -> list[Block]:
    lines = [
        " ".join(
            filter(
                None,
                (
                    f"{one.need.title} : {one.label.lower()}, {one.who}.",
                    one.text,
                    f"Prévu le {date_format(one.planned_on, 'j F Y')}." if one.planned_on else "",
                ),
            )
        )
        for one in found.answers
    ]
    counted = f"{_counted(found.answered, 'réponse', 'reçue')} {_counted(found.told, 'retour', 'fait', feminine=False)}"
    return [Heading("Ce qu'on nous a promis, ou répondu"), Paragraph(counted), *_list(lines)]


def _late(found: Digest) -> list[Block]:
    lines = [
        f"{one.need.title} : {one.who} l'annonçait pour le {date_format(one.planned_on, 'j F')}."
        for one in found.broken
    ]
    lines += [f"{one.title} : sans réponse de {one.to_whom} depuis {one.silent_days} jours." for one in found.silent]
    lines += [f"{one.need.title} : à rapporter, {one.place or 'à une personne à rappeler'}." for one in found.late]
    return [Heading("Ce qui est en retard"), *(_list(lines) or [Paragraph("Rien n'est en retard.")])]


def _incidents(found: Digest) -> list[Block]:
    if not found.incident_count:
        return []
    lines = [f"{date_format(day, 'l j F')} : {label.lower()}" for day, label in found.incidents]
    return [
        Heading("À porter en analyse de pratiques"),
        Paragraph(_counted(found.incident_count, "moment", "à reprendre ensemble", feminine=False, agrees=False)),
        *_list(lines),
    ]


def _list(lines: list[str]) -> list[Block]:
    return [BulletList(tuple(lines))] if lines else []


def _counted(count: int, noun: str, done: str, *, feminine: bool = True, agrees: bool = True) -> str:
    many = "s" if count > 1 else ""
    if not count:
        return f"Aucun{'e' if feminine else ''} {noun} {done}."
    return f"{count} {noun}{many} {done}{many if agrees else ''}."
