from palier.documents.engine import compile_pdf
from palier.documents.glyphs import PLAIN, drawable, only_drawable, only_plain
from tests.documents.measure_glyphs import written


def test_every_listed_character_is_drawn():
    words = [written(ord(character)) for character in sorted(drawable()) if character != "\n"]

    pdf = compile_pdf("probe", {"text": " ".join(words)})

    assert len(words) > 5000
    assert pdf.startswith(b"%PDF-1.7")


def test_what_fonts_lack_is_replaced_once_a_stretch():
    assert only_drawable("Été 你好 → 😀 ❤\ufe0f\nПривет") == "Été □ → □ ❤\nПривет"


def test_plain_set_is_in_the_main_font():
    plain = "".join(chr(code) for code in range(0x20, 0x3000) if PLAIN.sub("", chr(code)))

    assert only_plain("a→é\u0332") == "a□é□"
    assert only_drawable(plain) == plain
    assert compile_pdf("probe", {"text": " ".join(plain)}).startswith(b"%PDF-1.7")
