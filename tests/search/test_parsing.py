"""How what a person typed is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.search.parsing import LONGEST_TEXT, MOST_CLAUSES, Alternative, Clause, Synonyms, parse

NONE = Synonyms()
SENIORS = Synonyms((("seniors", "personnes âgées", "aînés"),))


def word(stem: str) -> Clause:
    return Clause((Alternative((stem,)),))


def test_each_word_is_a_clause_and_stop_words_none() -> None:
    assert parse("le jardin des enfants", NONE).clauses == (word("jardin"), word("enfant"))


def test_a_repeated_word_counts_once() -> None:
    assert parse("jardin Jardins", NONE).clauses == (word("jardin"),)


@pytest.mark.parametrize("text", ['"le lien social"', "« le lien social »", "“lien social”"])
def test_quotes_make_a_phrase_without_its_outer_stop_words(text: str) -> None:
    assert parse(text, NONE).clauses == (Clause((Alternative(("lien", "social"), adjacent=True),)),)


def test_a_quote_never_closed_quotes_nothing() -> None:
    assert parse('jardin "lien social', NONE).clauses == (word("jardin"), word("lien"), word("social"))


def test_an_expression_brings_its_synonyms() -> None:
    query = parse("visiter les personnes âgées", SENIORS)

    assert query.clauses == (
        word("visit"),
        Clause(
            (
                Alternative(("person", "age")),
                Alternative(("senior",), adjacent=True),
                Alternative(("ain",), adjacent=True),
            )
        ),
    )


def test_a_phrase_in_quotes_has_no_synonyms() -> None:
    assert parse('"personnes âgées"', SENIORS).clauses == (Clause((Alternative(("person", "age"), adjacent=True),)),)


def test_the_unfinished_word_is_set_apart() -> None:
    query = parse("atelier cuis", NONE, typing=True)

    assert (query.clauses, query.prefix) == ((word("ateli"),), "cuis")


@pytest.mark.parametrize("text", ["atelier ", "atelier,", '"atelier"', ""])
def test_a_finished_word_is_no_prefix(text: str) -> None:
    assert parse(text, NONE, typing=True).prefix == ""


def test_an_unfinished_word_becomes_its_stem_or_those_found() -> None:
    query = parse("animatio", NONE, typing=True).with_prefix_stems(["anim", "animal"])

    assert query.stems == ("animatio", "anim", "animal")


@pytest.mark.parametrize(
    ("text", "is_sentence"),
    [
        ("des personnes âgées seules", True),
        ("jardin partagé des enfants", True),
        ("jardin partagé enfants", False),
        ('des "personnes âgées" très seules', False),
        ("de la du des", False),
    ],
)
def test_a_sentence_has_four_words_and_no_quotes(text: str, is_sentence: bool) -> None:
    assert parse(text, NONE).is_sentence is is_sentence


def test_a_huge_text_is_cut() -> None:
    text = " ".join(f"mot{number}" for number in range(5_000))

    query = parse(text, NONE, typing=True)

    assert len(query.clauses) == MOST_CLAUSES
    assert len(query.text) <= LONGEST_TEXT


@given(st.text(max_size=400), st.booleans())
def test_any_text_is_a_query(text: str, typing: bool) -> None:
    query = parse(text, SENIORS, typing=typing)

    assert all(alternative.stems for clause in query.clauses for alternative in clause.alternatives)
    assert parse(query.text, SENIORS).text == query.text
