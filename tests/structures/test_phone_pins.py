"""The PIN of a phone: hard to guess, tried five times, released by a lead; and the list of the phones."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client
from django.utils import timezone

from palier.audit.actor import Actor
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.structures.actions import pins
from palier.structures.actions.pins import PhoneBlockedError, WrongPinError, unlock_phone
from palier.structures.enums import Role
from palier.structures.models import EnrolledPhone, Membership
from palier.structures.pins import is_easy_to_guess
from tests.factories.people import actor_for, logged_in, make_member, make_membership
from tests.structures.phone_browsers import PIN, WRONG_PIN, leave_idle, phone_in, phone_of, together

pytestmark = pytest.mark.django_db
LIST = "/reglages/telephones/"


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT)


def try_pin(browser: Client, pin: str, **more: str) -> Any:
    return browser.post("/code/", {"pin": pin, **more})


def kinds(lead: Membership) -> list[str]:
    with structure_scope(lead.structure_id):
        return list(AuditEntry.objects.order_by("at", "kind").values_list("kind", flat=True))


@pytest.mark.parametrize(
    "pin",
    [
        *("000000", "111111", "123456", "654321", "012345", "789012", "210987", "246802", "121212", "123123"),
        *("112233", "123321", "111222", "100000", "147258", "852741", "159753", "998877"),
    ],
)
def test_easy_pin_is_refused(pin: str) -> None:
    assert is_easy_to_guess(pin)


@pytest.mark.parametrize("pin", [PIN, WRONG_PIN, "740196", "122457", "190583"])
def test_other_pin_is_taken(pin: str) -> None:
    assert not is_easy_to_guess(pin)


def test_few_pins_are_refused() -> None:
    # All in all one in two hundred: the rest is still as hard to guess as six digits can be.
    assert sum(is_easy_to_guess(f"{number:06}") for number in range(1_000_000)) == 5030


def test_right_pin_goes_on_to_the_page_that_was_asked(lead: Membership) -> None:
    browser = phone_in(lead)
    leave_idle(browser)
    asked = browser.get("/fiches/?q=jardin")

    answer = try_pin(browser, PIN, next="/fiches/?q=jardin")

    assert asked.url == "/code/?next=%2Ffiches%2F%3Fq%3Djardin"  # type: ignore[attr-defined]
    assert answer.url == "/fiches/?q=jardin"
    assert browser.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    "evil", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)", "/\\ailleurs"]
)
def test_pin_leads_to_no_other_site(lead: Membership, evil: str) -> None:
    browser = phone_in(lead)
    leave_idle(browser)

    assert try_pin(browser, PIN, next=evil).url == "/"


def test_wrong_pin_says_how_many_tries_are_left(lead: Membership) -> None:
    browser = phone_in(lead)
    leave_idle(browser)

    answers = [try_pin(browser, WRONG_PIN) for _ in range(4)]

    left = [re.search(r"Il reste (.*?)\.", answer.content.decode()) for answer in answers]
    assert [found[1] for found in left if found] == ["4 essais", "3 essais", "2 essais", "un essai"]
    assert {answer.status_code for answer in answers} == {422}
    assert try_pin(browser, PIN).status_code == 302
    assert phone_of(browser).wrong_tries == 0


def test_slip_costs_no_try(lead: Membership) -> None:
    browser = phone_in(lead)
    leave_idle(browser)

    assert try_pin(browser, "12").status_code == 422
    assert phone_of(browser).wrong_tries == 0


def test_fifth_wrong_pin_blocks_until_a_lead_releases(lead: Membership) -> None:
    browser, desk = phone_in(lead), logged_in(lead.user)
    leave_idle(browser)
    blocked = [try_pin(browser, WRONG_PIN) for _ in range(5)][-1]
    right = try_pin(browser, PIN)
    elsewhere = browser.get("/")

    released = desk.post(f"{LIST}{phone_of(browser).pk}/debloquer/", follow=True)

    assert (blocked.status_code, right.status_code, elsewhere.status_code) == (403, 403, 302)
    assert lead.structure.name in blocked.content.decode()
    assert "est débloqué" in released.content.decode()
    assert try_pin(browser, PIN).status_code == 302
    assert browser.get("/").status_code == 200
    assert kinds(lead)[-2:] == ["phone_blocked", "phone_released"]


def test_release_of_a_phone_that_was_not_blocked_leaves_no_trace(lead: Membership) -> None:
    browser = phone_in(lead)

    logged_in(lead.user).post(f"{LIST}{phone_of(browser).pk}/debloquer/")

    assert kinds(lead)[-1] == "phone_enrolled"


def test_release_is_for_the_leads_of_the_structure(lead: Membership) -> None:
    path = f"{LIST}{phone_of(phone_in(lead)).pk}/debloquer/"

    assert logged_in(make_member(Role.REFERENT)).post(path).status_code == 404
    assert logged_in(make_member(Role.EQUIPIER, structure=lead.structure)).post(path).status_code == 403
    assert Client().post(path).status_code == 302
    assert logged_in(lead.user).get(path).status_code == 405


def test_browser_has_no_pin(lead: Membership) -> None:
    assert logged_in(lead.user).get("/code/").url == "/"  # type: ignore[attr-defined]
    assert Client().get("/code/").url.startswith("/compte/connexion/")  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_at_most_five_tries_reach_the_hash_however_many_come_at_once(
    lead: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = phone_of(phone_in(lead))
    looked_at: list[str] = []

    def look(pin: str, kept: str) -> bool:
        looked_at.append(pin)
        return check_password(pin, kept)

    monkeypatch.setattr(pins, "check_password", look)

    def guess(number: int) -> str:
        by = Actor(id="", name="Inconnu·e", structure_id=lead.structure_id)
        with structure_scope(lead.structure_id):
            try:
                unlock_phone(phone=phone, pin=f"95810{number % 10}", by=by, now=timezone.now())
            except (PhoneBlockedError, WrongPinError) as error:
                return type(error).__name__
        return "ouvert"

    found = together(16, guess)

    assert len(looked_at) == 5
    assert found == ["PhoneBlockedError"] * 12 + ["WrongPinError"] * 4
    with structure_scope(lead.structure_id):
        assert EnrolledPhone.objects.get(pk=phone.pk).is_blocked
    assert kinds(lead).count("phone_blocked") == 1


def test_list_says_whose_phones_and_which_are_blocked(lead: Membership) -> None:
    phone_in(lead, name="Awa")
    blocked = phone_in(lead, name="Zoé")
    leave_idle(blocked)
    for _ in range(5):
        try_pin(blocked, WRONG_PIN)
    phone_in(make_membership(Role.REFERENT), name="Étrangère")

    page = logged_in(lead.user).get(LIST).content.decode()

    assert re.findall(r"<h2>(\w+)</h2>", page) == ["Zoé", "Awa"]
    assert page.count("Bloqué : cinq mauvais codes") == 1
    assert "Chrome sur téléphone Android" in page
    assert "Étrangère" not in page


def test_list_without_phone_says_what_it_will_show(lead: Membership) -> None:
    assert "Aucun téléphone pour l'instant" in unescape(logged_in(lead.user).get(LIST).content.decode())


def test_list_asks_as_much_for_one_phone_as_for_thirty(lead: Membership, django_assert_num_queries: Any) -> None:
    browser = logged_in(lead.user)
    browser.get(LIST)
    phone_in(lead)
    with django_assert_num_queries(7):
        browser.get(LIST)
    for number in range(29):
        phone_in(lead, name=f"Personne {number}")

    with django_assert_num_queries(7):
        page = browser.get(LIST)

    assert len(page.context["page"].object_list) == 30


def test_actor_of_a_block_is_the_member_of_the_phone(lead: Membership) -> None:
    browser = phone_in(lead)
    member = phone_of(browser).membership
    leave_idle(browser)
    for _ in range(5):
        try_pin(browser, WRONG_PIN)

    with structure_scope(lead.structure_id):
        entry = AuditEntry.objects.get(kind="phone_blocked")

    assert (entry.actor_id, entry.actor_name) == (actor_for(member).id, member.name)
    assert (entry.target_id, entry.device) == (str(member.pk), "Chrome sur téléphone Android")
