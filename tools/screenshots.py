"""Take the picture of the README from a running demonstration: ``python tools/screenshots.py http://127.0.0.1:8000``."""

import shutil
import sys
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

SENTENCE = "des personnes âgées seules qui ne voient personne"
PICTURE = Path(__file__).parents[1] / "docs" / "images" / "fiches.png"


def main(address: str) -> None:
    """Write docs/images/fiches.png: the list on a wide screen, answering a sentence."""
    PICTURE.parent.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="fr-FR", color_scheme="light")
        page.goto(f"{address}/fiches/?{urlencode({'q': SENTENCE})}")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
