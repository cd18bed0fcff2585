"""Nobody learns which addresses have an account: the same answer, for the same work."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from palier.accounts.models import User
from tests.accounts.recording import RecordingHasher
from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/compte/connexion/"
FORGOTTEN = "/compte/mot-de-passe/oublie/"
SENT = f"{FORGOTTEN}envoye/"
NEW = "sept tasses bleues attendent sous un arbre"
CLOSED = {
    "unknown": "personne@exemple.fr",
    "wrong password": "awa@exemple.fr",
    "closed, wrong password": "partie@exemple.fr",
    "without password": "sans@exemple.fr",
}


@pytest.fixture(autouse=True)
def accounts(settings: Settings) -> Iterator[None]:
    """One account of each kind, with a hasher that counts its runs."""
    settings.PASSWORD_HASHERS = ["tests.accounts.recording.RecordingHasher"]
    make_user("awa@exemple.fr")
    make_user("partie@exemple.fr", is_active=False)
    User.objects.create_user("sans@exemple.fr", name="Sans mot de passe")
    User.objects.create_user(None, name="Inès")
    RecordingHasher.start_again()
    yield
    RecordingHasher.start_again()


def log_in(email: str, password: str = "faux") -> tuple[int, str, int]:
    """Return the status, the page without what changes at each visit, and how many times the hasher ran."""
    RecordingHasher.start_again()
    response = Client().post(LOGIN, {"login": email, "password": password})
    return response.status_code, same_for_all(response.content.decode(), email), RecordingHasher.runs


def same_for_all(page: str, email: str) -> str:
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", page)
    return page.replace(email, "ADRESSE")


@pytest.mark.parametrize("email", CLOSED.values(), ids=CLOSED.keys())
def test_refused_log_in_looks_the_same_and_costs_one_hash(email: str) -> None:
    status, page, runs = log_in(email)

    assert (status, runs) == (200, 1)
    assert page == log_in("jamais.vue@exemple.fr")[1]


def test_right_password_of_a_closed_account_is_answered_like_a_wrong_one() -> None:
    assert log_in("partie@exemple.fr", PASSWORD) == log_in("awa@exemple.fr")
    assert log_in("awa@exemple.fr", PASSWORD)[0] == 302


@pytest.mark.parametrize("email", CLOSED.values(), ids=CLOSED.keys())
def test_limit_is_the_same_for_all_and_costs_no_hash(email: str) -> None:
    with time_machine.travel("2026-03-02T08:00:00+00:00", tick=False):
        answers = [log_in(email)[1] for _ in range(5)]
        status, page, runs = log_in(email)

    assert answers == [answers[0]] * 5
    assert (status, runs) == (200, 0)
    assert "réessayez dans 5 minutes" in page


def ask(email: str) -> tuple[int, str]:
    """Ask for a new password, and return the status and where it leads."""
    response = Client().post(FORGOTTEN, {"email": email})
    return response.status_code, response.headers.get("Location", "")


def test_new_password_is_asked_without_looking_for_the_account(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    ask("premiere@exemple.fr")  # the first makes the row that counts for this machine
    work = []
    for email in (*CLOSED.values(), "jamais.vue@exemple.fr"):
        with CaptureQueriesContext(connection) as captured:
            answer = ask(email)
        work.append((answer, [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in captured.captured_queries]))

    assert work == [work[0]] * 5
    assert work[0][0] == (302, SENT)
    assert [sql for sql in work[0][1] if "accounts_user" in sql] == []
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("email", "subject"),
    [
        ("awa@exemple.fr", "Choisir un nouveau mot de passe"),
        ("AWA@Exemple.fr", "Choisir un nouveau mot de passe"),
        ("sans@exemple.fr", "Choisir un nouveau mot de passe"),
        ("partie@exemple.fr", "Pas de compte à cette adresse"),
        ("personne@exemple.fr", "Pas de compte à cette adresse"),
    ],
)
def test_letter_goes_to_the_address_typed(email: str, subject: str) -> None:
    ask(email)

    assert [(letter.to, letter.subject) for letter in mail.outbox] == [([email.lower()], subject)]


def follow_letter(client: Client) -> str:
    """Open the link of the last letter, and return the page where the password is chosen."""
    link = re.search(r"https?://\S+", str(mail.outbox[-1].body))
    assert link is not None
    return str(client.get(link.group()).headers.get("Location", ""))


def test_link_lets_choose_a_password_once_and_lifts_the_limit(client: Client) -> None:
    for _ in range(6):
        log_in("awa@exemple.fr")
    ask("awa@exemple.fr")
    form = follow_letter(client)

    easy = client.post(form, {"password1": "motdepasse", "password2": "motdepasse"})
    done = client.post(form, {"password1": NEW, "password2": NEW})
    again = Client().get(re.findall(r"https?://\S+", str(mail.outbox[-1].body))[0])

    assert "trop facile à deviner" in easy.context["form"].errors["password1"][0]
    assert done.headers["Location"] == "/compte/mot-de-passe/nouveau/fait/"
    assert again.context["token_fail"]
    assert log_in("awa@exemple.fr", NEW)[0] == 302


def test_link_begins_with_the_public_address_when_there_is_one(settings: Settings) -> None:
    settings.BASE_URL = "https://palier.exemple.fr"

    ask("awa@exemple.fr")

    assert "\nhttps://palier.exemple.fr/compte/mot-de-passe/nouveau/" in str(mail.outbox[0].body)


def test_letters_to_one_address_are_few() -> None:
    with time_machine.travel("2026-03-02T08:00:00+00:00", tick=False) as clock:
        asked = [ask("awa@exemple.fr")[0] for _ in range(6)]
        clock.shift(timedelta(hours=1))
        later = ask("awa@exemple.fr")[0]

    assert (asked, later) == ([302] * 5 + [200], 302)
    assert len(mail.outbox) == 6
