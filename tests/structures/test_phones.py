"""The QR code: made by a lead, good once, for fifteen minutes, in one structure."""

import base64
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palier.accounts.models import Device, User
from palier.audit.models import AuditEntry
from palier.core.qr import qr_picture
from palier.core.tenancy import across_structures, structure_scope
from palier.structures.actions.phones import CODES_KEPT, CodeNoLongerValidError, cancel_code, enter_phone
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import EnrolledPhone, EnrolmentCode, Membership
from palier.structures.phone_tokens import token_hash, token_of
from palier.structures.views.phone_entrance import WRONG_CODES
from tests.factories.people import logged_in, make_member, make_membership, make_structure
from tests.structures.phone_browsers import PIN, address_of, code_shown, phone_in, phone_of, together

pytestmark = pytest.mark.django_db
NEW = "/reglages/telephones/code/"


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT, structure=make_structure("Centre du Belvédère", public_name="Le Belvédère"))


def entries(lead: Membership) -> list[str]:
    with structure_scope(lead.structure_id):
        return list(AuditEntry.objects.order_by("at", "kind").values_list("kind", flat=True))


def members_of(lead: Membership) -> list[str]:
    with structure_scope(lead.structure_id):
        return sorted(Membership.objects.values_list("name", flat=True))


def test_lead_shows_a_code_with_its_address(lead: Membership, settings: object) -> None:
    settings.BASE_URL = "https://palier.exemple.fr"  # type: ignore[attr-defined]

    answer = logged_in(lead.user).post(NEW, {"status": "habitant_relais"}, follow=True)

    with structure_scope(lead.structure_id):
        code = EnrolmentCode.objects.get()
    assert (code.status, code.shown_by_id, code.membership_id) == ("habitant_relais", lead.pk, None)
    assert code.expires_at - code.created_at == timedelta(minutes=15)
    assert answer.context["address"] == f"https://palier.exemple.fr{address_of(code)}"
    assert f">{answer.context['address']}<" in answer.content.decode()
    assert "Encore 15 minutes" in answer.content.decode()
    assert entries(lead) == ["phone_code_shown"]


def test_secret_is_kept_nowhere(lead: Membership) -> None:
    code = code_shown(lead)

    token = token_of(code.pk)

    assert re.fullmatch("[a-z2-7]{24}", token)
    assert code.token_hash == token_hash(token.upper())
    assert token not in {str(value) for value in vars(code).values()}


def test_picture_is_a_square_drawing_with_a_margin() -> None:
    data = qr_picture("https://palier.exemple.fr/entrer/x/y/").removeprefix("data:image/svg+xml;base64,")

    drawing = base64.b64decode(data).decode()

    # Level M, 37 characters: version 3 has 29 modules, and 4 of margin on each side, of 1 mm each.
    assert 'viewBox="0 0 37 37"' in drawing
    assert 'fill="white"' in drawing


@pytest.mark.parametrize("role", [Role.EQUIPIER, Role.LECTURE])
def test_code_needs_the_right(role: Role) -> None:
    browser = logged_in(make_member(role))

    assert browser.post(NEW, {"status": "benevole"}).status_code == 403
    assert browser.get("/reglages/telephones/").status_code == 403


def test_code_needs_a_log_in_and_a_post(lead: Membership) -> None:
    assert Client().post(NEW).url.startswith("/compte/connexion/")  # type: ignore[attr-defined]
    assert logged_in(lead.user).get(NEW).status_code == 405


def test_unknown_status_makes_no_code(lead: Membership) -> None:
    logged_in(lead.user).post(NEW, {"status": "roi"})

    with structure_scope(lead.structure_id):
        assert EnrolmentCode.objects.count() == 0


def test_member_of_another_structure_gets_no_code(lead: Membership) -> None:
    foreign = make_membership(Role.EQUIPIER)

    assert logged_in(lead.user).post(NEW, {"member": foreign.pk}).status_code == 404


