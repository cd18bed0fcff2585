"""An answer for the foot of a tower: what was asked there, who was asked, what they said."""

from datetime import date

from django.utils.timezone import localdate

from palier.core.dates import date_format
from palier.documents.answer import Answer, AnswerPart, answer_pdf
from palier.structures.models import Structure
from palier.voices.models import Restitution


def answer_poster(restitution: Restitution, *, structure: Structure, day: date) -> bytes:
    """Return one A4 page: no word of a resident, no name of a person, only the need and its answer."""
    reply, relay = restitution.reply, restitution.reply.relay
    planned = f"Prévu le {date_format(reply.planned_on, 'j F Y')}." if reply.planned_on else ""
    asked = f"Nous l'avons demandé le {date_format(localdate(relay.sent_at), 'j F Y')} : {relay.to_whom}."
    return answer_pdf(
        Answer(
            lead="Vous nous l'avez dit ici. Voici la réponse.",
            title=restitution.need.title,
            parts=(
                AnswerPart("À qui nous l'avons porté", lines=(asked,)),
                AnswerPart("Ce qu'on nous a répondu", reply.get_state_display(), (reply.text, reply.reason, planned)),
                AnswerPart("Et maintenant ?", lines=("Dites-nous ce que vous en pensez, à notre prochain passage.",)),
            ),
            footer=" · ".join(part for part in (str(structure), structure.address) if part),
            date=day,
        )
    )
