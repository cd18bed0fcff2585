"""What becomes of words before they are indexed or searched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.search import analyser

FRENCH = st.text("abcdefghilmnopqrstuvxyzàâéèêëîïôöùûüçœ", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("éveil", "EVEIL"),
        ("éveil", "e\u0301veils"),
        ("œuvre", "OEUVRES"),
        ("animé", "animées"),
        ("animer", "animations"),
        ("ils animent", "animer"),
        ("ils visitent", "visite"),
        ("parentalité", "PARENTALITE"),
        ("première", "premiers"),
        ("travaux", "travail"),
        ("jeux", "jeu"),
        ("locaux", "local"),
        ("habitant·e·s", "habitantes"),
        ("bénévoles", "bénévole"),
        ("l'éveil", "éveil"),
        ("l’éveil", "éveil"),
        ("jusqu'au jardin", "jardin"),
        ("aujourd’hui", "aujourd'hui"),
        ("k’fé", "kfé"),
        ("prud'hommes", "prudhomme"),
        ("Viellissement", "vieillesse"),
    ],
)
def test_forms_of_one_word_meet(one: str, other: str) -> None:
    drop = {"il"}

    found = [[stem for stem in analyser.stems(text) if stem not in drop] for text in (one, other)]

    assert found[0] == found[1]
    assert len(found[0]) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("visite", "vision"), ("parent", "part"), ("jeune", "jeu"), ("âge", "agent")]
)
def test_other_words_do_not_meet(one: str, other: str) -> None:
    assert analyser.stems(one) != analyser.stems(other)


def test_stop_words_and_single_letters_are_dropped_and_figures_kept() -> None:
    assert analyser.stems("Les 12 jardins de la ville en 2024, à 3 km") == [
        "12",
        "jardin",
        "vill",
        "2024",
        "3",
        "km",
    ]


def test_words_of_the_trade_are_no_stop_words() -> None:
    assert analyser.stems("aller vers, hors les murs, chez soi, l'été") == [
        "aller",
        "ver",
        "hor",
        "mur",
        "chez",
        "ete",
    ]


def test_words_tell_their_places() -> None:
    text = "Pour l’aîné·e, un café."

    places = [(text[word.start : word.end], word.surface, word.stem) for word in analyser.words(text)]

    assert places == [
        ("Pour", "pour", ""),
        ("aîné·e", "aîné", "ain"),
        ("un", "un", ""),
        ("café", "café", "cafe"),
    ]


def test_other_scripts_are_kept_as_they_are() -> None:
    assert analyser.stems("حديقة Ünlü") == ["حديقة", "unlu"]


@given(st.text(max_size=300))
def test_any_text_gives_stems_that_both_databases_can_hold(text: str) -> None:
    for stem in analyser.stems(text):
        assert stem
        assert not set(stem) & set("'\"\\ \x00_:*^()&|!<>-")
        assert len(stem) <= analyser.WORD_LENGTH
        stem.encode()


@given(FRENCH)
def test_capitals_and_accents_do_not_change_a_stem(word: str) -> None:
    unaccented = analyser.fold(word)

    assert analyser.stems(word) == analyser.stems(word.upper()) == analyser.stems(unaccented)


@given(FRENCH)
def test_a_plural_meets_its_singular(word: str) -> None:
    singular = f"ba{word}"
    if singular[-1] in "sxz":
        return

    assert analyser.stem(analyser.fold(singular + "s")) == analyser.stem(analyser.fold(singular))


@given(st.text(max_size=300))
def test_places_are_within_the_text_and_in_order(text: str) -> None:
    last = 0

    for word in analyser.words(text):
        assert last <= word.start < word.end <= len(text)
        last = word.end


def test_coffee_is_not_the_family_allowance_office() -> None:
    assert analyser.stems("le café, la Caf, des cafés") == ["cafe", "caf", "cafe"]


def test_well_being_leaves_a_word_to_search() -> None:
    assert analyser.stems("bien-être") == ["bien"]
