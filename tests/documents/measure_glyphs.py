"""Measure which characters the bundled fonts draw, and write palier/documents/fonts/glyphs.txt.

Run it after adding a font or upgrading typst: ``python -m tests.documents.measure_glyphs`` (20 seconds).
"""

import sys
import unicodedata

import typst

from palier.documents.engine import FONTS, compile_pdf

PAGE = 256
LAST = 0x1FBFF
SAMPLES = 6
BASE_OF_MARKS = {0x0300: "x", 0x0600: "\u0627"}
UNWANTED = {"Cc", "Cn", "Co", "Cs", "Zl", "Zp"}


def is_candidate(code: int) -> bool:
    """Tell whether the code point is an assigned, public character that a text may hold."""
    return unicodedata.category(chr(code)) not in UNWANTED


def written(code: int) -> str:
    """Return the character as a text would hold it: a combining mark stands on a letter of its script."""
    is_mark = unicodedata.category(chr(code)) in {"Mn", "Me"}
    return BASE_OF_MARKS.get(code & ~0xFF, "x") + chr(code) if is_mark else chr(code)


def draws(codes: list[int]) -> bool:
    """Tell whether every character of the list can be drawn."""
    try:
        compile_pdf("probe", {"text": " ".join(map(written, codes))})
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return False
    return True


def drawn_among(codes: list[int]) -> list[int]:
    """Return those that can be drawn, by halving the list."""
    if not codes or draws(codes):
        return codes
    if len(codes) == 1:
        return []
    middle = len(codes) // 2
    return drawn_among(codes[:middle]) + drawn_among(codes[middle:])


def drawn_in_page(first: int) -> list[int]:
    """Return the code points drawn among the 256 from ``first``. From U+2E00, samples may rule it out."""
    codes = [code for code in range(first, first + PAGE) if is_candidate(code)]
    step = max(1, len(codes) // SAMPLES)
    if first >= 0x2E00 and not any(draws([code]) for code in codes[::step]):
        return []
    return drawn_among(codes)


def ranges(codes: list[int]) -> list[str]:
    """Return ``["0020-007E", ...]``."""
    lines: list[list[int]] = []
    for code in codes:
        if lines and code == lines[-1][1] + 1:
            lines[-1][1] = code
        else:
            lines.append([code, code])
    return [f"{low:04X}-{high:04X}" for low, high in lines]


def main() -> None:
    """Write the list."""
    codes = [code for first in range(0, LAST, PAGE) for code in drawn_in_page(first)]
    (FONTS / "glyphs.txt").write_text("\n".join(ranges(codes)) + "\n", encoding="ascii")
    sys.stdout.write(f"{len(codes)} characters\n")


if __name__ == "__main__":
    main()
