"""Letters about relays, left to the background: no words of residents, no name, a link."""

from enum import StrEnum
from uuid import UUID

from django.core.mail import send_mail
from django.utils import timezone
from django.utils.timezone import localtime
from django_tasks import task

from palier.core.dates import date_format
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.voices.enums import UNANSWERED
from palier.voices.models import Relay
from palier.voices.relay_tokens import relay_link, token_hash, token_of


class Letter(StrEnum):
    """What a letter to who was asked is about."""

    REQUEST = "request"
    LINK = "link"
    FORWARD = "forward"
    REMINDER = "reminder"
    PRECISION = "precision"


class News(StrEnum):
    """What a letter to who sent the relay is about."""

    ANSWER = "answer"
    QUESTION = "question"
    SILENCE = "silence"


SUBJECT = {
    Letter.REQUEST: "{structure} : une demande vous attend",
    Letter.LINK: "{structure} : votre nouveau lien",
    Letter.FORWARD: "{structure} : une demande vous est transmise",
    Letter.REMINDER: "{structure} : une demande vous attend toujours",
    Letter.PRECISION: "{structure} : une précision sur votre demande",
}
OPENING = {
    Letter.REQUEST: "{structure} vous transmet une demande d'habitant·es.",
    Letter.LINK: "Voici un nouveau lien vers la demande de {structure}. L'ancien ne marche plus.",
    Letter.FORWARD: "Quelqu'un qui l'a reçue vous transmet une demande de {structure}.",
    Letter.REMINDER: "Une demande de {structure} attend encore votre réponse.",
    Letter.PRECISION: "{structure} a ajouté une précision à une demande que vous avez reçue.",
}
# Not a template: it would write the apostrophes of a name as HTML.
BODY = """\
Bonjour,

{opening}
Une demande vous attend à cette adresse. Vous pouvez y répondre en deux clics, sans compte :

{link}

Ce lien est personnel : il ouvre la demande à qui le possède. Il marche jusqu'au {until}.
Une réponse, même courte, même négative, sera rapportée aux habitant·es.

Merci,
{structure}, avec Palier
"""
NEWS_SUBJECT = {
    News.ANSWER: "Une réponse est arrivée",
    News.QUESTION: "Une question vous attend",
    News.SILENCE: "Un relais reste sans réponse",
}
NEWS_OPENING = {
    News.ANSWER: "Un besoin que vous avez relayé a reçu une réponse. Elle est à rapporter aux habitant·es.",
    News.QUESTION: "Quelqu'un à qui vous avez relayé un besoin vous pose une question avant de répondre.",
    News.SILENCE: "Un besoin relayé reste sans réponse, malgré les relances. À vous de voir la suite.",
}
NEWS_BODY = "Bonjour,\n\n{opening}\n\n{link}\n\nÀ bientôt,\nPalier\n"


@task()
def send_relay_letter(relay_id: str, structure_id: str, origin: str, letter: str) -> None:
    """Write to who was asked, unless the link ended meanwhile, or the answer came before the reminder.

    ``origin`` begins the link, such as https://palier.exemple.fr/. The secret is computed here: the queue, kept in
    the database, never holds it.
    """
    about = Letter(letter)
    with structure_scope(UUID(structure_id)):
        relay = Relay.objects.filter(pk=UUID(relay_id)).exclude(email="").select_related("structure").first()
        if relay is None or relay.revoked_at is not None or relay.expires_at is None:
            return
        if relay.expires_at <= timezone.now() or (about == Letter.REMINDER and relay.state not in UNANSWERED):
            return
        token = token_of(relay.link_salt)
        if token_hash(token) != relay.token_hash:  # the instance's key changed: this link cannot be written again
            return
    words = {
        "structure": _line(str(relay.structure)),
        "link": relay_link(origin, token),
        "until": date_format(localtime(relay.expires_at), "j F Y"),
    }
    opening = OPENING[about].format(**words)
    send_mail(SUBJECT[about].format(**words), BODY.format(opening=opening, **words), None, [relay.email])


@task()
def send_news(relay_id: str, structure_id: str, link: str, news: str) -> None:
    """Tell who sent the relay, or the leads when that person left, that something waits; ``link`` is the page."""
    about = News(news)
    with structure_scope(UUID(structure_id)):
        relay = Relay.objects.filter(pk=UUID(relay_id)).select_related("sent_by__user", "forwarded_from").first()
        addresses = _leads_of(relay) if relay is not None else []
    for address in addresses:
        send_mail(NEWS_SUBJECT[about], NEWS_BODY.format(opening=NEWS_OPENING[about], link=link), None, [address])


def _leads_of(relay: Relay) -> list[str]:
    """Return the addresses of who sent ``relay``, or of the référent·es; direction when there are none."""
    sender = relay.sent_by
    if sender is not None and sender.is_active and sender.user.email:
        return [sender.user.email]
    places = Membership.objects.filter(ended_at=None, user__is_active=True, user__email__isnull=False)
    for role in (Role.REFERENT, Role.DIRECTION):
        found = list(places.filter(role=role).order_by("pk").values_list("user__email", flat=True))
        if found:
            return [address for address in found if address]
    return []


def _line(text: str) -> str:
    # A line break in a subject is refused by the mail server, and the letter with it.
    return " ".join(text.split())
