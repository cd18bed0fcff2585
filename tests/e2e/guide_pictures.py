"""How the pictures of the guide are taken, and where they are kept when ``PALIER_PICTURES`` asks for it."""

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
IMAGES = GUIDE / "images"
MOST_BYTES = 80_000
COLOURS = 64
# A whole outing on a phone, in its order (test_guide_journey.py).
JOURNEY = tuple(
    f"terrain-{step}" for step in ("mes-sorties", "sortie", "compter", "parole", "rappel", "clore", "attente", "recu")
)


def take(page: Page, name: str) -> None:
    """Take the picture of what the window shows, in few colours: a guide is read on a phone too."""
    drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
    kept = io.BytesIO()
    drawn.save(kept, "PNG", optimize=True)
    assert len(kept.getvalue()) <= MOST_BYTES, name
    if os.environ.get("PALIER_PICTURES"):
        IMAGES.mkdir(exist_ok=True)
        (IMAGES / f"{name}.png").write_bytes(kept.getvalue())
