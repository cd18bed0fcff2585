"""What a phone downloads of the public page, compressed, full as a board gets: 60 kB at most, without any script."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from palier.noticeboard.models import Board
from palier.structures.models import Structure
from tests.factories.noticeboard import make_idea, tell_need
from tests.factories.outings import make_outing
from tests.factories.territory import make_place
from tests.factories.voices import make_citable, make_need, make_relay, make_reply

pytestmark = pytest.mark.django_db
PAGE_BYTES, STYLE_BYTES = 60_000, 6_000


def weight_of(page: bytes) -> dict[str, int]:
    """Return the compressed bytes of the page and of each file that it loads by itself."""
    found = {"page": len(gzip.compress(page))}
    for link in re.findall(rb'<(?:link rel="(?:stylesheet|icon)"|script|img)[^>]*(?:href|src)="/static/([^"]+)"', page):
        path = finders.find(link.decode())
        assert isinstance(path, str)
        found[link.decode()] = len(gzip.compress(Path(path).read_bytes()))
    return found


def test_a_full_board_is_light(centre: Structure, board: Board) -> None:
    words = "On attend depuis des mois, chaque matin, avec les enfants et les courses, personne ne dit rien. "
    for number in range(40):
        place = make_place(centre, f"Place numéro {number}", address=f"{number} allée des Saules")
        make_outing(centre, place=place, starts_at=timezone.now() + timedelta(days=1, hours=number))
        make_idea(centre, f"{words * 4}{number}")
        need = make_need(centre, *[make_citable(centre, f"{words}{number} {one}") for one in range(3)])
        for state in ("recu", "a_etude", "programme"):
            make_reply(make_relay(need), state)
        tell_need(need, f"Un besoin, numéro {number}", f"{words * 3}{number}")

    page = Client().get(board.get_absolute_url()).content
    weight = weight_of(page)

    assert sum(weight.values()) <= PAGE_BYTES
    assert (b"<script" in page, b"@font-face" in page) == (False, False)
    assert {"page", "noticeboard/board.css"} < set(weight)


def test_the_style_sheet_is_small_and_loads_nothing() -> None:
    path = finders.find("noticeboard/board.css")
    assert isinstance(path, str)
    style = Path(path).read_text(encoding="utf-8")

    assert len(style.encode()) <= STYLE_BYTES
    assert re.findall(r"url\(|@import", style) == []
