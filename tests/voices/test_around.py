"""The links around the words: the same on each page, and none that leads its reader to a closed door."""

import re
from html import unescape

import pytest

from palier.structures.models import Membership
from tests.factories.people import logged_in

pytestmark = pytest.mark.django_db
PAGES = ("/paroles/", "/besoins/", "/relais/", "/paroles/retours/", "/paroles/synthese/")


def links_on(member: Membership, page: str) -> list[str]:
    shown = unescape(logged_in(member.user).get(page).content.decode())
    around = shown.partition('aria-label="Autour des paroles"')[2].partition("</nav>")[0]
    return re.findall(r'<a class="chip" href="([^"]+)"', around)


def test_links_are_the_same_on_each_page_and_open(lead: Membership, awa: Membership) -> None:
    for member, more in ((lead, ["/paroles/chiffres/", "/moderation/"]), (awa, [])):
        expected = [*PAGES, *more]

        assert [links_on(member, page) for page in PAGES] == [expected] * len(PAGES)
        assert {logged_in(member.user).get(link).status_code for link in expected} == {200}
