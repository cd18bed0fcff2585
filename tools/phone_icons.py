"""Draw the icons of the phone's home screen from the mark: ``python -m tools.phone_icons``. They are committed.

``icon`` keeps the mark's rounded corners; ``maskable`` fills its square, the mark inside the circle that any phone
leaves (W3C, Web Application Manifest, safe zone: 40 % of the width around the middle).
"""

import re
import tempfile
from pathlib import Path

import typst

ROOT = Path(__file__).resolve().parent.parent
MARK = ROOT / "palier" / "static" / "img" / "mark.svg"
ICONS = ROOT / "palier" / "mobile" / "static" / "mobile" / "icons"
# Name, pixels, whether the picture fills its square.
PICTURES = (
    ("icon-192", 192, False),
    ("icon-512", 512, False),
    ("icon-180", 180, True),
    ("maskable-192", 192, True),
    ("maskable-512", 512, True),
)
MASKABLE_SCALE = 0.78


def filled(mark: str) -> str:
    """Return the mark without rounded corners, its drawing brought towards the middle."""
    square = mark.replace(' rx="8"', "")
    drawing = re.sub(
        r"(<path.*)</svg>",
        rf'<g transform="translate(16 16) scale({MASKABLE_SCALE}) translate(-16 -16)">\1</g></svg>',
        square,
    )
    assert drawing != square != mark
    return drawing


def draw(svg: str, pixels: int) -> bytes:
    """Return a drawing as a square PNG."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "mark.svg").write_text(svg, encoding="utf-8")
        page = '#set page(width: 72pt, height: 72pt, margin: 0pt, fill: none)\n#image("mark.svg", width: 72pt)\n'
        (Path(folder) / "page.typ").write_text(page, encoding="utf-8")
        picture = typst.compile(str(Path(folder) / "page.typ"), format="png", ppi=float(pixels))
    assert isinstance(picture, bytes)
    return picture


def main() -> None:
    """Write the pictures."""
    mark = MARK.read_text(encoding="utf-8")
    ICONS.mkdir(parents=True, exist_ok=True)
    for name, pixels, is_filled in PICTURES:
        (ICONS / f"{name}.png").write_bytes(draw(filled(mark) if is_filled else mark, pixels))


if __name__ == "__main__":
    main()
