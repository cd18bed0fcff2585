"""Ten thousand wrong log-ins: none gets in, and few are even looked at."""

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from random import Random

import pytest
import time_machine
from allauth.account.forms import LoginForm
from allauth.core.context import request_context
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from palier.accounts.models import User
from tests.accounts.recording import RecordingHasher
from tests.factories.people import PASSWORD, make_user

LOGIN = "/compte/connexion/"
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
WINDOW = 300
LIMIT = 5
ACCOUNTS = 100
TRIES = 10_000
SEED = 20260302


@pytest.fixture(autouse=True)
def recording(settings: Settings) -> Iterator[None]:
    settings.PASSWORD_HASHERS = ["tests.accounts.recording.RecordingHasher"]
    RecordingHasher.start_again()
    yield
    RecordingHasher.start_again()


def attempt(client: Client, email: str, password: str, address: str = "192.0.2.1") -> int:
    """Send the log-in form, and return the status of its answer: 200 opens, 400 refuses."""
    # Asked as a program would: the same view and form, without drawing ten thousand pages.
    form = {"login": email, "password": password}
    return client.post(LOGIN, form, headers={"accept": "application/json"}, REMOTE_ADDR=address).status_code


def attempt_undrawn(email: str, password: str, address: str) -> bool:
    """Check the log-in form alone, as its view does, and tell whether it would open: a page drawn takes 10 ms."""
    request = RequestFactory().post(LOGIN, REMOTE_ADDR=address)
    request.user = AnonymousUser()
    with request_context(request):
        return bool(LoginForm({"login": email, "password": password}, request=request).is_valid())


def checks_by_hash() -> dict[str, list[float]]:
    """Return the instants at which the password of each account was looked at."""
    found: dict[str, list[float]] = defaultdict(list)
    for encoded, instant in RecordingHasher.checks:
        found[encoded].append(instant)
    return found


def most_in_a_window(instants: list[float]) -> int:
    """Return the most instants found in any five minutes."""
    return max(sum(start <= instant < start + WINDOW for instant in instants) for start in instants)


@pytest.mark.django_db
def test_ten_thousand_wrong_logins_open_nothing() -> None:
    users = [make_user(f"cible{number}@exemple.fr") for number in range(ACCOUNTS)]
    hashes = set(User.objects.values_list("password", flat=True))
    emails = [str(user.email) for user in users] + [f"inconnue{number}@exemple.fr" for number in range(5)]
    RecordingHasher.start_again()
    random = Random(SEED)
    client = Client()
    opened = []

    with time_machine.travel(START, tick=False) as clock:
        for number in range(TRIES):
            guess = (random.choice(emails), f"motdepasse{number}", f"198.51.100.{number % 200}")
            if number % 50 == 0:
                opened.append(attempt(client, *guess) == HTTPStatus.OK)
            else:
                opened.append(attempt_undrawn(*guess))
            clock.shift(timedelta(milliseconds=random.randrange(0, 150)))
        checks = checks_by_hash()
        clock.shift(timedelta(seconds=WINDOW))
        after = [attempt(Client(), str(user.email), PASSWORD, f"203.0.113.{user.pk.int % 250}") for user in users]

    assert opened == [False] * TRIES
    assert checks.keys() == hashes
    assert max(most_in_a_window(instants) for instants in checks.values()) == LIMIT
    assert len(RecordingHasher.checks) < TRIES * 0.3
    assert after == [HTTPStatus.OK] * ACCOUNTS


@pytest.mark.django_db
def test_one_address_reaches_thirty_accounts_in_five_minutes_and_no_more() -> None:
    users = [make_user() for _ in range(40)]
    RecordingHasher.start_again()
    client = Client()

    with time_machine.travel(START, tick=False):
        statuses = [attempt(client, str(user.email), "faux") for user in users]
        elsewhere = attempt(client, str(users[-1].email), PASSWORD, "192.0.2.2")

    assert statuses == [HTTPStatus.BAD_REQUEST] * 40
    assert len(RecordingHasher.checks) == 30 + 1
    assert elsewhere == HTTPStatus.OK


@pytest.mark.django_db
def test_log_ins_that_succeed_never_close_the_address_of_a_centre() -> None:
    users = [make_user() for _ in range(40)]

    with time_machine.travel(START, tick=False):
        statuses = [attempt(Client(), str(user.email), PASSWORD) for user in users]

    assert statuses == [HTTPStatus.OK] * 40


@pytest.mark.django_db
def test_own_account_does_not_wipe_the_count_of_the_address() -> None:
    mine = make_user("moi@exemple.fr")
    victims = [make_user() for _ in range(40)]
    RecordingHasher.start_again()

    with time_machine.travel(START, tick=False):
        for victim in victims:
            attempt(Client(), str(mine.email), PASSWORD)
            attempt(Client(), str(victim.email), "faux")

    hashes = set(User.objects.exclude(pk=mine.pk).values_list("password", flat=True))
    assert sum(encoded in hashes for encoded, _ in RecordingHasher.checks) == 30


@pytest.mark.django_db
def test_who_insists_on_one_account_does_not_shut_out_the_centre() -> None:
    forgetful, colleague = make_user(), make_user()

    with time_machine.travel(START, tick=False):
        for _ in range(60):
            attempt(Client(), str(forgetful.email), "faux")
        status = attempt(Client(), str(colleague.email), PASSWORD)

    assert status == HTTPStatus.OK


@pytest.mark.django_db(transaction=True)
def test_twenty_tries_at_once_are_counted_one_by_one() -> None:
    user = make_user("cible@exemple.fr")
    RecordingHasher.start_again()

    def try_once(number: int) -> int:
        try:
            return attempt(Client(), str(user.email), f"faux{number}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as threads:
        statuses = list(threads.map(try_once, range(20)))

    assert statuses == [HTTPStatus.BAD_REQUEST] * 20
    assert len(RecordingHasher.checks) == LIMIT
