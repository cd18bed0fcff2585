"""The words of the public pages, language by language: our own. A person who speaks a language says it is reviewed."""

from collections.abc import Mapping
from dataclasses import dataclass

from palier.noticeboard.texts import arabic, english, french, plain_french, portuguese, turkish

FRENCH = "fr"


@dataclass(frozen=True, slots=True)
class BoardLanguage:
    """The interface of the board in one language (ISO 639). ``day`` and ``month`` are Django date formats."""

    code: str
    name: str
    reviewed: bool
    words: Mapping[str, str]
    day: str
    month: str = "F Y"
    direction: str = "ltr"


LANGUAGES: dict[str, BoardLanguage] = {
    language.code: language
    for language in (
        BoardLanguage(FRENCH, "Français", True, french.WORDS, "l j F"),
        BoardLanguage("ar", "العربية", False, arabic.WORDS, "l j F", direction="rtl"),
        BoardLanguage("tr", "Türkçe", False, turkish.WORDS, "j F l"),
        BoardLanguage("pt", "Português", False, portuguese.WORDS, r"l, j \d\e F", r"F \d\e Y"),
        BoardLanguage("en", "English", False, english.WORDS, "l j F"),
    )
}
PLAIN = plain_french.WORDS


def words_of(language: BoardLanguage, *, plain: bool) -> dict[str, str]:
    """Return the words of a language; those of the plain version, in French, where it has its own."""
    return {**language.words, **(PLAIN if plain and language.code == FRENCH else {})}
