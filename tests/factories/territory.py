"""Invented places and zones."""

from itertools import count
from pathlib import Path
from typing import Any

import pytest

from palier.structures.models import Structure
from palier.territory.models import Place, Zone

SHARED = Path(__file__).parents[2] / "../shared/data"
_numbers = count(1)


def square(west: float, south: float, side: float = 0.01) -> dict[str, Any]:
    """Return the contour of a square, from its south-west corner, in degrees."""
    east, north = round(west + side, 6), round(south + side, 6)
    corners = [[west, south], [west, north], [east, north], [east, south], [west, south]]
    return {"type": "Polygon", "coordinates": [corners]}


def make_place(structure: Structure, name: str = "", **fields: object) -> Place:
    """Return a saved place."""
    return Place.objects.create(structure=structure, name=name or f"Lieu numéro {next(_numbers):05d}", **fields)


def make_zone(structure: Structure, name: str = "", **fields: object) -> Zone:
    """Return a saved zone: a square of an invented town unless ``contour`` says another."""
    values = {"contour": square(5.7, 45.1), **fields}
    return Zone.objects.create(structure=structure, name=name or f"Zone numéro {next(_numbers):05d}", **values)


def shared(path: str) -> Path:
    """Return the path of a real file; skip the test where these files are not."""
    found = SHARED / path
    if not found.is_file():
        pytest.skip(f"real data not here: {path}")
    return found
