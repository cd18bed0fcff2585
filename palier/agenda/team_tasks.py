"""Letters about teams, left to the background: no name but the reader's first name, no place, and a link."""

from collections.abc import Iterable
from uuid import UUID

from django.core.mail import send_mail
from django.urls import reverse
from django.utils.timezone import localtime
from django_tasks import task

from palier.agenda.enums import ParticipationState
from palier.agenda.models import Outing, Participation
from palier.agenda.queries.team import members_to_call, team_of
from palier.core.dates import date_format
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership

END = "\n\n{link}\n\nMerci, et à bientôt,\nPalier\n"
CALL_SUBJECT = "On cherche quelqu'un pour une sortie"
CALL = (
    "Bonjour {first},\n\nIl manque quelqu'un dans une équipe, {when}.\n"
    "Vous n'êtes dans aucune autre sortie à ces heures.\n"
    "Si vous pouvez venir, ouvrez ce lien : la première personne qui répond a la place.\n"
    "Vous ne pouvez pas ? Ne faites rien." + END
)
PLACE_SUBJECT = "Une place s'est libérée : vous venez"
PLACE = (
    "Bonjour {first},\n\nVous étiez en liste d'attente pour une sortie, {when}.\n"
    "Une place s'est libérée : elle est à vous.\n"
    "Vous ne pouvez plus venir ? Dites-le par ce lien, la personne suivante aura la place." + END
)
INCOMPLETE_SUBJECT = "Équipe incomplète pour une sortie confirmée"
INCOMPLETE = (
    "Bonjour {first},\n\nUne sortie confirmée, {when}, n'a plus assez de monde. Elle reste confirmée, et un\n"
    "remplacement est demandé à l'équipe. Ouvrez ce lien pour ajouter quelqu'un ou pour l'annuler." + END
)


@task()
def send_call(outing_id: str, structure_id: str, origin: str) -> None:
    """Ask those who are free to come, unless nobody is looked for any more. ``origin`` begins the link."""
    with structure_scope(UUID(structure_id)):
        outing = _outing(outing_id)
        team = team_of(outing) if outing else None
        asked = members_to_call(team) if team is not None and team.wanted else []
        if outing is not None:
            _write(CALL_SUBJECT, CALL, asked, outing, origin)


@task()
def send_place(participation_id: str, structure_id: str, origin: str) -> None:
    """Tell somebody of the waiting list that a place is theirs, unless it is not any more."""
    with structure_scope(UUID(structure_id)):
        placed = Participation.objects.filter(pk=UUID(participation_id), state=ParticipationState.INSCRIT)
        entry = placed.select_related("outing", "membership__user").first()
        if entry is not None:
            _write(PLACE_SUBJECT, PLACE, [entry.membership], entry.outing, origin)


@task()
def send_incomplete(outing_id: str, structure_id: str, origin: str) -> None:
    """Tell the leads (the direction where there is none) that a confirmed outing lacks somebody, if it still does."""
    with structure_scope(UUID(structure_id)):
        outing = _outing(outing_id)
        if outing is not None and team_of(outing).is_incomplete:
            _write(INCOMPLETE_SUBJECT, INCOMPLETE, _leads(), outing, origin)


def _outing(outing_id: str) -> Outing | None:
    found: Outing | None = Outing.objects.filter(pk=UUID(outing_id)).first()
    return found


def _leads() -> list[Membership]:
    active = Membership.objects.filter(ended_at=None, user__is_active=True).select_related("user")
    for role in (Role.REFERENT, Role.DIRECTION):
        found = list(active.filter(role=role).order_by("name", "pk"))
        if found:
            return found
    return []


def _write(subject: str, letter: str, readers: Iterable[Membership], outing: Outing, origin: str) -> None:
    start = localtime(outing.starts_at)
    words = {
        "when": f"le {date_format(start, 'l j F')} à {date_format(start, 'G:i')}",
        "link": origin.rstrip("/") + reverse("agenda:outing-detail", args=[outing.pk]),
    }
    for reader in readers:
        if reader.user.email:
            first = (reader.name.split() or [""])[0]
            send_mail(subject, letter.format(first=first, **words), None, [reader.user.email])
