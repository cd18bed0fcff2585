"""A small invented library, indexed afresh for each test."""

from collections.abc import Callable

import pytest

from palier.search.index import SearchIndex
from palier.search.requests import SearchRequest
from tests.search.invented import LIBRARY, SYNONYMS, entry


@pytest.fixture
def index(db: None) -> SearchIndex:
    """An index of the six entries, in the test's own transaction."""
    made = SearchIndex("tests", SYNONYMS)
    made.put(entry(number) for number in LIBRARY)
    return made


@pytest.fixture
def find(index: SearchIndex) -> Callable[..., list[int]]:
    """Search by words and return the numbers of the hits, in order."""

    def search(text: str, **fields: object) -> list[int]:
        result = index.search(SearchRequest(text=text, **{"meaning": False, **fields}))
        return [hit.key.int for hit in result.hits]

    return search
