"""The second factor: setting it up, being asked for it, losing it."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory, override_settings

from palier.accounts.models import User
from palier.accounts.second_factor import confirm_url, has_second_factor, recently_confirmed, remove_factors
from tests.accounts.codes import code_of, wrong_code
from tests.factories.people import PASSWORD, logged_in, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/compte/connexion/"
SECOND_STEP = "/compte/connexion/code/"
CONFIRM = "/compte/confirmer/code/"
FACTORS = "/compte/double-verification/"
ADD_APP = f"{FACTORS}application/ajouter/"
REMOVE_APP = f"{FACTORS}application/retirer/"
CODES = f"{FACTORS}codes/"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def add_app(client: Client) -> str:
    """Set up an authenticator app in an open session, and return its key."""
    client.post("/compte/confirmer/", {"password": PASSWORD})
    key = str(client.get(ADD_APP).context["form"].secret)
    client.post(ADD_APP, {"code": code_of(key)})
    return key


def with_app(user: User) -> str:
    """Give ``user`` an authenticator app, and return its key."""
    return add_app(logged_in(user))


def first_step(client: Client, user: User, **fields: str) -> str:
    """Give the address and the password, and return where that leads."""
    response = client.post(LOGIN, {"login": user.email or "", "password": PASSWORD, **fields})
    return str(response.headers.get("Location", ""))


def user_id(client: Client) -> str | None:
    found: str | None = client.session.get("_auth_user_id")
    return found


def request_of(client: Client, user: Any, path: str = "/x/?y=1", method: str = "GET", **headers: Any) -> Any:
    request = RequestFactory().generic(method, path, **headers)
    request.user, request.session = user, client.session
    return request


def test_password_alone_leads_to_the_second_step() -> None:
    user = make_user()
    key = with_app(user)
    client = Client()

    asked = first_step(client, user)
    inside = user_id(client)
    done = client.post(SECOND_STEP, {"code": code_of(key)})

    assert (asked, inside) == (SECOND_STEP, None)
    assert (done.status_code, done.headers["Location"]) == (302, "/")
    assert user_id(client) == str(user.pk)


def test_page_asked_for_is_kept_through_the_second_step() -> None:
    user = make_user()
    key = with_app(user)
    client = Client()
    first_step(client, user, next="/fiches/importer/")

    done = client.post(SECOND_STEP, {"code": code_of(key)})

    assert done.headers["Location"] == "/fiches/importer/"


def test_second_step_is_nothing_without_the_first(client: Client) -> None:
    assert client.get(SECOND_STEP).headers["Location"] == LOGIN


def test_wrong_code_is_refused_and_the_sixth_is_not_even_read() -> None:
    user = make_user()
    client = Client()
    with time_machine.travel(NOON, tick=False):
        key = with_app(user)
        first_step(client, user)
        wrong = wrong_code(key)
        refusals = [client.post(SECOND_STEP, {"code": wrong}).context["form"].errors["code"] for _ in range(5)]
        blocked = client.post(SECOND_STEP, {"code": code_of(key)}).context["form"].errors["code"]
    with time_machine.travel(NOON.replace(minute=6), tick=False):
        done = client.post(SECOND_STEP, {"code": code_of(key)})

    assert refusals == [refusals[0]] * 5
    assert blocked == ["Trop d'essais en peu de temps. Rien n'est bloqué pour de bon : réessayez dans 5 minutes."]
    assert done.status_code == 302


def test_code_is_good_once_in_any_process(settings: Any) -> None:
    user = make_user()
    first, second = Client(), Client()
    with time_machine.travel(NOON, tick=False):
        key = with_app(user)
        for client in (first, second):
            first_step(client, user)
        first.post(SECOND_STEP, {"code": code_of(key)})
        # Another process has a memory of its own: nothing there says that the code was used.
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
        again = second.post(SECOND_STEP, {"code": code_of(key)})
        inside = (user_id(first), user_id(second))

    assert inside == (str(user.pk), None)
    assert again.status_code == 200


def test_recovery_code_opens_once() -> None:
    user = make_user()
    client = logged_in(user)
    add_app(client)
    code = client.get(CODES).context["unused_codes"][0]
    first, second = Client(), Client()
    for browser in (first, second):
        first_step(browser, user)
        browser.post(SECOND_STEP, {"code": code})

    assert (user_id(first), user_id(second)) == (str(user.pk), None)
    assert len(client.get(CODES).context["unused_codes"]) == 9


def test_password_no_longer_suffices_to_remove_the_factor() -> None:
    user = make_user()
    key = with_app(user)
    thief = logged_in(user)

    asked = thief.post(REMOVE_APP)
    thief.post("/compte/confirmer/", {"password": PASSWORD})
    still = has_second_factor(user)
    thief.post(CONFIRM, {"code": code_of(key)})
    done = thief.post(REMOVE_APP)

    assert asked.headers["Location"].startswith(CONFIRM)
    assert still
    assert done.headers["Location"] == FACTORS
    assert not Authenticator.objects.filter(user=user).exists()


def test_first_factor_is_added_only_by_who_knows_the_password(client: Client) -> None:
    user = make_user()
    client.force_login(user)

    asked = client.get(ADD_APP)
    client.post("/compte/confirmer/", {"password": "pas celui-là"})
    refused = client.get(ADD_APP)
    client.post("/compte/confirmer/", {"password": PASSWORD})

    assert [answer.headers["Location"].split("?")[0] for answer in (asked, refused)] == ["/compte/confirmer/"] * 2
    assert client.get(ADD_APP).status_code == 200


def test_account_entered_by_qr_code_adds_no_factor() -> None:
    client = logged_in(User.objects.create_user(None, name="Inès"))

    answers = [client.get(path).headers.get("Location") for path in (ADD_APP, f"{FACTORS}cles/ajouter/")]

    assert answers == [FACTORS, FACTORS]
    assert "c'est lui, avec votre code à six chiffres" in client.get(FACTORS).content.decode().replace("&#x27;", "'")


def test_setting_up_the_first_factor_leads_on_to_where_one_was_going() -> None:
    client = logged_in(make_user())
    client.get(FACTORS, {"next": "/fiches/"})
    add_app(client)

    assert [client.get(CODES).context["next_url"] for _ in range(2)] == ["/fiches/", ""]


def test_way_on_never_leads_to_another_site() -> None:
    client = logged_in(make_user())
    client.get(FACTORS, {"next": "https://ailleurs.example/"})
    add_app(client)

    assert client.get(CODES).context["next_url"] == ""


def test_secrets_are_unreadable_in_the_database_and_lost_with_the_key() -> None:
    key = with_app(make_user())
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]

    assert key not in kept
    assert decrypt(kept) == key
    with override_settings(SECRET_KEY="une tout autre clé, assez longue pour servir"):
        readings = {decrypt(kept), decrypt(kept)}
    assert len(readings) == 2
    assert key not in readings
    assert encrypt(key) != encrypt(key)


def test_factor_counts_for_five_minutes_after_it_was_shown() -> None:
    user = make_user()
    client = Client()
    with time_machine.travel(NOON, tick=False):
        key = with_app(user)
        first_step(client, user)
        before = recently_confirmed(request_of(client, user))
        client.post(SECOND_STEP, {"code": code_of(key)})
        just_now = recently_confirmed(request_of(client, user))
    with time_machine.travel(NOON.replace(minute=5), tick=False):
        late = recently_confirmed(request_of(client, user))
        longer = recently_confirmed(request_of(client, user), minutes=6)
        client.post(CONFIRM, {"code": code_of(key)})
        again = recently_confirmed(request_of(client, user))

    assert [before, just_now, late, longer, again] == [False, True, False, True, True]


def test_who_logged_in_with_a_code_is_not_asked_again_at_once() -> None:
    user = make_user()
    client = Client()
    with time_machine.travel(NOON, tick=False):
        key = with_app(user)
        first_step(client, user)
        client.post(SECOND_STEP, {"code": code_of(key)})
        at_once = client.get(CODES).status_code
    with time_machine.travel(NOON.replace(minute=6), tick=False):
        later = client.get(CODES).headers["Location"]

    assert at_once == 200
    assert later.startswith(CONFIRM)


def test_recovery_codes_alone_are_no_second_factor() -> None:
    user = make_user()
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})

    assert not has_second_factor(user)


def test_lost_factors_are_erased_with_their_codes() -> None:
    user, other = make_user(), make_user()
    with_app(user)
    with_app(other)

    assert remove_factors(user) == 2
    assert [has_second_factor(someone) for someone in (user, other)] == [False, True]
    assert first_step(Client(), user) == "/"


def test_password_and_another_account_confirm_nothing() -> None:
    user, other = make_user(), make_user()
    key = with_app(user)
    client = Client()
    first_step(client, user)
    client.post(SECOND_STEP, {"code": code_of(key)})
    by_password = logged_in(other)
    by_password.post("/compte/confirmer/", {"password": PASSWORD})

    assert not recently_confirmed(request_of(client, other))
    assert not recently_confirmed(request_of(by_password, other))
    assert not recently_confirmed(request_of(client, AnonymousUser()))


def test_way_to_confirm_depends_on_the_factors_and_comes_back() -> None:
    user = make_user()
    client = logged_in(user)
    none = confirm_url(request_of(client, user))
    add_app(client)

    assert none == f"{FACTORS}?next=%2Fx%2F%3Fy%3D1"
    assert confirm_url(request_of(client, user)) == f"{CONFIRM}?next=%2Fx%2F%3Fy%3D1"
    assert (has_second_factor(user), has_second_factor(AnonymousUser())) == (True, False)


@pytest.mark.parametrize(
    ("referer", "expected"),
    [("http://testserver/z/?a=b#c", "%2Fz%2F%3Fa%3Db"), ("https://ailleurs.example/z/", "%2F"), ("", "%2F")],
)
def test_form_sent_comes_back_to_its_own_page(referer: str, expected: str) -> None:
    user = make_user()
    request = request_of(logged_in(user), user, method="POST", HTTP_REFERER=referer)

    assert confirm_url(request) == f"{FACTORS}?next={expected}"
