"""The demonstration: a federation, three centres and their neighbourhoods, twenty people, a year of outings, sheets."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.db import transaction

from palier.accounts.models import User
from palier.audit.actor import Actor
from palier.core.tenancy import structure_scope
from palier.dashboard.demo_agenda import load_agenda
from palier.dashboard.demo_fieldlog import load_fieldlog
from palier.dashboard.demo_listening import load_listening
from palier.dashboard.demo_people import PALIERS, PEOPLE, TRAININGS, DemoPerson
from palier.dashboard.demo_phones import load_phones
from palier.dashboard.demo_residents import load_residents
from palier.dashboard.demo_structures import PARTNERS, STRUCTURES
from palier.library.actions.demo import load_demo_sheets
from palier.library.models import ActionSheet
from palier.structures.actions.partners import add_contact, create_partner
from palier.structures.enums import Permission
from palier.structures.models import Membership, Structure, Training
from palier.structures.permissions import ROLE_PERMISSIONS, SECOND_FACTOR_ROLES
from palier.structures.queries.communes import commune_of

DEMO_PASSWORD = "palier-demonstration"  # noqa: S105 (printed at start, refused in production)
# The authenticator of every account that needs one: printed at start too.
DEMO_SECRET = "PALIERDEMOPALIERDEMOPALIERDEMOPA"  # noqa: S105
DEMO_DAY = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
DEMO_MEMBERS: tuple[DemoPerson, ...] = PEOPLE
# Who must show a second factor to log in, and who must before reading a resident's name: they have it already.
AUTHENTICATED_ROLES = SECOND_FACTOR_ROLES | {
    role for role, held in ROLE_PERMISSIONS.items() if Permission.RESIDENTS_CALL in held
}
# The log-ins that are printed; the others have the same password.
SHOWN_LOGINS = 6
BY = Actor.system("Démonstration")
CODE_SECONDS = 30


def is_untouched() -> bool:
    """Tell whether the database holds nobody and nothing yet: a real library must not receive invented sheets."""
    return not any(model.objects.exists() for model in (User, Structure, ActionSheet))


def demo_code(at: float | None = None) -> str:
    """Return the six digits that the demonstration's authenticators show now, or ``at`` a time in seconds."""
    moment = time.time() if at is None else at
    return str(format_hotp_value(hotp_value(DEMO_SECRET, int(moment) // CODE_SECONDS)))


def shown_code() -> str:
    """Return ``demo_code()`` where ``palier demo`` serves, "" anywhere else."""
    return demo_code() if settings.DEMO else ""


@transaction.atomic
def load_demo(progress: Callable[[int], object] | None = None, *, today: date | None = None) -> None:
    """Create the structures, the people and the sheets; the same content each time, dated from ``today``."""
    today = today or DEMO_DAY.date()
    structures = _load_structures(today)
    places = _load_people(structures)
    _load_trainings(places, structures, today)
    _load_partners(structures, today)
    load_agenda(structures, places, today)
    load_fieldlog(structures)
    load_phones(structures)
    residents = load_residents(structures)
    load_listening(structures[PALIERS], places, residents, today)
    load_demo_sheets(now=DEMO_DAY, progress=progress)


def _load_structures(today: date) -> dict[str, Structure]:
    made: dict[str, Structure] = {}
    federation: Structure | None = None
    for demo in STRUCTURES:
        commune = commune_of(demo.commune_code)
        assert commune is not None
        until = None if demo.agrement_left is None else today + timedelta(days=demo.agrement_left)
        made[demo.key] = Structure.objects.create(
            **demo.card,
            commune=commune.name,
            commune_code=commune.code,
            departement=commune.departement,
            agrement_from=until and until - timedelta(days=4 * 365),
            agrement_until=until,
            federation=federation,
        )
        federation = federation or made[demo.key]
    return made


def _load_people(structures: dict[str, Structure]) -> dict[tuple[str, str], Membership]:
    """Create the accounts and their places; return the places by structure and name."""
    made: dict[tuple[str, str], Membership] = {}
    for person in PEOPLE:
        user = User.objects.create_user(person.email, DEMO_PASSWORD if person.email else None, name=person.name)
        for place in person.places:
            made[place.structure, person.name] = Membership.objects.create(
                structure=structures[place.structure],
                user=user,
                name=person.name,
                status=place.status,
                role=place.role,
                ended_at=DEMO_DAY if place.has_left else None,
            )
        if {place.role for place in person.places} & AUTHENTICATED_ROLES:
            TOTP.activate(user, DEMO_SECRET)
    return made


def _load_trainings(places: dict[tuple[str, str], Membership], structures: dict[str, Structure], today: date) -> None:
    for demo in TRAININGS:
        Training.objects.create(
            structure=structures[demo.structure],
            membership=places[demo.structure, demo.name],
            kind=demo.kind,
            title=demo.title,
            organiser=demo.organiser,
            taken_on=today + timedelta(days=demo.taken),
            valid_until=None if demo.valid_until is None else today + timedelta(days=demo.valid_until),
        )


def _load_partners(structures: dict[str, Structure], today: date) -> None:
    for demo in PARTNERS:
        structure = structures[demo.structure]
        fields = {"name": demo.name, "kind": demo.kind, "themes": demo.themes, "usual_delay": demo.usual_delay}
        with structure_scope(structure.pk):
            partner = create_partner(structure=structure, fields=fields, by=BY, now=DEMO_DAY)
            for contact in demo.contacts:
                agreed = {"consented_on": today - timedelta(days=100), "consent_note": "Accord donné au téléphone"}
                add_contact(
                    partner=partner,
                    fields={"name": contact.name, "job": contact.job, "email": contact.email, **agreed},
                    by=BY,
                    now=DEMO_DAY,
                )
