"""A phone that lives a hard life before a real centre: weeks without network, a wrong clock, other hands, a new app."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.core.tenancy import structure_scope
from palier.fieldlog.models import Tally
from palier.voices.models import Voice
from tests.agenda.safety_teams import Team, make_team
from tests.e2e.conftest import Guard, OpenPage, cookies
from tests.e2e.field_centre import held, record
from tests.e2e.field_phone import draft_kept, go, phone_of, received, status
from tests.e2e.until import until
from tests.factories.people import logged_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
OpenPhone = Callable[..., Page]
BENCH = "On veut un banc devant le hall."
SIXTY_DAYS, TWO_DAYS = timedelta(days=60), timedelta(days=2)
# A later app adds a step to the phone's database, in another tab.
UPGRADE = """async () => {
  const { STEPS, close, database } = await import("terrain/store/database");
  close();
  await database([...STEPS, (opened) => opened.createObjectStore("later")]);
}"""

# Whose account is open, and whether all that it wrote was received: the page's words follow a moment later.
IS_OPEN = "user => import('terrain/store/phone').then(async (found) => await found.currentUser() === user)"

IS_EMPTY = "user => import('terrain/store/outbox').then(async (found) => (await found.countPending(user)).mine === 0)"


@pytest.fixture
def team() -> Team:
    now = timezone.now()
    return make_team(starts_at=now - timedelta(minutes=10), ends_at=now + timedelta(hours=2))


@pytest.fixture
def phone(open_page: OpenPage, live_server: Any, team: Team, guard: Guard) -> OpenPhone:
    """Give ``phone(**more)``: Awa's phone, which knows its outings and opens without network."""
    guard.may_fail.update({f"{live_server.url}/api/sync", f"{live_server.url}/terrain/"})
    return lambda **more: phone_of(open_page, live_server.url, team.awa, **more)


def taps(team: Team, count: int) -> list[dict[str, Any]]:
    return [{"outing": str(team.outing.pk), "kind": "tally.add", "payload": {"step": 1}} for _ in range(count)]


def log_in(page: Page, member: Any, server: str) -> None:
    """Let this browser be ``member``'s from now on, as after the log-in page."""
    page.context.clear_cookies()
    page.context.add_cookies(cookies(logged_in(member.user), server)["storage_state"]["cookies"])


def counted_by(team: Team) -> dict[Any, int]:
    """Return how many taps the centre has of each member."""
    with structure_scope(team.structure.pk):
        rows = list(Tally.objects.values_list("made_by", flat=True))
    return {member: rows.count(member) for member in set(rows)}


def hours(team: Team) -> list[datetime]:
    with structure_scope(team.structure.pk):
        return list(Tally.objects.order_by("pk").values_list("made_at", flat=True))


def test_sixty_days_without_network_then_logged_out_lose_nothing(
    phone: OpenPhone, team: Team, live_server: Any
) -> None:
    page = phone()
    page.clock.set_fixed_time(datetime.now(UTC) - SIXTY_DAYS)
    page.context.set_offline(True)
    record(page, taps(team, 20))
    go(page, team.outing, "parole")
    page.get_by_label("Les mots, comme ils ont été dits").fill(BENCH)
    page.get_by_role("button", name="Enregistrer la parole").click()
    expect(page.locator("#fait")).to_contain_text("Parole enregistrée")
    page.clock.set_fixed_time(datetime.now(UTC))
    Session.objects.all().delete()

    page.reload()
    expect(page.locator("#retard")).to_contain_text("Des saisies attendent depuis plus d'un jour.")
    page.context.set_offline(False)
    expect(status(page)).to_contain_text("21 saisies à envoyer : connectez-vous")
    log_in(page, team.awa, live_server.url)
    page.reload()
    received(page)

    assert counted_by(team) == {team.awa.pk: 20}
    assert all(timedelta(days=59) < timezone.now() - hour < timedelta(days=61) for hour in hours(team))
    with structure_scope(team.structure.pk):
        assert list(Voice.objects.values_list("text", flat=True)) == [BENCH]


@pytest.mark.parametrize("drift", [TWO_DAYS, -TWO_DAYS])
def test_clock_two_days_off_is_put_right_by_the_centre(phone: OpenPhone, team: Team, drift: timedelta) -> None:
    page = phone()
    page.context.set_offline(True)
    page.clock.set_fixed_time(datetime.now(UTC) + drift)
    record(page, taps(team, 3))

    page.context.set_offline(False)
    received(page)

    assert counted_by(team) == {team.awa.pk: 3}
    assert all(abs(timezone.now() - hour) < timedelta(minutes=10) for hour in hours(team))


def test_two_people_of_one_phone_send_each_their_own(phone: OpenPhone, team: Team, live_server: Any) -> None:
    page = phone()
    page.context.set_offline(True)
    record(page, taps(team, 5))
    log_in(page, team.karim, live_server.url)
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#autres")).to_contain_text("5 saisies d'un autre compte sur ce téléphone")
    until(page, IS_OPEN, str(team.karim.pk))

    record(page, taps(team, 2))
    until(page, IS_EMPTY, str(team.karim.pk))
    received(page)
    between = counted_by(team)
    log_in(page, team.awa, live_server.url)
    page.reload()
    until(page, IS_OPEN, str(team.awa.pk))
    until(page, IS_EMPTY, str(team.awa.pk))
    received(page)
    expect(page.locator("#autres")).to_be_hidden()

    assert between == {team.karim.pk: 2}
    assert counted_by(team) == {team.awa.pk: 5, team.karim.pk: 2}


def test_words_half_typed_are_shown_to_their_author_alone(phone: OpenPhone, team: Team, live_server: Any) -> None:
    page = phone()
    go(page, team.outing, "parole")
    words = page.get_by_label("Les mots, comme ils ont été dits")
    words.fill(BENCH)
    draft_kept(page, BENCH)

    for member, seen in ((team.karim, ""), (team.awa, BENCH)):
        log_in(page, member, live_server.url)
        page.reload()
        until(page, IS_OPEN, str(member.pk))
        expect(words).to_have_value(seen)


def test_newer_app_takes_over_a_full_outbox_and_sends_it(phone: OpenPhone, team: Team) -> None:
    page = phone()
    page.context.set_offline(True)
    record(page, taps(team, 600))
    newer = page.context.new_page()
    newer.goto("/terrain/")

    newer.evaluate(UPGRADE)
    record(page, taps(team, 1))
    assert held(newer)["mine"] == 601
    page.context.set_offline(False)
    received(newer)

    assert counted_by(team) == {team.awa.pk: 601}
