"""Every theme is described, so that it can be suggested on the first day."""

from palier.search import analyser
from palier.structures.enums import Theme
from palier.voices.theme_texts import THEME_TEXTS


def test_every_theme_is_described() -> None:
    assert list(THEME_TEXTS) == list(Theme)


def test_no_sentence_describes_two_themes() -> None:
    sentences = [text for texts in THEME_TEXTS.values() for text in texts]

    assert len(set(sentences)) == len(sentences)
    assert [text for text in sentences if not analyser.stems(text)] == []
