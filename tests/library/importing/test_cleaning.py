"""What cleaning does to a text, rule by rule."""

import pytest

from palier.library.importing.cleaning import clean_text, decode_entities


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("un\n\n\n\ndeux", "un\n\ndeux"),
        ("\n\nun\n\n", "un"),
        ("-\nun\n-\ndeux\n-", "- un\n- deux"),
        ("-\n\n-\nun", "- un"),
        ("un\n-\n\ndeux", "un\n- deux"),
        ("-un\n- deux\n▪ trois\n•quatre\n– cinq", "- un\n- deux\n- trois\n- quatre\n- cinq"),
        ("---\n-> suite", "---\n-> suite"),
        ("- 5 %\n-4 ateliers", "- 5 %\n- 4 ateliers"),
        ("oui\u00a0!\u202fnon\t\tsi  ", "oui ! non si"),
        ("e\u0301te\u0301", "été"),
        ("a\x00b\x07c\u200bd\ufeffe", "abcde"),
        ("\ud800", "\ufffd"),
        ("un\r\ndeux\rtrois", "un\ndeux\ntrois"),
        ("-", ""),
        (".", "."),
    ],
)
def test_text_is_cleaned(source: str, expected: str) -> None:
    assert clean_text(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("&amp; &eacute;&#233;&#xE9; &#39;", "& ééé '"),
        ("R&D, fin du résea&u", "R&D, fin du résea&u"),
        ("&inconnue; &;", "&inconnue; &;"),
        ("&amp;amp;", "&amp;"),
    ],
)
def test_entities_written_in_full_are_decoded(source: str, expected: str) -> None:
    assert decode_entities(source) == expected
