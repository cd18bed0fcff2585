"""Two structures side by side, a federation above one of them, and somebody in each role: who may come where."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from palier.accounts.models import Device
from palier.agenda.enums import OutingState
from palier.agenda.models import (
    Alert,
    Attendance,
    CalendarFeed,
    Meeting,
    Outing,
    OutingSeries,
    Participation,
    Vehicle,
)
from palier.fieldlog.models import Encounter, Photo
from palier.library.models import ActionSheet, ImportRun, SearchMiss
from palier.mobile.models import SetAside
from palier.noticeboard.models import Board, Idea, Joining, Report
from palier.residents.models import Resident
from palier.structures.addresses import Address
from palier.structures.enums import Permission, Role
from palier.structures.models import (
    EnrolledPhone,
    EnrolmentCode,
    Invitation,
    Membership,
    Partner,
    PartnerContact,
    Structure,
    Training,
)
from palier.structures.permissions import ROLE_PERMISSIONS
from palier.structures.routes import FEDERATION, MEMBER, PUBLIC, TOKEN
from palier.territory.models import Place, Zone
from palier.voices.models import Relay, Restitution, SharedNeed, Voice
from tests.factories.people import logged_in, make_federation, make_membership, make_structure, make_user
from tests.factories.sheets import make_sheet
from tests.factories.tenants import Rows, fill

OWN, FOREIGN = "Prunelle", "Kanari"
VISITOR, STRANGER = "visitor", "account without structure"


@dataclass(frozen=True)
class World:
    """Rows by structure, and a browser for each person; a role of the foreign structure is « foreign <role> »."""

    own: Rows
    foreign: Rows
    federation: Rows
    browsers: dict[str, Client]


def make_world(*, with_foreign: bool = True, foreign_sheet: bool = True) -> World:
    """Return a saved world: « own » belongs to the federation, « foreign » does not.

    Without ``foreign_sheet`` the foreign structure has shared no sheet: its name then has no reason to appear anywhere.
    """
    federation = make_federation()
    own, foreign = make_structure(federation=federation), make_structure()
    browsers = {VISITOR: Client(), STRANGER: logged_in(make_user())}
    for role in Role:
        home = federation if role == Role.FEDERATION else own
        browsers[role.value] = logged_in(make_membership(role, structure=home).user)
    for role in (Role.EQUIPIER, Role.REFERENT, Role.DIRECTION):
        browsers[f"foreign {role.value}"] = logged_in(make_membership(role, structure=foreign).user)
    for browser in browsers.values():
        browser.get("/aide/")  # a first request writes the device of the session
    return World(
        own=furnish(own, OWN),
        foreign=furnish(foreign, FOREIGN, sheet=foreign_sheet) if with_foreign else {Structure: foreign},
        federation=furnish(federation, "Fedora"),
        browsers=browsers,
    )


def furnish(structure: Structure, word: str, *, sheet: bool = True) -> Rows:
    """Fill a structure, and share a sheet."""
    rows = fill(structure, word)
    hold_outings(rows)
    if sheet:
        rows[ActionSheet] = make_sheet(title=f"Fiche de {word}")
        ActionSheet.objects.filter(pk=rows[ActionSheet].pk).update(owner=structure)
    return rows


def hold_outings(rows: Rows) -> None:
    """Write an outing held two days ago, one whose team is late, and a draft of the day after tomorrow."""
    for state, days in ((OutingState.TERMINEE, -2), (OutingState.EN_COURS, -1), (OutingState.BROUILLON, 2)):
        start = timezone.now() + timedelta(days=days)
        end = start + timedelta(hours=2)
        left = start if days < 0 else None
        back = end if state == OutingState.TERMINEE else None
        outing = Outing.objects.create(
            structure=rows[Structure],
            place=rows[Place],
            state=state,
            starts_at=start,
            ends_at=end,
            confirmed_at=left,
            started_at=left,
            ended_at=back,
        )
        Participation.objects.create(
            structure=rows[Structure],
            outing=outing,
            membership=rows[Membership],
            joined_at=timezone.now(),
            checked_in_at=left,
            checked_out_at=back,
        )


def key_of(model: type[Model]) -> Callable[[Rows], Any]:
    """Return the function that finds the key of the row of ``model``."""
    return lambda rows: rows[model].pk


# What fills each parameter of the addresses. Those of the first group are rows of a structure: 404 from another one.
WALLED: dict[str, Callable[[Rows], Any]] = {
    "run_id": key_of(ImportRun),
    "miss_id": key_of(SearchMiss),
    "member_id": key_of(Membership),
    "invitation_id": key_of(Invitation),
    "code_id": key_of(EnrolmentCode),
    "phone_id": key_of(EnrolledPhone),
    "device_id": key_of(Device),
    "partner_id": key_of(Partner),
    "contact_id": key_of(PartnerContact),
    "training_id": key_of(Training),
    "place_id": key_of(Place),
    "zone_id": key_of(Zone),
    "series_id": key_of(OutingSeries),
    "outing_id": key_of(Outing),
    "participation_id": key_of(Participation),
    "vehicle_id": key_of(Vehicle),
    "feed_id": key_of(CalendarFeed),
    "alert_id": key_of(Alert),
    "meeting_id": key_of(Meeting),
    "attendance_id": key_of(Attendance),
    "resident_id": key_of(Resident),
    "voice_id": key_of(Voice),
    "need_id": key_of(SharedNeed),
    "relay_id": key_of(Relay),
    "restitution_id": key_of(Restitution),
    "idea_id": key_of(Idea),
    "joining_id": key_of(Joining),
    "report_id": key_of(Report),
    "entry_id": key_of(Encounter),
    "photo_id": key_of(Photo),
    "structure_id": key_of(Structure),
    "aside_id": key_of(SetAside),
}
OPEN: dict[str, Callable[[Rows], Any]] = {
    "slug": lambda rows: rows[ActionSheet].slug,
    "board": lambda rows: rows[Board].slug,
    "token": lambda rows: "jeton-de-personne",
    "name": lambda rows: "compte",
    "form": lambda rows: "carte",
    "file_format": lambda rows: "csv",
    "word": lambda rows: Encounter.WORD,
    "pk": lambda rows: 1,
    "uidb36": lambda rows: "1",
    "key": lambda rows: "cle",
}


def arguments(address: Address, rows: Rows) -> dict[str, Any]:
    """Return what fills the parameters of ``address`` with ``rows``. Raises KeyError for a parameter unknown here."""
    return {name: ({**WALLED, **OPEN}[name])(rows) for name in address.parameters}


def is_walled(address: Address) -> bool:
    """Tell whether an address names a row of a structure."""
    return address.access not in {PUBLIC, TOKEN} and any(name in WALLED for name in address.parameters)


def ask(world: World, person: str, method: str, path: str) -> Any:
    """Return the answer to one request, streamed or not; leave the database and the browser as they were."""
    browser = world.browsers[person]
    kept = deepcopy(browser.cookies)
    with transaction.atomic():
        answer = browser.generic(method, path)
        answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    browser.cookies = kept
    return answer


def role_of(person: str) -> Role | None:
    """Return the role of a person of the world, None for those who have none."""
    name = person.removeprefix("foreign ")
    return Role(name) if name in Role.values else None


def home_of(world: World, person: str) -> Rows:
    """Return the rows of the structure that a person acts from."""
    if person.startswith("foreign "):
        return world.foreign
    return world.federation if person == Role.FEDERATION else world.own


def may_come(person: str, address: Address) -> bool:
    """Tell whether the class of an address lets a person in (what lies behind may still not be theirs)."""
    role = role_of(person)
    access = address.access
    if access in {PUBLIC, TOKEN}:
        return True
    if access == MEMBER:
        return person != VISITOR
    if access == FEDERATION:
        return role == Role.FEDERATION
    return role is not None and isinstance(access, Permission) and access in ROLE_PERMISSIONS[role]
