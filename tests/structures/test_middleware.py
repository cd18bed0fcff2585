"""What each request is told of its device, and when a phone is locked or shut out."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from palier.accounts.devices import close_devices
from palier.accounts.models import Device
from palier.core.tenancy import structure_scope
from palier.structures.enums import Permission, Role
from palier.structures.middleware import LOST
from palier.structures.models import EnrolledPhone, Membership
from palier.structures.permissions import ROLE_PERMISSIONS, can
from tests.factories.people import PASSWORD, logged_in, make_membership, make_user
from tests.structures.phone_browsers import PIN, address_of, code_shown, leave_idle, phone_in, phone_of

pytestmark = pytest.mark.django_db
CLOSED = "/appareil-ferme/"


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT)


def where(answer: Any) -> str:
    """Return where an answer sends, without what follows the question mark; its status when it sends nowhere."""
    return str(answer.url.split("?")[0]) if answer.status_code == 302 else str(answer.status_code)


@pytest.mark.parametrize(("minutes", "expected"), [(0.5, "200"), (14.5, "200"), (15.5, "/code/"), (-15.5, "/code/")])
def test_phone_asks_its_pin_after_fifteen_minutes(lead: Membership, minutes: float, expected: str) -> None:
    browser = phone_in(lead)
    leave_idle(browser, minutes)

    assert where(browser.get("/fiches/")) == expected


def test_use_puts_off_the_pin(lead: Membership) -> None:
    browser = phone_in(lead)
    leave_idle(browser, 14)
    before = browser.session["unlocked_at"]

    browser.get("/fiches/")

    assert browser.session["unlocked_at"] > before


def test_session_that_never_typed_the_pin_is_locked(lead: Membership) -> None:
    browser = phone_in(lead)
    session = browser.session
    del session["unlocked_at"]
    session.save()

    assert where(browser.get("/")) == "/code/"


def test_phone_keeps_no_page(lead: Membership) -> None:
    browser = phone_in(lead)

    assert "no-store" in browser.get("/reglages/").headers["Cache-Control"]
    assert "no-store" in browser.get("/fiches/").headers["Cache-Control"]


def test_blocked_phone_is_locked_even_in_use(lead: Membership) -> None:
    browser = phone_in(lead)
    with structure_scope(lead.structure_id):
        EnrolledPhone.objects.update(blocked_at=timezone.now())

    assert where(browser.get("/fiches/")) == "/code/"


def test_locked_phone_shows_no_name(lead: Membership) -> None:
    browser = phone_in(lead, name="Fatima")
    leave_idle(browser)

    pages = [browser.get(path).content.decode() for path in ("/code/", "/telephone/sortir/", CLOSED)]

    assert [("Fatima" in page, "Mon compte" in page) for page in pages] == [(False, False)] * 3


def test_locked_phone_may_scan_a_new_code(lead: Membership) -> None:
    browser = phone_in(lead)
    leave_idle(browser)

    assert browser.get(address_of(code_shown(lead))).status_code == 200


def test_what_a_locked_phone_sends_is_not_lost_in_silence(lead: Membership) -> None:
    browser = phone_in(lead)
    leave_idle(browser)

    sent = browser.post(
        "/reglages/appareils/fermer-les-autres/", headers={"referer": "http://testserver/fiches/?page=2"}
    )
    page = browser.get(sent.url).content.decode()  # type: ignore[attr-defined]

    assert sent.url == "/code/?next=%2Ffiches%2F%3Fpage%3D2"  # type: ignore[attr-defined]
    assert LOST.split("'")[0] in page


def test_program_of_a_locked_phone_is_answered_401(lead: Membership) -> None:
    browser = phone_in(lead)
    leave_idle(browser)

    answer = browser.get("/api/openapi.json")

    assert (answer.status_code, answer.json()) == (
        401,
        {"detail": "Ce téléphone attend son code.", "reason": "code"},
    )


def test_part_of_a_page_sends_the_whole_page_to_the_pin(lead: Membership) -> None:
    browser = phone_in(lead)
    leave_idle(browser)

    answer = browser.get(
        "/fiches/?q=jar", headers={"hx-request": "true", "hx-current-url": "http://testserver/fiches/?q=jardin"}
    )

    assert answer.headers["HX-Redirect"] == "/code/?next=%2Ffiches%2F%3Fq%3Djardin"


def test_closed_device_is_refused_at_its_next_request(lead: Membership) -> None:
    phone, desk = phone_in(lead), logged_in(lead.user)
    desk.get("/")
    close_devices(Device.objects.all(), now=timezone.now())

    assert phone.get("/api/openapi.json").json() == {
        "detail": "Cet appareil a été fermé.",
        "reason": "closed",
    }
    assert where(desk.get("/fiches/")) == CLOSED
    assert "sessionid" not in desk.cookies or desk.cookies["sessionid"].value == ""
    assert desk.get(CLOSED).status_code == 200


def test_closed_phone_may_scan_a_new_code_at_once(lead: Membership) -> None:
    browser = phone_in(lead)
    close_devices([phone_of(browser).device], now=timezone.now())

    assert browser.get(address_of(code_shown(lead))).status_code == 200


@pytest.mark.parametrize("end", ["expired", "left", "erased"])
def test_phone_without_enrolment_is_refused(lead: Membership, end: str) -> None:
    browser = phone_in(lead)
    phone = phone_of(browser)
    with structure_scope(lead.structure_id):
        if end == "expired":
            EnrolledPhone.objects.filter(pk=phone.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
        elif end == "left":
            Membership.objects.filter(pk=phone.membership_id).update(ended_at=timezone.now())
        else:
            EnrolledPhone.objects.filter(pk=phone.pk).delete()

    assert where(browser.get("/")) == CLOSED


@pytest.mark.parametrize("role", Role)
def test_phone_opens_the_field_work_at_most(role: Role) -> None:
    member = make_membership(role)
    browser = phone_in(make_membership(Role.REFERENT, structure=member.structure), for_member=member)

    acting = browser.get("/telephone/bienvenue/").wsgi_request.membership  # type: ignore[attr-defined]

    expected = Role.LECTURE if role == Role.LECTURE else Role.EQUIPIER
    held = {permission for permission in Permission if can(acting, permission)}
    assert held == ROLE_PERMISSIONS[expected]


def test_phone_of_a_direction_opens_one_structure_and_no_account_page(lead: Membership) -> None:
    user = make_user()
    member = make_membership(Role.DIRECTION, structure=lead.structure, user=user)
    other = make_membership(Role.DIRECTION, user=user)
    browser = phone_in(lead, for_member=member)

    request = browser.get("/telephone/bienvenue/").wsgi_request

    assert request.memberships == [member]  # type: ignore[attr-defined]
    assert browser.post(f"/structures/{other.structure_id}/choix/").status_code == 404
    assert where(browser.get("/reglages/telephones/")) == "403"
    for path in ("mot-de-passe/", "double-verification/", "double-verification/cles/ajouter/", "confirmer/"):
        assert where(browser.get(f"/compte/{path}")) == "/reglages/appareils/"
        assert where(browser.post(f"/compte/{path}")) == "/reglages/appareils/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_way_out_of_a_phone_asks_first(lead: Membership, method: str) -> None:
    browser = phone_in(lead)

    answer = getattr(browser, method)("/compte/deconnexion/")

    assert where(answer) == "/telephone/sortir/"
    assert "un nouveau code" in browser.get("/telephone/sortir/").content.decode()
    assert where(browser.get("/")) == "200"


@pytest.mark.parametrize("idle", [0, 16])
def test_phone_goes_out_for_good(lead: Membership, idle: float) -> None:
    browser = phone_in(lead)
    device = phone_of(browser).device
    leave_idle(browser, idle)

    answer = browser.post("/telephone/sortir/")

    assert where(answer) == CLOSED
    assert where(browser.get("/reglages/")) == "/compte/connexion/"
    assert not Device.objects.get(pk=device.pk).is_open


def test_log_out_closes_the_browser(lead: Membership) -> None:
    browser = logged_in(lead.user)
    browser.get("/")

    browser.post("/compte/deconnexion/")

    assert [device.is_open for device in Device.objects.filter(user=lead.user)] == [False]


def test_another_log_in_closes_the_device_before(lead: Membership) -> None:
    browser = logged_in(lead.user)
    browser.get("/")

    browser.post(address_of(code_shown(lead)), {"name": "Fatima", "pin": PIN})

    opened = Device.objects.filter(closed_at=None)
    assert [(device.is_phone, device.user.name) for device in opened] == [(True, "Fatima")]


def test_phone_logs_in_by_no_password(lead: Membership) -> None:
    user = phone_of(phone_in(lead)).membership.user

    answer = Client().post("/compte/connexion/", {"login": user.email or "", "password": PASSWORD})

    assert answer.status_code == 200
    assert not answer.wsgi_request.user.is_authenticated
