"""The index follows its records: transactions, rollbacks, processes."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction

from palier.search.entries import Entry
from palier.search.index import SearchIndex
from palier.search.models import Document, FacetValue, VocabularyWord
from palier.search.requests import SearchRequest
from tests.search.invented import FACETS, LIBRARY, entry, key

Find = Callable[..., list[int]]


def numbers(index: SearchIndex, text: str = "", **fields: object) -> list[int]:
    result = index.search(SearchRequest(text=text, meaning=False, **fields))
    return sorted(hit.key.int for hit in result.hits)


def test_put_again_changes_nothing(index: SearchIndex) -> None:
    assert index.put(entry(number) for number in LIBRARY) == 0


def test_put_replaces_words_facets_and_vocabulary(index: SearchIndex, find: Find) -> None:
    changed = index.put([entry(1, title="Fresque", text="Peindre le mur.", facets={"public": ["jeunes"]})])

    assert changed == 1
    assert (find("fresque"), find("tilleuls"), find("jardin")) == ([1], [], [3])
    assert find("", filters={"public": ["jeunes"]}) == [1]
    assert not VocabularyWord.objects.filter(surface__in=["tilleuls", "cultivent"]).exists()
    assert VocabularyWord.objects.get(surface="jardin").documents == 1


def test_the_last_of_twins_wins(index: SearchIndex, find: Find) -> None:
    index.put([entry(1, title="Brouillon"), entry(1, title="Après-midi")])

    assert (find("brouillon"), find("midi")) == ([], [1])


def test_removed_entries_leave_no_word(index: SearchIndex, find: Find) -> None:
    removed = index.remove([key(1), key(3), key(99)])

    assert removed == 2
    assert find("jardin") == []
    assert numbers(index) == [2, 4, 5, 6]
    assert not VocabularyWord.objects.filter(surface="jardin").exists()
    gone = Document.objects.get(key=key(1))
    assert (gone.gist, bytes(gone.words), bytes(gone.digest)) == ("", b"", b"")


def test_a_removed_entry_may_come_back(index: SearchIndex, find: Find) -> None:
    index.remove([key(1)])
    index.put([entry(1)])

    assert find("tilleuls") == [1]
    assert index.remove([key(1)]) == 1


def test_clear_takes_all_of_one_collection(index: SearchIndex, find: Find) -> None:
    other = SearchIndex("others")
    other.put([entry(1)])

    index.clear()

    assert (numbers(index), find("jardin"), numbers(other, "jardin")) == ([], [], [1])
    assert not VocabularyWord.objects.filter(collection="tests").exists()
    assert not FacetValue.objects.filter(collection="tests").exists()
    index.put([entry(2)])
    assert numbers(index) == [2]


def test_collections_do_not_mix(index: SearchIndex) -> None:
    other = SearchIndex("others")
    other.put([entry(1, title="Poterie"), entry(2)])

    assert (numbers(index, "poterie"), numbers(other, "poterie")) == ([], [1])
    assert other.search(SearchRequest(facets=["public"])).facets == {"public": {"familles": 1, "seniors": 2}}


def test_what_was_rolled_back_was_never_there(index: SearchIndex, find: Find) -> None:
    with transaction.atomic():
        index.put([entry(1, title="Poterie", facets={"public": ["rien"]})])
        assert find("poterie") == [1]
        assert find("", filters={"public": ["rien"]}) == [1]
        transaction.set_rollback(True)

    assert (find("poterie"), find("tilleuls")) == ([], [1])
    assert find("", filters={"public": ["rien"]}) == []
    index.put([entry(2, facets={"public": ["autre"]})])
    assert find("", filters={"public": ["autre"]}) == [2]
    assert find("", filters={"public": ["rien"]}) == []


def test_a_write_after_a_rollback_takes_its_number_and_nothing_of_it(index: SearchIndex) -> None:
    with transaction.atomic():
        index.put([entry(1, facets={"public": ["rien"]})])
        assert numbers(index, filters={"public": ["rien"]}) == [1]
        transaction.set_rollback(True)

    index.put([entry(2, facets={"public": ["autre"]})])

    assert numbers(index, filters={"public": ["autre"]}) == [2]
    assert numbers(index, filters={"public": ["familles"]}) == [1, 3, 4]


def test_a_word_has_as_many_places_on_both_databases(index: SearchIndex) -> None:
    text = "mot " * 255 + "mot juste " + "mot faux"
    index.put([entry(1, title="Long", keywords="", text=text)])

    assert numbers(index, "mot juste") == [1]
    assert numbers(index, '"mot juste"') == []


def test_huge_and_odd_entries_are_kept(index: SearchIndex) -> None:
    odd = Entry(key=key(50), title="\x00 \ud800 zèbre", text=" ".join(f"mot{n}" for n in range(30_000)), rank=1e300)
    empty = Entry(key=key(51), title="", facets={"public": ["", ""]})

    index.put([odd, empty])

    assert (numbers(index, "zebre"), numbers(index, "mot7"), numbers(index, "mot29999")) == ([50], [50], [])
    assert len(numbers(index)) == 8


def test_a_search_costs_few_queries(index: SearchIndex, django_assert_num_queries: Callable[..., object]) -> None:
    request = SearchRequest(text="jardin", filters={"public": ["familles"]}, facets=["public", "status"], limit=50)
    index.put(Entry(key=key(100 + number), title="Jardin", facets=FACETS[3]) for number in range(30))
    index.search(request)

    # The version, the words (SQLite ranks and reads the titles apart), the keys of the page.
    with django_assert_num_queries(5 if connection.vendor == "sqlite" else 3):
        index.search(request)


@pytest.mark.django_db(transaction=True)
def test_threads_see_commits_and_nothing_else() -> None:
    index = SearchIndex("threads")
    index.put([entry(1)])
    assert numbers(index) == [1]
    seen: dict[str, list[int]] = {}

    def look(moment: str) -> None:
        def run() -> None:
            seen[moment] = numbers(index)
            connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()

    with transaction.atomic():
        index.put([entry(2)])
        assert numbers(index) == [1, 2]
        look("before the commit")
    look("after the commit")
    with transaction.atomic():
        index.remove([key(1)])
        transaction.set_rollback(True)
    look("after a rollback")

    assert seen == {
        "before the commit": [1],
        "after the commit": [1, 2],
        "after a rollback": [1, 2],
    }
    assert numbers(index) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_lose_nothing() -> None:
    index = SearchIndex("writers")
    failures: list[BaseException] = []

    def write(first: int) -> None:
        try:
            for number in range(first, first + 10):
                with transaction.atomic():
                    index.put([entry(1 + number % 6)])
                    index.put([Entry(key=key(100 + number), title="Poterie", facets={"n": [str(number)]})])
                index.search(SearchRequest(text="poterie", facets=["n"]))
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(first,)) for first in (0, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    result = index.search(SearchRequest(text="poterie", facets=["n"], limit=100))
    assert sorted(hit.key.int for hit in result.hits) == list(range(100, 130))
    assert result.facets == {"n": {str(number): 1 for number in range(30)}}
    assert VocabularyWord.objects.get(surface="poterie").documents == 30


def test_erased_words_leave_the_files(tmp_path: Path, index: SearchIndex) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reclaims by VACUUM, outside of a transaction")
    index.put([entry(1, title="Xylographe")])
    index.remove([key(1)])
    index.compact()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_fulltext_data WHERE instr(block, CAST('xylograph' AS BLOB)) > 0")
        assert cursor.fetchone() == (0,)
