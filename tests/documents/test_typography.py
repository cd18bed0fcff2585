from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palier.documents.typography import (
    FORBIDDEN,
    breakable,
    clean_text,
    french_spaces,
    long_date,
    shorten,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def test_clean_text_removes_what_xml_forbids_and_composes():
    assert clean_text("e\u0301\x00\x07\ud800\ufffe\r\nb\u2028c\td") == "é\nb\nc\td"


@settings(deadline=None)
@given(ANY_TEXT)
def test_clean_text_is_always_fit_for_xml_and_stable(text):
    cleaned = clean_text(text)

    assert FORBIDDEN.search(cleaned) is None
    assert clean_text(cleaned) == cleaned


def test_french_spaces_become_unbreakable_and_none_is_added():
    found = french_spaces("Quoi ? « Oui » : 1 200 € ; http://a.fr 3 amis")

    assert found == "Quoi\u00a0? «\u00a0Oui\u00a0»\u00a0: 1\u00a0200\u00a0€\u00a0; http://a.fr 3 amis"


def test_breakable_cuts_endless_words_only():
    assert breakable("aaaaaaa bcd a/b-c", 3) == "aaa\u200baaa\u200ba bcd a/b-c"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Court.", 10, "Court."),
        ("Une phrase. Une autre phrase. Fin.", 32, "Une phrase. Une autre phrase\u00a0…"),
        ("Vraiment ? Oui, bien entendu.", 14, "Vraiment ?\u00a0…"),
        ("Des mots sans aucun point avant longtemps", 20, "Des mots sans aucun…"),
        ("a" * 50, 10, "aaaaaaaaa…"),
    ],
)
def test_shorten_ends_at_a_sentence_then_a_word(text, limit, expected):
    assert shorten(text, limit) == expected


@settings(deadline=None)
@given(ANY_TEXT, st.integers(min_value=3, max_value=80))
def test_shorten_never_exceeds_its_limit(text, limit):
    assert len(shorten(text, limit)) <= limit


def test_long_date_is_french_or_iso():
    assert [long_date(date(2026, 3, 1), "fr"), long_date(date(2026, 12, 31), "fr-FR")] == [
        "1er mars 2026",
        "31 décembre 2026",
    ]
    assert long_date(date(2026, 3, 1), "en") == "2026-03-01"
