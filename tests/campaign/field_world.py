"""The instance of a campaign of the field log: a structure, its team, a browser for each, outings of today."""

import os
import random
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from tests.campaign.field_operations import Maker, body_of

TEAM = 8
OUTINGS = 6


def prepare(folder: Path, database: str, **more: str) -> None:
    """Let Django use a new instance in ``folder``, before anything of Palier is imported; ``more`` is environment."""
    os.environ |= {
        "PALIER_DATA_DIR": str(folder),
        "PALIER_LEDGER": str(folder / "ledger"),
        "PALIER_DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.campaign.settings",
        "PALIER_LOG_LEVEL": "ERROR",
        "PALIER_SEMANTIC": "non",
        **more,
    }
    # An end asked for from outside passes through the ``with`` statements: no server stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Where the files of the pages would be collected: WhiteNoise asks for the folder.
    (folder / "static").mkdir(exist_ok=True)
    import django  # noqa: PLC0415 (it reads the variables above)

    django.setup()
    _migrate(folder / "palier.sqlite3")


def _migrate(file: Path) -> None:
    """Make the tables. The short campaigns make those of SQLite once (PALIER_CAMPAIGN_TEMPLATE), then copy the file."""
    from django.core.management import call_command  # noqa: PLC0415 (see prepare)
    from django.db import connection  # noqa: PLC0415

    template = Path(os.environ.get("PALIER_CAMPAIGN_TEMPLATE", ""))
    is_copied = template.name != "" and connection.vendor == "sqlite"
    if is_copied and template.exists():
        shutil.copyfile(template, file)
        return
    call_command("migrate", interactive=False, verbosity=0)
    if is_copied:
        connection.close()
        with closing(sqlite3.connect(file)) as source:
            source.execute("VACUUM INTO ?", [str(template)])


@dataclass(frozen=True, slots=True)
class Member:
    """Who writes on the field: the key of the membership, the cookie of the browser."""

    key: UUID
    name: str
    cookie: str


@dataclass(frozen=True, slots=True)
class World:
    """What phones need to know: who they belong to, where they go. All members are in the team of all outings."""

    structure: UUID
    place: UUID
    members: tuple[Member, ...]
    outings: tuple[UUID, ...]


def make_world(team: int = TEAM, outings: int = OUTINGS) -> World:
    """Write the structure, its team and its outings, under way now; each member has a browser that is logged in."""
    from django.conf import settings  # noqa: PLC0415 (see prepare)
    from django.db import connections  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from palier.core.tenancy import structure_scope  # noqa: PLC0415
    from palier.structures.enums import Role  # noqa: PLC0415
    from tests.factories.outings import make_outing, make_participation, make_place  # noqa: PLC0415
    from tests.factories.people import logged_in, make_membership, make_structure  # noqa: PLC0415

    structure = make_structure("Centre du Belvédère")
    people = [make_membership(Role.EQUIPIER, structure=structure, name=f"Personne {n}") for n in range(team)]
    begin = timezone.now() - timedelta(minutes=30)
    with structure_scope(structure.pk):
        place = make_place(structure)
        rows = [make_outing(structure, place=place, starts_at=begin, hours=4) for _ in range(outings)]
        for outing in rows:
            for member in people:
                make_participation(outing, member)
    name = settings.SESSION_COOKIE_NAME
    members = []
    for each in people:
        browser = logged_in(each.user)
        # The first request writes the browser among those of the account.
        body = body_of(Maker(each.pk, random.Random(0)), [])
        headers = {"host": "127.0.0.1", "X-Palier-Terrain": "1"}
        assert browser.post("/api/sync", body, content_type="application/json", headers=headers).status_code == 200
        members.append(Member(each.pk, each.name, f"{name}={browser.cookies[name].value}"))
    connections.close_all()
    return World(structure.pk, place.pk, tuple(members), tuple(outing.pk for outing in rows))