def test_code_of_another_structure_is_not_found(lead: Membership) -> None:
    foreign = code_shown(make_membership(Role.REFERENT))
    browser = logged_in(lead.user)

    assert browser.get(foreign.get_absolute_url()).status_code == 404
    assert browser.post(f"{foreign.get_absolute_url()}annuler/").status_code == 404


def test_volunteer_comes_in_with_a_first_name_and_a_pin(lead: Membership) -> None:
    browser = phone_in(lead, name="  Fatima   B. ")

    phone = phone_of(browser)
    member = phone.membership
    assert (member.name, member.role, member.status) == ("Fatima B.", Role.EQUIPIER, MembershipStatus.BENEVOLE)
    assert (member.user.email, member.user.has_usable_password()) == (None, False)
    assert phone.device.is_phone
    assert PIN not in phone.pin
    assert phone.expires_at - phone.created_at == timedelta(days=182)
    assert browser.get("/telephone/bienvenue/").status_code == 200
    assert abs(browser.session.get_expiry_age() - 182 * 86400) < 60
    assert entries(lead) == ["phone_code_shown", "member_joined", "phone_enrolled"]


def test_page_of_the_lead_says_who_came_in(lead: Membership) -> None:
    code, browser = code_shown(lead), logged_in(lead.user)
    waiting = browser.get(code.get_absolute_url(), headers={"hx-request": "true"})
    Client().post(address_of(code), {"name": "Fatima", "pin": PIN})

    part = browser.get(code.get_absolute_url(), headers={"hx-request": "true"}).content.decode()
    whole = browser.get(code.get_absolute_url()).content.decode()

    assert 'hx-trigger="every 3s"' in waiting.content.decode()
    assert "Fatima vient d'entrer." in unescape(part)
    assert "<html" not in part
    assert 'hx-trigger="every 3s"' not in part + whole
    assert "Fatima vient d" in whole


def test_reading_the_page_uses_nothing_up(lead: Membership) -> None:
    code = code_shown(lead)

    answers = [Client().get(address_of(code)), Client().head(address_of(code)), Client().get(address_of(code))]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "Le Belvédère" in answers[0].content.decode()
    assert lead.name not in answers[0].content.decode()


@pytest.mark.parametrize(
    ("name", "pin", "words"),
    [
        ("", PIN, "Ce champ est obligatoire"),
        ("12", PIN, "avec des lettres"),
        ("Fa\u202etima", PIN, "ne sait pas écrire"),
        ("Fatima", "", "Ce champ est obligatoire"),
        ("Fatima", "40291", "6 chiffres"),
        ("Fatima", "4029131", "6 chiffres"),
        ("Fatima", "٤٠٢٩١٣", "6 chiffres"),
        ("Fatima", "123456", "se devine"),
    ],
)
def test_slip_uses_nothing_up(lead: Membership, name: str, pin: str, words: str) -> None:
    code = code_shown(lead)

    answer = Client().post(address_of(code), {"name": name, "pin": pin})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Client().post(address_of(code), {"name": "Fatima", "pin": "402 913"}).status_code == 302


def refused(path: str) -> tuple[int, str]:
    """Return the status and the heading that reading and sending both get."""
    read, sent = Client().get(path), Client().post(path, {"name": "Fatima", "pin": PIN})
    headings = [re.findall("<h1>(.*?)</h1>", answer.content.decode()) for answer in (read, sent)]
    assert (sent.status_code, headings[1]) == (read.status_code, headings[0])
    return read.status_code, str(headings[0][0])


def test_code_is_good_once(lead: Membership) -> None:
    code = code_shown(lead)
    Client().post(address_of(code), {"name": "Fatima", "pin": PIN})

    assert refused(address_of(code)) == (410, "Ce code a déjà servi")
    assert members_of(lead) == sorted(["Fatima", lead.name])


def test_code_lasts_fifteen_minutes(lead: Membership) -> None:
    assert refused(address_of(code_shown(lead, minutes_ago=15))) == (410, "Ce code est trop ancien")
    assert Client().get(address_of(code_shown(lead, minutes_ago=14))).status_code == 200


