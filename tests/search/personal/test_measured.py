"""What was promised of the finder: recall and precision on annotated texts, and a time as long as the text is."""

import gc
import time

import pytest

from palier.search.personal.finder import find_personal
from palier.search.personal.findings import FindingKind
from palier.search.personal.names import family_names, first_names
from tests.search.personal import public_corpora
from tests.search.personal.annotated import faults, parsed, scores, sentences
from tests.search.personal.hostile import HOSTILE, longer

needs_shared = pytest.mark.skipif(not public_corpora.DATA.exists(), reason="the public texts of ../shared are not here")


@pytest.mark.parametrize("name", ["sentences_before", "sentences_after"])
def test_sentences_are_fifty_and_seen(name: str) -> None:
    corpus = sentences(name)

    people = scores(corpus)[FindingKind.PERSONNE]

    assert len(corpus) == 50
    assert people.recall >= 0.9, faults(corpus)
    assert people.precision >= 0.85, faults(corpus)


def test_sentences_written_once_all_was_mended_are_seen() -> None:
    people = scores(sentences("sentences_later"))[FindingKind.PERSONNE]

    assert people.marked == 28
    assert people.recall >= 0.9
    assert people.precision >= 0.85


@pytest.mark.parametrize("kind", [kind for kind in FindingKind if kind != FindingKind.PERSONNE])
def test_every_other_kind_is_seen_too(kind: FindingKind) -> None:
    score = scores([*sentences("sentences_before"), *sentences("sentences_after")])[kind]

    assert score.marked > 1
    assert score.recall >= 0.9
    assert score.precision >= 0.85


def test_score_counts_what_leaks_and_what_is_wrong() -> None:
    corpus = [parsed("{personne|Karim Benali} dort"), parsed("{personne|Zzyzx} dort"), parsed("Karim dort")]

    score = scores(corpus)[FindingKind.PERSONNE]

    assert (score.marked, score.seen, score.found, score.right) == (2, 1, 2, 1)
    assert (score.recall, score.precision) == (0.5, 0.5)
    assert [line.split(" in: ")[0] for line in faults(corpus)] == [
        "missed personne « Zzyzx »",
        "wrong personne « Karim »",
    ]


@needs_shared
def test_real_names_of_annotated_interviews_are_found() -> None:
    named = list(public_corpora.named_in_interviews())

    assert len(named) > 500
    assert sum(found for found, _ in named) >= 0.95 * len(named), [name for found, name in named if not found]


@needs_shared
def test_answers_that_name_nobody_are_left_in_peace() -> None:
    answers = public_corpora.citizens()[::10]

    flagged = [text for text in answers if any(each.kind == FindingKind.PERSONNE for each in find_personal(text))]

    assert len(flagged) <= 0.02 * len(answers), flagged


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    """A text five times longer takes about five times longer; one that goes back, twenty-five or years.

    Another job of the machine may slow one measure down: the best of three counts, and most need only one.
    """
    find_personal(HOSTILE[name])

    assert any(_seconds(longer(name, 5)) <= 8 * _seconds(longer(name, 1)) + 0.01 for _ in range(3))


def test_lists_hold_names_folded_and_no_more() -> None:
    common, known = first_names()

    assert {"ines", "karim", "marie", "kevin"} <= common < known
    assert {"diallo", "nguyen", "martin"} <= family_names()
    assert (len(known) > 9_000, len(family_names()) > 20_000) == (True, True)
    assert all(name == name.lower() and name.isascii() for name in known | family_names())


def _seconds(text: str) -> float:
    """Return the processor's time, without the collector: its passes cost what the rest of the session weighs."""
    gc.disable()
    try:
        before = time.process_time()
        find_personal(text)
        return time.process_time() - before
    finally:
        gc.enable()
