"""« Mes appareils », and those of a member for a lead."""

from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from palier.accounts.devices import device_label
from palier.accounts.models import Device
from palier.audit.models import AuditEntry
from palier.core.tenancy import across_structures, structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.structures.queries.phones import devices_of_member
from tests.factories.people import logged_in, make_member, make_membership, make_user
from tests.structures.phone_browsers import phone_in, phone_of

pytestmark = pytest.mark.django_db
MINE = "/reglages/appareils/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1"


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT)


def shown(browser: Client) -> list[Device]:
    return list(browser.get(MINE).context["devices"])


def open_browser(membership: Membership) -> Client:
    """Return a browser of the member that was used once."""
    browser = logged_in(membership.user)
    browser.get("/")
    return browser


def device_of(browser: Client) -> Device:
    return Device.objects.get(pk=browser.session["device"])


def close_path(member: Membership, device: Device) -> str:
    return f"/reglages/equipe/{member.pk}/appareils/{device.pk}/fermer/"


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (WINDOWS, "Firefox sur Windows"),
        (EDGE, "Edge sur Windows"),
        (IPHONE, "Safari sur iPhone"),
        ("", "Navigateur, appareil inconnu"),
    ],
)
def test_device_has_a_label_its_owner_knows(agent: str, label: str) -> None:
    assert device_label(agent) == label


def test_mine_lists_my_browsers_and_marks_this_one(lead: Membership) -> None:
    other, browser = open_browser(lead), open_browser(lead)
    open_browser(make_membership(Role.EQUIPIER, structure=lead.structure))

    page = browser.get(MINE)

    assert {device.pk for device in page.context["devices"]} == {device_of(other).pk, device_of(browser).pk}
    assert page.content.decode().count("C'est celui-ci") == 1
    assert page.context["current"] == device_of(browser)


def test_mine_lists_my_phones_of_every_structure() -> None:
    user = make_user()
    here, there = make_membership(Role.EQUIPIER, user=user), make_membership(Role.EQUIPIER, user=user)
    for place in (here, there):
        phone_in(make_membership(Role.REFERENT, structure=place.structure), for_member=place)

    page = open_browser(here).get(MINE).content.decode()

    assert here.structure.name in page
    assert f"un code, pour {there.structure}" in page


def test_phone_sees_its_own_phones_alone() -> None:
    user = make_user()
    here, there = make_membership(Role.DIRECTION, user=user), make_membership(Role.EQUIPIER, user=user)
    open_browser(here)
    phone_in(make_membership(Role.REFERENT, structure=there.structure), for_member=there)
    lead = make_membership(Role.REFERENT, structure=here.structure)
    first, second = (phone_in(lead, for_member=here) for _ in range(2))

    assert {device.pk for device in shown(first)} == {phone_of(first).device_id, phone_of(second).device_id}


def test_browser_whose_session_must_be_over_is_not_listed(lead: Membership) -> None:
    old, browser = open_browser(lead), open_browser(lead)
    Device.objects.filter(pk=device_of(old).pk).update(last_seen_at=timezone.now() - timedelta(days=15))

    assert shown(browser) == [device_of(browser)]


def test_closing_one_of_mine_leaves_the_others(lead: Membership) -> None:
    lost, kept, browser = (open_browser(lead) for _ in range(3))

    answer = browser.post(f"{MINE}{device_of(lost).pk}/fermer/", follow=True)

    assert "est déconnecté" in answer.content.decode()
    assert lost.get("/").url == "/appareil-ferme/"  # type: ignore[attr-defined]
    assert kept.get("/").status_code == 200
    with structure_scope(lead.structure_id):
        entry = AuditEntry.objects.get(kind="device_revoked")
    assert (entry.actor_id, entry.target_id) == (str(lead.user_id), str(lead.user_id))


def test_closing_all_the_others_keeps_this_one(lead: Membership) -> None:
    others, browser = [open_browser(lead) for _ in range(3)], open_browser(lead)

    answer = browser.post(f"{MINE}fermer-les-autres/", follow=True)

    assert "3 appareils déconnectés" in answer.content.decode()
    assert [other.get("/").status_code for other in others] == [302, 302, 302]
    assert browser.get("/").status_code == 200


def test_someone_else_s_device_is_not_found(lead: Membership) -> None:
    stranger = open_browser(make_membership(Role.EQUIPIER, structure=lead.structure))
    browser = open_browser(lead)

    assert browser.post(f"{MINE}{device_of(stranger).pk}/fermer/").status_code == 404
    assert browser.post(f"{MINE}{device_of(browser).pk}/fermer/").status_code == 404  # this one has its own way out
    assert browser.post(f"{MINE}pas-un-identifiant/fermer/").status_code == 404
    assert stranger.get("/").status_code == 200


