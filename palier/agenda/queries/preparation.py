"""What a team looks at before it goes: what to bring, the last times there, the partner met there, the place."""

from dataclasses import dataclass, field
from datetime import datetime

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.agenda.queries.team import Team, teams_of
from palier.structures.enums import Permission
from palier.structures.models import Membership, Partner, PartnerContact
from palier.structures.permissions import can
from palier.structures.queries.hours import hours_lines
from palier.territory.models import Place

LAST_VISITS = 3


@dataclass(frozen=True, slots=True)
class Visit:
    """An outing at the same place before this one, and who was there."""

    outing: Outing
    team: Team

    @property
    def people(self) -> str:
        """The first names, « Awa, Nadia »; nobody went out when it was cancelled."""
        if self.outing.state == OutingState.ANNULEE:
            return ""
        return ", ".join(entry.membership.name.split()[0] for entry in self.team.present if entry.membership.name)

    @property
    def words(self) -> str:
        """What came of it: « Terminée », « Annulée : Météo, orage »."""
        parts = [self.outing.get_cancel_reason_display(), self.outing.cancel_note]
        why = ", ".join(part for part in parts if part) if self.outing.state == OutingState.ANNULEE else ""
        return f"{self.outing.get_state_display()} : {why}" if why else self.outing.get_state_display()


@dataclass(frozen=True, slots=True)
class Preparation:
    """``material`` and ``hours`` are French lines; ``partner`` and ``contacts`` are empty for who may not read them."""

    place: Place
    material: list[str] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    partner: Partner | None = None
    contacts: list[PartnerContact] = field(default_factory=list)
    hours: list[str] = field(default_factory=list)


def preparation_panel(outing: Outing, membership: Membership | None) -> dict[str, Preparation]:
    """Return the context of ``agenda/preparation_panel.html``: three queries at most, when ``outing`` has its place.

    The answers to bring back to a place have no section here as long as nobody's words are written down: the app of
    the words, above this one, adds its own panel to the page of the outing, with the place and the day it asks for.
    """
    return {"preparation": preparation_of(outing, membership)}


def preparation_of(outing: Outing, membership: Membership | None) -> Preparation:
    """Return what helps to prepare ``outing``, for somebody who may read it."""
    place = outing.place
    partner = place.partner if can(membership, Permission.PARTNERS_READ) else None
    if partner is not None and partner.archived_at is not None:
        partner = None
    contacts = PartnerContact.objects.filter(partner=partner).order_by("name", "pk") if partner else []
    return Preparation(
        place=place,
        material=list(outing.material),
        visits=last_visits(place, before=outing.starts_at),
        partner=partner,
        contacts=list(contacts),
        hours=hours_lines(place.hours),
    )


def last_visits(place: Place, *, before: datetime, number: int = LAST_VISITS) -> list[Visit]:
    """Return the last outings at a place that took place or were cancelled, the latest first, in two queries.

    Those that nobody confirmed are left out: a draft whose day has passed says nothing of the place.
    """
    told = (OutingState.TERMINEE, OutingState.ANNULEE, OutingState.EN_COURS, OutingState.CONFIRMEE)
    found = Outing.objects.filter(place=place, starts_at__lt=before, state__in=told).order_by("-starts_at", "pk")
    outings = list(found[:number])
    teams = teams_of(outings)
    return [Visit(outing, teams[outing.pk]) for outing in outings]
