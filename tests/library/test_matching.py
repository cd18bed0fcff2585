"""When two sheets are one, or probably."""

from decimal import Decimal

import pytest

from palier.library.matching import content_key, digest, folded, identity_key, likeness, opening

TEXT = "Chaque mercredi, la ludothèque sort ses jeux sur la place et les familles restent jusqu'au soir. " * 3
OTHER = "Une grande journée, vingt associations, un orchestre, des stands, un repas partagé au stade. " * 3
STATED = {"source": "", "source_id": "", "title": "Le banc", "structure_name": "Centre A", "departement": "38"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("K’fé des Habitant·es !", "k fe des habitant es"),
        ("Éveil\u00a0—  CŒUR", "eveil c ur"),
        ("l'Été 2024", "l ete 2024"),
    ],
)
def test_folded_keeps_bare_words(text: str, words: str) -> None:
    assert folded(text) == words


def test_digest_depends_on_where_the_parts_are_cut() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert len(digest("ab", "c")) == 32


@pytest.mark.parametrize("same", [{"title": "LE BANC…"}, {"structure_name": "centre  a"}, {"source": "base"}])
def test_identity_is_blind_to_case_and_to_a_source_without_identifier(same: dict[str, str]) -> None:
    assert identity_key(**{**STATED, **same}) == identity_key(**STATED)


def test_identifier_at_the_source_rules_over_the_title() -> None:
    first = identity_key(**{**STATED, "source": "Base", "source_id": "7"})

    assert first == identity_key(**{**STATED, "source": "base", "source_id": "7", "title": "Autre"})
    assert first != identity_key(**{**STATED, "source": "Base", "source_id": "8"})
    assert first != identity_key(**{**STATED, "source": "Région", "source_id": "7"})
    assert first != identity_key(**STATED)


def test_content_key_sees_any_change_and_no_order_of_keys() -> None:
    content = {"title": "Le banc", "amounts": [Decimal("12.50")], "unmapped": {"a": "1", "b": "2"}}
    turned = {"unmapped": {"b": "2", "a": "1"}, "amounts": [Decimal("12.50")], "title": "Le banc"}

    assert content_key(content) == content_key(turned)
    assert content_key(content) != content_key({**content, "amounts": [Decimal("12.51")]})


@pytest.mark.parametrize(
    ("title", "text", "same_structure", "is_alike"),
    [
        ("Fête du jeu", "", True, True),
        ("Fetes du jeu", "", True, True),
        ("Jeu : du, fête", "", True, True),
        ("Fête de la musique", "", True, False),
        ("Fête du jeu", "", False, False),
        ("Fête du jeu", OTHER, False, False),
        ("Fête du jeu", TEXT + "Merci.", False, True),
        ("Un autre titre", TEXT, True, True),
        ("Un autre titre", OTHER, True, False),
    ],
)
def test_likeness(title: str, text: str, same_structure: bool, is_alike: bool) -> None:
    score = likeness("Fête du jeu", TEXT, title, text, same_structure=same_structure)

    assert (score >= 80) if is_alike else (score == 0)


def test_opening_is_the_longest_text() -> None:
    assert opening(["", "court", "plus long"]) == "plus long"
    assert opening([]) == ""
