"""The same sheets written otherwise give the same drafts; any text is read or refused, never a crash."""

import dataclasses
import html
import random
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palier.documents.reading.characters import plain
from palier.library.drafts import ParsedFile, SheetDraft
from palier.library.importing import UnreadableFile
from palier.library.importing.cleaning import clean_text, decode_entities
from palier.library.importing.json_file import read_json
from palier.library.importing.labels import LABELS, find_label
from palier.library.importing.tables import read_csv
from palier.library.importing.text import read_text

Read = Callable[..., ParsedFile]


def without_lines(drafts: list[SheetDraft]) -> list[SheetDraft]:
    return [dataclasses.replace(draft, line=0) for draft in drafts]


def is_label(line: str) -> bool:
    found = find_label(line.removeprefix("- "))
    # "Perspectives :" in a text of the real file is an alias, not a label of it.
    return found is not None and found.official


def upper_labels(text: str) -> str:
    return "\n".join(line.upper() if is_label(line) else line for line in text.split("\n"))


def bare_labels(text: str) -> str:
    return "\n".join(line.removeprefix("- ") if is_label(line) else line for line in text.split("\n"))


def colons(text: str) -> str:
    return "\n".join(f"{line.rstrip(':.? ')} :" if is_label(line) else line for line in text.split("\n"))


def _upper(match: re.Match[str]) -> str:
    return match.group().upper()


def shuffled(text: str) -> str:
    """Shuffle the rubrics of each sheet; "Précision" stays under the initiative that it details."""
    mixed = random.Random(5)
    sheets = []
    for part in text.split("\nActions\n")[1:]:
        lines = part.split("\n")
        starts = [place for place, line in enumerate(lines) if place and is_label(line) and "Précision" not in line]
        blocks = [lines[low:high] for low, high in zip(starts, [*starts[1:], len(lines)], strict=True)]
        mixed.shuffle(blocks)
        sheets.append("\n".join([lines[0], *(line for block in blocks for line in block)]))
    return "".join(f"\nActions\n{sheet}" for sheet in sheets)


VARIATIONS: dict[str, Callable[[str], str]] = {
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "cr": lambda text: text.replace("\n", "\r"),
    "mark": lambda text: "\ufeff" + text,
    "named entities": lambda text: html.escape(text.replace("'", "\0")).replace("\0", "&#39;").replace("é", "&eacute;"),
    "decomposed accents": lambda text: text.replace("é", "e\u0301").replace("É", "E\u0301"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "trailing spaces": lambda text: text.replace("\n", " \t\n"),
    "upper-case labels": upper_labels,
    "labels without dash": bare_labels,
    "labels with colon": colons,
    "without lone dashes under labels": lambda text: re.sub(r"(\?|l'action|menée \?)\n-\n", r"\1\n", text),
    "upper-case values": lambda text: re.sub(
        r"(?m)^- (?:Le centre social|Une commune|Un habitant|En cours|Caf|Viellissement)$", _upper, text
    ),
    "other bullets": lambda text: re.sub(r"(?m)^- ", "• ", text),
}


@pytest.mark.parametrize("name", VARIATIONS)
def test_real_sheets_written_otherwise_are_the_same(read: Read, real_text: str, name: str) -> None:
    expected = without_lines(read_text(real_text).drafts)
    text = VARIATIONS[name](real_text)
    assert text != real_text

    parsed = read(text)

    assert without_lines(parsed.drafts) == expected
    assert (parsed.refused, parsed.warnings) == ([], [])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_real_sheets_in_another_encoding_are_the_same(read: Read, real_text: str, encoding: str) -> None:
    text = real_text.replace("▪", "•")  # Windows-1252 has only the round bullet

    assert read(text.encode(encoding)).drafts == read_text(real_text).drafts


def test_real_sheets_with_shuffled_rubrics_are_the_same(real_text: str) -> None:
    expected = without_lines(read_text(real_text).drafts)

    parsed = read_text(shuffled(real_text))

    assert without_lines(parsed.drafts) == expected


def test_real_sheets_without_accents_in_labels_are_the_same(real_text: str) -> None:
    table = str.maketrans("éèêàùç", "eeeauc")
    text = "\n".join(line.translate(table) if is_label(line) else line for line in real_text.split("\n"))

    assert read_text(text).drafts == read_text(real_text).drafts


def outcome(read_as: Callable[[str], ParsedFile], text: str) -> tuple[int, str]:
    """The number of sheets read or refused, and the message when the whole text is."""
    try:
        parsed = read_as(text)
    except UnreadableFile as error:
        return 0, error.message
    return len(parsed.drafts) + len(parsed.refused), ""


LABEL_LINES = st.sampled_from([f"- {label.name}" for label in LABELS] + ["Actions", "- Public", "-", "Perspectives :"])
LINES = st.lists(st.one_of(LABEL_LINES, st.text(max_size=40)), max_size=40)


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", plain(decode_entities(text)))


def all_words(draft: SheetDraft) -> set[str]:
    texts = [str(value) for value in dataclasses.asdict(draft).values()]
    return set(re.findall(r"\w+", "\n".join([*texts, *draft.attachments, *draft.unmapped.values()])))


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_any_text_is_read_or_refused(lines: list[str]) -> None:
    sheets, message = outcome(read_text, "\n".join(lines))

    assert (sheets > 0) == (message == "")
    assert message == "" or message.startswith("Aucune fiche")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("abcdé '-:.,\n«»▪0123456789", min_size=1, max_size=60), min_size=4, max_size=4))
def test_no_word_of_a_free_text_is_lost(texts: list[str]) -> None:
    labels = ("Résumé", "Description générale", "Suite de l'action : Limites", "Public")
    rubrics = "".join(f"- {label}\n{text}\n" for label, text in zip(labels, texts, strict=True))
    source = f"Actions\nUn titre\n- Structure organisatrice\n- Les Tilleuls\n{rubrics}"

    draft = read_text(source).drafts[0]

    expected = {word for text in texts for word in words_of(text)}
    assert expected - all_words(draft) == set()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_text(text)

    assert clean_text(once) == once


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_as_table_or_json_is_read_or_refused(text: str) -> None:
    for read_as, content in (
        (read_csv, "Titre;Résumé\n" + text),
        (read_json, text),
        (read_json, f'["{text}"]'),
    ):
        sheets, message = outcome(read_as, content)

        assert (sheets > 0) == (message == "")
