"""What the short campaigns share: the database of the run, a campaign played in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

Played = Callable[..., dict[str, Any]]


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


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the first campaign keeps its empty tables for the next ones."""
    return tmp_path_factory.mktemp("campaign") / "template.sqlite3"


@pytest.fixture
def play(template: Path) -> Played:
    """Give ``play(name, *words)``: the figures of a short campaign, whatever its verdict; it must have told some."""

    def run(name: str, *words: str) -> dict[str, Any]:
        environment = {**os.environ, "PALIER_CAMPAIGN_TEMPLATE": str(template)}
        command = [sys.executable, "-m", f"tests.campaign.{name}", *words, "--json"]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        assert ran.stdout, ran.stderr
        figures: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
        assert ran.returncode == 1 - figures["right"], ran.stdout + ran.stderr
        return figures

    return run
