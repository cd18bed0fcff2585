"""What a foreign structure holds changes nothing, anywhere: no word of it, no count."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from pypdf import PdfReader

from palier.structures.addresses import Address, addresses
from palier.structures.enums import Role
from palier.structures.models import Structure
from palier.structures.routes import FEDERATION
from tests.tenancy.world import (
    FOREIGN,
    STRANGER,
    VISITOR,
    World,
    arguments,
    ask,
    furnish,
    home_of,
    make_world,
    may_come,
)

pytestmark = pytest.mark.django_db
NOON = "2026-11-23T12:00:00+01:00"
PERSONS = (VISITOR, STRANGER, *(role.value for role in Role))
# Pages that search, by whatever parameter, look for a word of the foreign structure.
SEARCHED = f"?{urlencode(dict.fromkeys(('q', 'text', 'texte', 'recherche', 'mots'), FOREIGN))}"
Answers = dict[str, dict[str, str]]
# Drawn anew for each answer, whatever the data: the form's secret, the page's nonce, a key to add.
DRAWN = re.compile(
    r'name="(?:csrfmiddlewaretoken|jeton)" value="[^"]*"|nonce="[^"]*"|nonce-[\w=+/-]+'
    r'|"X-CSRFToken": ?"[^"]*"|csrftoken=\w+'
)
DRAWN_PAGES = {"mfa_activate_totp", "mfa_login_webauthn", "mfa_reauthenticate_webauthn", "mfa_add_webauthn"}
READ = [address for address in addresses() if "GET" in address.methods and address.name not in DRAWN_PAGES]


def content(answer: Any) -> str:
    """Return the headers and the body as text, files opened: archives file by file, PDF as words."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return DRAWN.sub("", f"{headers}\n{answer.cookies.output()}\n{opened(answer.body)}")


def opened(data: bytes) -> str:
    """Return the text of a file, whatever its format."""
    if data.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(f"{name}\n{archive.read(name).decode(errors='replace')}" for name in archive.namelist())
    return data.decode(errors="replace")


def answers(world: World, address: Address, method: str) -> dict[str, str]:
    """Return what each person of the world reads at an address that lets them in."""
    found = {}
    for person in filter(lambda person: may_come(person, address), PERSONS):
        rows = world.own if address.access == FEDERATION else home_of(world, person)
        path = reverse(address.name, kwargs=arguments(address, rows))
        found[person] = content(ask(world, person, method, f"{path}{SEARCHED}" if method == "GET" else path))
    return found


@pytest.fixture(scope="module")
def before_and_after(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Answers, Answers]]:
    """Yield what every page says while the foreign structure is empty, then once it is full."""
    with time_machine.travel(NOON, tick=False), django_db_blocker.unblock(), transaction.atomic():
        world = make_world(with_foreign=False)
        before = {address.name: answers(world, address, "GET") for address in READ}
        furnish(world.foreign[Structure], FOREIGN, sheet=False)
        yield before, {address.name: answers(world, address, "GET") for address in READ}
        transaction.set_rollback(True)


@pytest.mark.parametrize("address", READ, ids=lambda address: address.name)
def test_page_is_the_same_whatever_another_structure_holds(
    address: Address, before_and_after: tuple[Answers, Answers]
) -> None:
    before, after = before_and_after

    assert before[address.name] != {}
    assert after[address.name] == before[address.name]


def test_words_hidden_in_files_are_seen() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("feuille.xml", "<v>Kanari note</v>" * 50)

    assert "Kanari note" in opened(archive.getvalue())
    answer: Any = HttpResponse("", headers={"Content-Disposition": 'filename="Kanari.csv"'})
    answer.body = b""
    assert "Kanari" in content(answer)
