"""Each address x each method x each person x their own rows and those of another structure."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.urls import reverse

from palier.structures.addresses import ALL_METHODS, Address, addresses
from palier.structures.enums import Permission
from palier.structures.routes import FEDERATION, PUBLIC, TOKEN
from tests.factories.tenants import Rows
from tests.tenancy.world import STRANGER, VISITOR, World, arguments, ask, home_of, is_walled, may_come

pytestmark = pytest.mark.django_db
ADDRESSES = addresses()
LOG_IN = reverse("account_login")
# The account's own pages, by allauth: what they name belongs to the account that asks.
OF_THE_ACCOUNT = {
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "mfa_deactivate_totp",
    "structures:device-close",
}
# A departure and a return are those of somebody in the team, whom the form names; a log is read by its own team.
OF_THE_TEAM = {
    *("agenda:outing-start", "agenda:outing-end", "agenda:outing-undo"),
    *("dashboard:outing-log", "dashboard:outing-log-move"),
    *(f"fieldlog:{line}-new" for line in ("tally", "encounter", "orientation", "observation", "photo", "debrief")),
    *("voices:voice-new", "voices:voice-edit", "voices:voice-withdraw", "voices:voice-restore"),
    *("residents:resident-new", "residents:resident-withdraw"),
    *("fieldlog:entry-edit", "fieldlog:entry-withdraw", "fieldlog:entry-restore", "fieldlog:photo-file"),
}
# Programs are told in words why they may not come; tests/mobile says who is told what.
OF_THE_PHONE = {"api:sync", "api:help"}
# A sheet is shared by all: another structure reads it, and is told that it may not change it.
SHARED = {"library:sheet-edit", "library:sheet-delete"}
# Open to whoever has the address: an unknown secret or name is not found, by anyone.
OPEN_CLASSES = {PUBLIC, TOKEN}


def put(world: World, person: str, method: str, address: Address, rows: Rows) -> HttpResponse:
    """Return the answer to one request at ``address`` filled with ``rows``."""
    answer: HttpResponse = ask(world, person, method, reverse(address.name, kwargs=arguments(address, rows)))
    return answer


def sends_to_log_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith(f"{LOG_IN}?")


def asks_second_factor(answer: HttpResponse) -> bool:
    """Tell whether names would only leave after a second proof: nothing was looked for yet."""
    return answer.status_code == 302 and answer.headers["Location"].startswith("/compte/")


def is_refused(person: str, answer: HttpResponse) -> bool:
    """Tell whether somebody who may not come was told so: a visitor by the log-in page, a member by 403."""
    return sends_to_log_in(answer) if person == VISITOR else answer.status_code == 403


def is_served(answer: HttpResponse) -> bool:
    """Tell whether the view did its work: a page, a redirection, or the refusal of an empty form."""
    return answer.status_code in {200, 302, 400, 409, 410, 415, 422} and not sends_to_log_in(answer)


def may_also(person: str, address: Address) -> set[int]:
    """Return what else is right: an unknown secret is not found; who has no place has nothing of a structure."""
    if address.name in OF_THE_PHONE:
        return {401, 403}
    if address.access in OPEN_CLASSES or address.name in OF_THE_TEAM:
        return {404}
    return {403, 404} if person == STRANGER else set()


def strangers_rows(world: World, person: str) -> Rows:
    """Return the rows of a structure that is not the person's; for the federation, those of its own centre."""
    return world.own if person.startswith("foreign ") or person == "federation" else world.foreign


def requests_of(world: World, address: Address) -> Iterator[tuple[str, str]]:
    for person in world.browsers:
        for method in ALL_METHODS:
            if method != "HEAD":
                yield person, method


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_address_has_a_class_and_a_name(address: Address) -> None:
    assert address.class_name != ""
    assert address.name != ""


def test_every_permission_guards_an_address() -> None:
    used = {address.access for address in ADDRESSES if isinstance(address.access, Permission)}

    # Reading sheets and team names opens more of a page, not a page.
    assert set(Permission) - used <= {Permission.SHEETS_READ, Permission.TEAM_READ}


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_class_of_the_address_decides_who_comes(address: Address, world: World) -> None:
    faults = []
    for person, method in requests_of(world, address):
        rows = world.own if address.access == FEDERATION else home_of(world, person)
        if address.name in OF_THE_ACCOUNT and may_come(person, address):
            continue
        answer = put(world, person, method, address, rows)
        if not may_come(person, address):
            fine = is_refused(person, answer) or (method not in address.methods and answer.status_code == 405)
        elif method not in address.methods:
            fine = answer.status_code == 405
        else:
            fine = is_served(answer) or answer.status_code in may_also(person, address)
        if not fine:
            faults.append(f"{person} {method} : {answer.status_code}")

    assert faults == []


@pytest.mark.parametrize("address", [address for address in ADDRESSES if is_walled(address)], ids=lambda it: it.name)
def test_row_of_another_structure_is_not_found(address: Address, world: World) -> None:
    faults = []
    for person, method in requests_of(world, address):
        if not may_come(person, address) or method not in address.methods:
            continue
        rows = world.foreign if address.access == FEDERATION else strangers_rows(world, person)
        answer = put(world, person, method, address, rows)
        if answer.status_code != 404 and not asks_second_factor(answer):
            faults.append(f"{person} {method} : {answer.status_code}")

    assert faults == []


@pytest.mark.parametrize("address", [it for it in ADDRESSES if it.name in SHARED], ids=lambda address: address.name)
def test_sheet_of_another_structure_is_not_changed(address: Address, world: World) -> None:
    for person in ("referent", "direction"):
        for method in address.methods:
            assert put(world, person, method, address, world.foreign).status_code == 403
