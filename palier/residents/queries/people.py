"""Who is to be called back, without any name."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from palier.agenda.models import Outing
from palier.residents.enums import CallState
from palier.residents.models import Call, Consent, Resident
from palier.structures.languages import LANGUAGE_NAMES
from palier.territory.models import Place

PAGE_SIZE = 30
WAITING, ALL = "", "toutes"
STATES = {
    WAITING: "À rappeler, ou encore injoignables",
    **{state.value: state.label for state in CallState},
    ALL: "Toutes les suites",
}


@dataclass(frozen=True, slots=True)
class PeopleSearch:
    """What the list shows: a state (a CallState, WAITING or ALL), a place, a language; "" or None for any."""

    state: str = WAITING
    place_id: UUID | None = None
    language: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether some of those who wait are left out."""
        return self != PeopleSearch()


def people_found(search: PeopleSearch) -> QuerySet[Resident]:
    """Return the people that answer, who waits longest first. Lines taken back are left out."""
    found = Resident.objects.filter(withdrawn_at=None, **_narrowed(search)).select_related("outing__place")
    if search.state == WAITING:
        found = found.filter(is_waiting())
    elif search.state != ALL:
        found = found.filter(state=search.state)
    return found.order_by("made_at", "pk")


def is_waiting() -> Q:
    """Return the condition of those whom somebody still has to call."""
    return Q(state__in=[CallState.A_RAPPELER, CallState.INJOIGNABLE])


def waiting_count() -> int:
    """Return how many people of the structure still wait for a call."""
    return Resident.objects.filter(is_waiting(), withdrawn_at=None).count()


def anybody_ever() -> bool:
    """Tell whether somebody ever asked to be called back."""
    return Resident.objects.filter(withdrawn_at=None).exists()


def places_of_people() -> QuerySet[Place]:
    """Return the places where somebody asked to be called back, by name."""
    outings = Outing.objects.filter(pk__in=Resident.objects.filter(withdrawn_at=None).values("outing"))
    return Place.objects.filter(pk__in=outings.values("place")).order_by("name", "pk")


def languages_of_people() -> list[tuple[str, str]]:
    """Return (code, French name) of the languages of these people, by name."""
    codes = Resident.objects.filter(withdrawn_at=None).values_list("language", flat=True).distinct().order_by()
    return sorted(((code, language_name(code)) for code in codes), key=lambda pair: pair[1])


def calls_of(resident: Resident) -> QuerySet[Call]:
    """Return the calls to somebody, the last one first."""
    return Call.objects.filter(resident=resident).select_related("made_by").order_by("-at", "-pk")


def consents_of(resident: Resident) -> list[Consent]:
    """Return what somebody agreed to."""
    consents = Consent.objects.filter(resident=resident).select_related("heard_by", "revoked_by")
    return list(consents.order_by("given_at", "pk"))


def language_name(code: str) -> str:
    """Return the French name of a language (ISO 639), or its code when it is not in our list."""
    return LANGUAGE_NAMES.get(code, code).lower()


def waiting_words(resident: Resident, today: date) -> str:
    """Return since when somebody waits, in days of France: « depuis hier »."""
    days = (today - localdate(resident.made_at)).days
    return {0: "aujourd'hui", 1: "depuis hier"}.get(max(days, 0), f"depuis {days} jours")


def _narrowed(search: PeopleSearch) -> dict[str, object]:
    asked = {"outing__place": search.place_id, "language": search.language}
    return {name: value for name, value in asked.items() if value}
