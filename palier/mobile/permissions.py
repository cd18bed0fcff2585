"""Who may send what a phone wrote, and to whom something comes down."""

from dataclasses import dataclass

from django.http import HttpRequest

from palier.accounts.second_factor import has_second_factor, shown_in_session
from palier.structures.enums import Permission
from palier.structures.models import Membership
from palier.structures.permissions import can, membership_of, needs_second_factor

LOGIN = "Connectez-vous : ce qui est écrit reste sur ce téléphone et partira ensuite."
CODE = "Ce téléphone attend son code."
CLOSED = "Cet appareil a été fermé."
READER = "Votre rôle ne permet pas de noter dans le carnet."
SECOND_STEP = "Votre rôle demande une seconde vérification : faites-la, puis revenez."
# Why nothing of theirs is applied, for the lead who looks at it.
SENT_AFTER = "Envoyée après la fermeture de l'appareil, ou après le départ de cette personne."
SENT_BY_READER = "Envoyée par une personne dont le rôle ne permet pas de noter dans le carnet."


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a phone stands. ``is_upload_only``: it may send, and is told that all was received; nothing comes down.

    ``refusal`` is why what it sends is set aside ("": applied); the others are the answer when it sends nothing.
    """

    membership: Membership | None
    is_upload_only: bool = False
    refusal: str = ""
    status: int = 401
    reason: str = "login"
    detail: str = LOGIN


def standing_of(request: HttpRequest) -> Standing:
    """Return where the phone of ``request`` stands, as the middleware found it."""
    member, limit = membership_of(request), getattr(request, "upload_only", "")
    if member is None:
        return Standing(None)
    if limit == "closed":
        return Standing(member, True, SENT_AFTER, reason="closed", detail=CLOSED)
    if not can(member, Permission.FIELDLOG_WRITE):
        return Standing(member, True, SENT_BY_READER, status=403, reason="", detail=READER)
    if limit == "code":
        return Standing(member, True, reason="code", detail=CODE)
    if needs_second_factor(member) and not (has_second_factor(request.user) and shown_in_session(request)):
        return Standing(member, True, detail=SECOND_STEP)
    return Standing(member)
