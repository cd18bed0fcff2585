"""Words found, shown in their text."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from palier.search import analyser
from palier.search.snippets import highlight, snippet

LONG = (
    "Au début, peu de monde venait. " * 10
    + "Puis les visiteuses ont sonné aux portes des aînés isolés du quartier. "
    + "La suite est une autre histoire. " * 10
)


def test_inflected_forms_are_matches() -> None:
    assert highlight("Les aînées animent l’éveil.", ["ain", "eveil"]) == [
        ("Les ", False),
        ("aînées", True),
        (" animent l’", False),
        ("éveil", True),
        (".", False),
    ]


def test_markup_stays_text() -> None:
    assert highlight("<b>jardin</b>", ["jardin"]) == [("<b>", False), ("jardin", True), ("</b>", False)]


def test_no_term_gives_the_text() -> None:
    assert highlight("Un jardin", []) == [("Un jardin", False)]
    assert highlight("", ["jardin"]) == []


def test_a_snippet_holds_the_most_terms() -> None:
    fragments = snippet(LONG, ["ain", "isol", "quarti"], width=120)

    assert [text for text, is_match in fragments if is_match] == ["aînés", "isolés", "quartier"]
    assert fragments[0][0].startswith("… ")
    assert fragments[-1][0].endswith(" …")
    assert len("".join(text for text, _ in fragments)) <= 120 + 4


def test_a_snippet_without_match_is_the_beginning() -> None:
    shown = "".join(text for text, _ in snippet(LONG, ["zebr"], width=40))

    assert shown == "Au début, peu de monde venait. Au début, …"


def test_a_short_text_is_shown_whole() -> None:
    assert snippet("Un  jardin\npartagé", ["jardin"]) == [
        ("Un ", False),
        ("jardin", True),
        (" partagé", False),
    ]


@given(st.text(max_size=300), st.lists(st.sampled_from(["a", "jardin", "0", "é"]), max_size=3))
def test_the_fragments_joined_are_the_text(text: str, terms: list[str]) -> None:
    assert "".join(part for part, _ in highlight(text, terms)) == unicodedata.normalize("NFC", text)


@given(
    st.lists(st.sampled_from(["jardin", "jardins", "été", "de", "la", "visites"]), max_size=80),
    st.integers(10, 90),
)
def test_a_snippet_is_part_of_the_text_and_keeps_to_its_width(parts: list[str], width: int) -> None:
    text = " ".join(parts)

    shown = "".join(part for part, _ in snippet(text, [analyser.stem("visites")], width))

    assert shown.strip("… ") in text
    assert len(shown) <= width + 4