def test_mine_needs_a_log_in_and_the_right_method(lead: Membership) -> None:
    browser = open_browser(lead)

    assert Client().get(MINE).url.startswith("/compte/connexion/")  # type: ignore[attr-defined]
    assert Client().post(f"{MINE}fermer-les-autres/").url.startswith("/compte/connexion/")  # type: ignore[attr-defined]
    assert browser.get(f"{MINE}fermer-les-autres/").status_code == 405
    assert browser.post(MINE).status_code == 405


def test_mine_asks_as_much_for_one_device_as_for_thirty(lead: Membership, django_assert_num_queries: Any) -> None:
    browser = open_browser(lead)
    with django_assert_num_queries(7):
        browser.get(MINE)
    for _ in range(14):
        open_browser(lead)
        phone_in(lead, for_member=lead)

    with django_assert_num_queries(7):
        page = browser.get(MINE)

    assert len(page.context["devices"]) == 29


def test_lead_sees_the_member_s_phones_here_and_browsers(lead: Membership) -> None:
    user = make_user()
    member, elsewhere = (
        make_membership(Role.EQUIPIER, structure=lead.structure, user=user),
        make_membership(Role.EQUIPIER, user=user),
    )
    browser, phone = open_browser(member), phone_in(lead, for_member=member)
    foreign = phone_in(make_membership(Role.REFERENT, structure=elsewhere.structure), for_member=elsewhere)

    with structure_scope(lead.structure_id):
        devices = devices_of_member(member, now=timezone.now())
    page = render_to_string("structures/member_devices.html", {"member": member, "devices": devices})

    assert [device.pk for device in devices] == [phone_of(phone).device_id, device_of(browser).pk]
    assert phone_of(foreign).device_id not in {device.pk for device in devices}
    assert page.count(f"/reglages/equipe/{member.pk}/appareils/") == 2


def test_lead_sees_no_device_of_who_left(lead: Membership) -> None:
    phone = phone_in(lead)
    member = phone_of(phone).membership
    member.ended_at = timezone.now()

    with structure_scope(lead.structure_id):
        assert devices_of_member(member, now=timezone.now()) == []


def test_lead_revokes_and_the_next_request_is_refused(lead: Membership) -> None:
    phone = phone_in(lead, name="Fatima")
    member, desk = phone_of(phone).membership, logged_in(lead.user)

    answer = desk.post(close_path(member, device_of(phone)), {"from_list": "oui"}, follow=True)

    assert "sa prochaine demande sera refusée" in answer.content.decode()
    assert phone.get("/").url == "/appareil-ferme/"  # type: ignore[attr-defined]
    assert list(answer.context["page"].object_list) == []
    with structure_scope(lead.structure_id):
        entry = AuditEntry.objects.get(kind="device_revoked")
    assert (entry.actor_id, entry.target_id, entry.target_label) == (str(lead.user_id), str(member.pk), "Fatima")


def test_lead_revokes_only_active_members_of_their_structure(lead: Membership) -> None:
    desk = logged_in(lead.user)
    foreign_lead = make_membership(Role.REFERENT)
    foreign = phone_in(foreign_lead)
    gone = phone_in(lead, name="Parti")
    gone_member = phone_of(gone).membership
    with structure_scope(lead.structure_id):
        Membership.objects.filter(pk=gone_member.pk).update(ended_at=timezone.now())
    mine = phone_of(phone_in(lead)).membership

    # Another structure's member; a member who left; a device that is not this member's.
    assert desk.post(close_path(phone_of(foreign).membership, device_of(foreign))).status_code == 404
    assert desk.post(close_path(gone_member, device_of(gone))).status_code == 404
    assert desk.post(close_path(mine, device_of(foreign))).status_code == 404
    assert foreign.get("/").status_code == 200
    with across_structures():
        assert not AuditEntry.objects.filter(kind="device_revoked").exists()


def test_revoking_needs_the_right_and_a_post(lead: Membership) -> None:
    phone = phone_in(lead)
    path = close_path(phone_of(phone).membership, device_of(phone))

    assert logged_in(make_member(Role.EQUIPIER, structure=lead.structure)).post(path).status_code == 403
    assert Client().post(path).status_code == 302
    assert logged_in(lead.user).get(path).status_code == 405
    assert phone.get("/").status_code == 200
