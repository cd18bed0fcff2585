"""Phones for the tests: made as they are in life, by a code shown and a form sent."""

import threading
from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palier.core.tenancy import structure_scope
from palier.structures.actions.phones import show_code
from palier.structures.enums import MembershipStatus
from palier.structures.middleware import UNLOCKED_KEY
from palier.structures.models import EnrolledPhone, EnrolmentCode, Membership
from palier.structures.phone_tokens import token_of
from tests.factories.people import actor_for

PIN = "402913"
WRONG_PIN = "958106"


def code_shown(lead: Membership, *, for_member: Membership | None = None, minutes_ago: int = 0) -> EnrolmentCode:
    """Return a code that ``lead`` showed."""
    with structure_scope(lead.structure_id):
        return show_code(
            structure=lead.structure,
            shown_by=lead,
            for_member=for_member,
            status=MembershipStatus.BENEVOLE,
            by=actor_for(lead),
            now=timezone.now() - timedelta(minutes=minutes_ago),
        )


def address_of(code: EnrolmentCode) -> str:
    """Return the path that the QR code holds."""
    return reverse("structures:phone-enter", args=[code.structure_id, token_of(code.pk)])


def phone_in(lead: Membership, *, name: str = "Fatima", for_member: Membership | None = None) -> Client:
    """Return the browser of a phone that came in by a code of ``lead``, unlocked."""
    browser = Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"})
    code = code_shown(lead, for_member=for_member)
    answer = browser.post(address_of(code), {"name": name, "pin": PIN})
    assert answer.status_code == 302, answer.content.decode()
    return browser


def phone_of(browser: Client) -> EnrolledPhone:
    """Return the row of a phone, read again."""
    device = browser.session["device"]
    found = EnrolledPhone._base_manager.select_related("device", "membership__user", "membership__structure")
    return found.get(device=device)


def leave_idle(browser: Client, minutes: float = 16) -> None:
    """Let a phone have been used last so many minutes ago."""
    session = browser.session
    session[UNLOCKED_KEY] = (timezone.now() - timedelta(minutes=minutes)).isoformat()
    session.save()


def together(count: int, act: Callable[[int], str]) -> list[str]:
    """Return what ``act`` gives in ``count`` threads that start at the same instant, sorted."""
    barrier, found = threading.Barrier(count), []

    def run(number: int) -> None:
        try:
            barrier.wait()
            found.append(act(number))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)
