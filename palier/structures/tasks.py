"""What the pages of the structures leave to the background."""

from uuid import UUID

from django.core.mail import send_mail
from django.utils.timezone import localtime
from django_tasks import task

from palier.core.dates import date_format
from palier.core.tenancy import structure_scope
from palier.structures.invitation_tokens import invitation_link, token_of
from palier.structures.models import Invitation

SUBJECT = "{structure} vous invite sur Palier"
# Not a template: it would write the apostrophes of a name as HTML.
LETTER = """\
Bonjour,

{invited} à rejoindre l'équipe de {structure} sur Palier, l'outil des équipes qui vont à la rencontre des habitant·es.

Pour voir cette invitation et l'accepter, ouvrez ce lien. Il est pour vous : ne le transmettez pas.

{link}

Il marche jusqu'au {until}, et une seule fois.

Vous ne connaissez pas cette structure, ou vous ne voulez pas venir ? Ne faites rien : aucun compte n'est ouvert.

À bientôt,
{structure}, avec Palier
"""


@task()
def send_invitation(invitation_id: str, structure_id: str, origin: str) -> None:
    """Write to the invited address, unless the invitation was accepted or withdrawn meanwhile.

    ``origin`` begins the link, such as https://palier.exemple.fr/. The secret is computed here: the queue, kept in
    the database, never holds it.
    """
    with structure_scope(UUID(structure_id)):
        waiting = Invitation.objects.filter(pk=UUID(invitation_id), accepted_at=None, withdrawn_at=None)
        invitation = waiting.select_related("structure", "invited_by").first()
    if invitation is None:
        return
    inviter = _line(invitation.invited_by.name) if invitation.invited_by else ""
    words = {
        "structure": _line(str(invitation.structure)),
        "invited": f"{inviter} vous invite" if inviter else "Vous êtes invité·e",
        "link": invitation_link(origin, token_of(invitation.pk, invitation.expires_at)),
        "until": date_format(localtime(invitation.expires_at), "j F Y"),
    }
    send_mail(SUBJECT.format(**words), LETTER.format(**words), None, [invitation.email])


def _line(text: str) -> str:
    # A line break in a subject is refused by the mail server, and the letter with it.
    return " ".join(text.split())
