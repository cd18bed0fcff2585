"""What a foreign structure holds changes nothing, anywhere: no word of it, no count."""

import io
import re
import zipfile
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import reverse
from pypdf import PdfReader

from palier.structures.addresses import Address, addresses
from palier.structures.enums import Role
from palier.structures.models import Structure
from palier.structures.routes import FEDERATION
from tests.tenancy.world import FOREIGN, STRANGER, VISITOR, World, arguments, furnish, home_of, make_world, may_come

NOON = "2026-11-23T12:00:00+01:00"
PERSONS = (VISITOR, STRANGER, *(role.value for role in Role))
# Drawn anew for each answer, whatever the data: the form's secret, the page's nonce, the key of an authenticator to add.
DRAWN = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|nonce-[\w=+/-]+|"X-CSRFToken": ?"[^"]*"|csrftoken=\w+'
)
DRAWN_PAGES = {"mfa_activate_totp", "mfa_login_webauthn", "mfa_reauthenticate_webauthn", "mfa_add_webauthn"}
READ = [address for address in addresses() if "GET" in address.methods and address.name not in DRAWN_PAGES]
WRITTEN = [address for address in addresses() if "POST" in address.methods and address.name not in DRAWN_PAGES]


def content(answer: HttpResponse) -> str:
    """Return the headers and the body as text, files opened: archives file by file, PDF as words."""
    body: Any = answer
    data: bytes = b"".join(body.streaming_content) if body.streaming else answer.content
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return DRAWN.sub("", f"{headers}\n{answer.cookies.output()}\n{opened(data)}")


def opened(data: bytes) -> str:
    """Return the text of a file, whatever its format."""
    if data.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(f"{name}\n{archive.read(name).decode(errors='replace')}" for name in archive.namelist())
    return data.decode(errors="replace")


def path_for(address: Address, world: World, person: str) -> str:
    rows = world.own if address.access == FEDERATION else home_of(world, person)
    return reverse(address.name, kwargs=arguments(address, rows))


def answers(world: World, address: Address, method: str) -> dict[str, str]:
    """Return what each person of the world reads at an address that lets them in."""
    found = {}
    for person in PERSONS:
        if may_come(person, address):
            answer: Any = world.browsers[person].generic(method, path_for(address, world, person))
            found[person] = content(answer)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("address", READ, ids=lambda address: address.name)
def test_page_is_the_same_whatever_another_structure_holds(address: Address) -> None:
    with time_machine.travel(NOON, tick=False):
        world = make_world(with_foreign=False)
        answers(world, address, "GET")  # what a first reading writes (the code of a form, a message) is then written
        before = answers(world, address, "GET")

        furnish(world.foreign[Structure], FOREIGN, sheet=False)
        after = answers(world, address, "GET")

    assert before != {}
    assert after == before


@pytest.mark.django_db
@pytest.mark.parametrize("address", WRITTEN, ids=lambda address: address.name)
def test_refusal_says_no_word_of_another_structure(address: Address) -> None:
    world = make_world(foreign_sheet=False)

    told = answers(world, address, "POST")

    assert [person for person, text in told.items() if FOREIGN.casefold() in text.casefold()] == []


def test_words_hidden_in_files_are_seen() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("feuille.xml", "<v>Kanari note</v>" * 50)

    assert "Kanari note" in opened(archive.getvalue())
    assert "Kanari" in content(HttpResponse("", headers={"Content-Disposition": 'filename="Kanari.csv"'}))
