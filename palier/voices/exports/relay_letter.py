"""A relay on paper: what was shared, as a letter."""

from datetime import date

from palier.core.dates import date_format
from palier.documents.content import Block, BulletList, Paragraph, strong
from palier.documents.letter import Letter
from palier.structures.models import Structure
from palier.voices.models import Relay
from palier.voices.queries.quotes import ShownQuote, shown_quotes


def relay_letter(relay: Relay, *, structure: Structure, day: date) -> Letter:
    """Return the letter of ``structure`` for ``relay``, dated ``day``: the copies that the relay keeps, no others."""
    town = f"{structure.postal_code} {structure.commune}".strip()
    partner = relay.partner
    to = (str(partner), relay.recipient and f"À l'attention de {relay.recipient}", partner.address) if partner else ()
    return Letter(
        sender=(str(structure), structure.address, town),
        recipient=to or (relay.to_whom, relay.recipient),
        written=f"{structure.commune + ', le' if structure.commune else 'Le'} {date_format(day, 'j F Y')}",
        subject=f"Objet : {relay.title}",
        blocks=tuple(_text(relay)),
        signed="Pour l'équipe,",
        date=day,
    )


def _text(relay: Relay) -> list[Block]:
    quotes = shown_quotes(relay.quotes)
    blocks: list[Block] = [
        Paragraph("Madame, Monsieur,"),
        Paragraph(
            "Nos équipes vont à la rencontre des habitant·es, là où ils et elles vivent. Voici un besoin dont on nous "
            f"a fait part : « {relay.title} »."
        ),
    ]
    if quotes:
        blocks.append(Paragraph("Voici, avec leur accord et sans leur nom, ce que des habitant·es nous ont dit :"))
        blocks.append(BulletList(tuple(_quoted(quote) for quote in quotes)))
    if relay.question:
        blocks.append(Paragraph("Nous nous permettons de vous poser cette question :"))
        blocks.append(Paragraph((strong(relay.question),)))
    blocks.append(
        Paragraph(
            f"Pourriez-vous nous répondre avant le {date_format(relay.due_on, 'j F Y')} ? Une réponse, même courte, "
            "même négative, sera rapportée aux habitant·es, là où la parole a été dite."
        )
    )
    blocks.append(Paragraph("Nous restons à votre disposition, et vous adressons nos salutations les meilleures."))
    return blocks


def _quoted(quote: ShownQuote) -> str:
    where = f", {quote.place}" if quote.place else ""
    return f"« {quote.text} » ({quote.month}{where})"
