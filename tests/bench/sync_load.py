"""What the bench of the phones sends: members of sixteen centres, each request an outing, thirty taps, five voices."""

import http.client
import json
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

TAPS, VOICES, MEMBERS, STRUCTURES = 30, 5, 96, 16
WORDS = "L'ascenseur est en panne depuis trois semaines et personne ne vient."


@dataclass(frozen=True, slots=True)
class Request:
    """A body and the headers of who sends it."""

    body: bytes
    headers: dict[str, str]


def make_requests(count: int, *, more: bool) -> list[Request]:
    """Write ``count`` outings and their teams, and return a request for each; ``more``: the phone has others left."""
    # The models need the settings to be read.
    from palier.core.tenancy import across_structures  # noqa: PLC0415
    from palier.fieldlog.enums import Age, Gender  # noqa: PLC0415
    from palier.structures.enums import Role  # noqa: PLC0415
    from tests.factories.outings import make_outing, make_participation, make_place  # noqa: PLC0415
    from tests.factories.people import logged_in, make_membership, make_structure  # noqa: PLC0415
    from tests.mobile.phone import Phone  # noqa: PLC0415

    now, draw = timezone.now(), random.Random(20270311)
    structures = [make_structure() for _ in range(STRUCTURES)]
    members = [
        make_membership(Role.EQUIPIER, structure=structures[number % STRUCTURES], password=None)
        for number in range(MEMBERS)
    ]
    cookies = [logged_in(member.user).cookies["sessionid"].value for member in members]
    requests = []
    # One transaction: a thousand would be a thousand syncs of the disk.
    with across_structures(), transaction.atomic():
        places = {structure.pk: make_place(structure) for structure in structures}
        for number in range(count):
            member, phone = members[number % MEMBERS], Phone(members[number % MEMBERS], at=now)
            structure = member.structure
            outing = make_outing(structure, place=places[structure.pk], starts_at=now - timedelta(hours=1))
            make_participation(outing, member)
            cells = [
                {"age": draw.choice(Age.values), "gender": draw.choice(Gender.values), "contact": "echange"}
                for _ in range(TAPS)
            ]
            ops = [phone.tap(outing, **cell) for cell in cells]
            ops += [phone.put("voice", outing, text=WORDS, themes=["logement"]) for _ in range(VOICES)]
            pending = len(ops) + (1 if more else 0)
            body = json.dumps(phone.request(*ops, sent_at=now, pending=pending)).encode()
            requests.append(Request(body, _headers(cookies[number % MEMBERS], structure.pk.hex)))
    return requests


def _headers(cookie: str, structure: str) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "X-Palier-Terrain": "1",
        "X-Structure": structure,
        "Cookie": f"sessionid={cookie}",
    }


def send_all(
    requests: Sequence[Request], cursors: dict[str, str], *, address: tuple[int, str], clients: int
) -> tuple[float, list[float]]:
    """Send everything by ``clients`` at once; return the requests a second, and the time of each in milliseconds.

    ``address``: the port and the path. ``cursors`` keeps what each member was given last.
    """
    left, lock = list(reversed(requests)), threading.Lock()
    times: list[float] = []
    port, path = address

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        while True:
            with lock:
                if not left:
                    break
                request = left.pop()
            started = time.perf_counter()
            answer = _send(connection, path, request, cursors)
            times.append((time.perf_counter() - started) * 1000)
            assert answer.get("receipts") is None or {got["status"] for got in answer["receipts"]} == {"applied"}
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / (time.perf_counter() - started), sorted(times)


def _send(connection: http.client.HTTPConnection, path: str, request: Request, cursors: dict[str, str]) -> Any:
    cookie = request.headers["Cookie"]
    cursor = cursors.get(cookie)
    body = request.body.replace(b'"cursor": null', b'"cursor": "' + cursor.encode() + b'"') if cursor else request.body
    connection.request("POST", path, body, request.headers)
    response = connection.getresponse()
    content = response.read()
    assert response.status == 200, content[:300]
    answer = json.loads(content)
    if answer.get("cursor"):
        cursors[cookie] = answer["cursor"]
    return answer
