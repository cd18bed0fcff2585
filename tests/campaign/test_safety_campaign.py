"""A short campaign: thirty outings, five kills, two look-outs at once, on the database of the run."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql


@pytest.fixture
def database() -> Iterator[str]:
    """Yield "" for a file of SQLite, or an empty database beside the one of PALIER_TEST_DATABASE_URL."""
    server = os.environ.get("PALIER_TEST_DATABASE_URL", "")
    if not server:
        yield ""
        return
    name = f"campaign_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield f"{server.rpartition('/')[0]}/{name}"
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_no_alert_is_missed_nor_doubled_when_the_look_out_is_killed(database: str) -> None:
    words = ["--outings", "30", "--kills", "5", "--step", "15", "--seed", "3", "--json", "--database", database]

    ran = subprocess.run(
        [sys.executable, "-m", "tests.campaign.safety_campaign", *words], capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    figures = json.loads(ran.stdout)
    assert (figures["alerts_missed"], figures["alerts_doubled"], figures["letters_missed"]) == (0, 0, 0)
    assert (figures["outings"], figures["kills"]) == (30, 5)
    assert figures["alerts"] >= 30
    assert figures["letters"] >= 30
