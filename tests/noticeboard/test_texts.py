"""The words of the public pages: each one exists in each language, says the same things, and is used."""

import re
import string
from pathlib import Path

import pytest

import palier.noticeboard
from palier.noticeboard.enums import IdeaState, ReportReason
from palier.noticeboard.texts import LANGUAGES, PLAIN, words_of
from palier.voices.enums import RelayState

FRENCH = LANGUAGES["fr"].words
APP = Path(str(palier.noticeboard.__file__)).parent


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_language_says_everything(code: str) -> None:
    words = LANGUAGES[code].words

    assert set(words) == set(FRENCH)
    assert [key for key, text in words.items() if not text.strip()] == []
    assert [key for key, text in words.items() if holes(text) != holes(FRENCH[key])] == []


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "fr"])
def test_translations_are_not_french_and_wait_for_a_reader(code: str) -> None:
    language = LANGUAGES[code]

    assert [key for key, text in language.words.items() if text == FRENCH[key]] == []
    assert not language.reviewed


def test_arabic_is_written_in_arabic_from_right_to_left() -> None:
    arabic = LANGUAGES["ar"]

    assert arabic.direction == "rtl"
    assert [key for key, text in arabic.words.items() if not re.search(r"[\u0600-\u06ff]|^\{", text)] == []


def test_plain_version_replaces_french_alone() -> None:
    assert set(PLAIN) < set(FRENCH)
    assert [key for key, text in PLAIN.items() if holes(text) != holes(FRENCH[key])] == []
    assert words_of(LANGUAGES["fr"], plain=True)["needs_title"] == PLAIN["needs_title"]
    assert words_of(LANGUAGES["en"], plain=True) == dict(LANGUAGES["en"].words)


def test_plain_sentences_are_short() -> None:
    sentences = [sentence for text in PLAIN.values() for sentence in re.split(r"[.?!]\s*", text)]

    assert max(len(sentence.split()) for sentence in sentences) <= 8


def test_each_state_and_reason_has_its_words() -> None:
    wanted = {f"state_{state.value}" for state in RelayState}
    wanted |= {f"follow_{state.value}" for state in IdeaState}
    wanted |= {f"why_{reason.value}" for reason in ReportReason}

    assert wanted <= set(FRENCH)


def test_no_word_is_unused() -> None:
    sources = [path for path in APP.rglob("*") if path.suffix in {".py", ".html"} and "texts" not in path.parts]
    written = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    made = ("state_", "follow_", "why_")

    used = set(re.findall(r"\w+", written))

    assert [key for key in FRENCH if key not in used and not key.startswith(made)] == []
