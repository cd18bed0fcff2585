"""The phone keeps what is written, with the centre's answers played by the test: storage, sending, waiting, accounts."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.e2e.conftest import OpenPage
from tests.factories.people import make_membership, make_structure

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.EQUIPIER, structure=make_structure("Centre du Belvédère"), name="Samia Diallo")


def test_page_opens(open_page: OpenPage, context: dict[str, Any]) -> None:
    page = open_page(360, **context)
    page.on("console", lambda m: print("CONSOLE", m.text))
    page.goto("/terrain/#/attente")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sur ce téléphone")
    page.wait_for_timeout(1500)
    print(page.locator("body").inner_text())
    page.screenshot(path="/tmp/store/a.png")
    page.goto("/terrain/#/")
    page.wait_for_timeout(500)
    print(page.locator("body").inner_text())
    page.screenshot(path="/tmp/store/b.png")