def test_cancelled_code_is_refused(lead: Membership) -> None:
    code = code_shown(lead)

    logged_in(lead.user).post(f"{code.get_absolute_url()}annuler/")

    assert refused(address_of(code)) == (410, "Ce code a été annulé")


def test_used_code_is_not_cancelled(lead: Membership) -> None:
    code = code_shown(lead)
    Client().post(address_of(code), {"name": "Fatima", "pin": PIN})

    with structure_scope(lead.structure_id):
        assert not cancel_code(code=code, now=timezone.now())


def test_code_of_one_structure_opens_no_other(lead: Membership) -> None:
    other, code = make_membership(Role.REFERENT), code_shown(lead)
    path = reverse("structures:phone-enter", args=[other.structure_id, token_of(code.pk)])

    assert refused(path) == (403, "Ce code n'est pas celui de cette structure")
    assert (members_of(lead), members_of(other)) == ([lead.name], [other.name])


def test_unknown_code_is_not_found(lead: Membership) -> None:
    path = reverse("structures:phone-enter", args=[lead.structure_id, "a" * 24])

    assert refused(path) == (404, "Ce code n'existe pas")


def test_code_for_someone_who_left_is_refused(lead: Membership) -> None:
    member = make_membership(Role.EQUIPIER, structure=lead.structure)
    code = code_shown(lead, for_member=member)
    with structure_scope(lead.structure_id):
        Membership.objects.filter(pk=member.pk).update(ended_at=timezone.now())

    assert refused(address_of(code)) == (410, "Ce code a été annulé")


def test_wrong_secrets_are_limited_by_address(lead: Membership) -> None:
    wrong = reverse("structures:phone-enter", args=[lead.structure_id, "a" * 24])
    good = address_of(code_shown(lead))
    others = [Client().get(good).status_code for _ in range(WRONG_CODES.count + 5)]

    statuses = [Client().get(wrong).status_code for _ in range(WRONG_CODES.count + 1)]

    assert set(others) == {200}  # a whole centre scans from one address
    assert statuses == [404] * WRONG_CODES.count + [429]
    assert Client().get(good).status_code == 429


def test_new_phone_of_a_member_asks_the_pin_alone(lead: Membership) -> None:
    member = make_membership(Role.DIRECTION, structure=lead.structure, name="Nadia Roche")
    code = code_shown(lead, for_member=member)

    page = Client().get(address_of(code)).content.decode()
    browser = phone_in(lead, for_member=member, name="Pirate")

    assert "Votre prénom" not in page
    assert "Nadia" not in page
    assert phone_of(browser).membership == member
    assert members_of(lead) == sorted(["Nadia Roche", lead.name])


def test_enrolling_again_closes_the_phone_before(lead: Membership) -> None:
    browser = phone_in(lead)
    before = phone_of(browser)

    browser.post(address_of(code_shown(lead, for_member=before.membership)), {"pin": PIN})

    assert phone_of(browser).device != before.device
    assert not Device.objects.get(pk=before.device_id).is_open


def test_old_codes_are_erased(lead: Membership) -> None:
    old = code_shown(lead)
    with structure_scope(lead.structure_id):
        EnrolmentCode.objects.filter(pk=old.pk).update(created_at=timezone.now() - CODES_KEPT - timedelta(days=1))

    new = code_shown(lead)

    with structure_scope(lead.structure_id):
        assert [code.pk for code in EnrolmentCode.objects.all()] == [new.pk]


@pytest.mark.django_db(transaction=True)
def test_of_phones_at_the_same_instant_one_comes_in(lead: Membership) -> None:
    code = code_shown(lead)

    def enter(number: int) -> str:
        try:
            enter_phone(code=code, name=f"Personne {number}", pin=PIN, label="Téléphone", now=timezone.now())
        except CodeNoLongerValidError:
            return "refusé"
        return "entré"

    assert together(8, enter) == ["entré"] + ["refusé"] * 7
    with across_structures():
        assert (EnrolledPhone.objects.count(), Membership.objects.count(), User.objects.count()) == (1, 2, 2)
