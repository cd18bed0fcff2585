"""Searching by words: the same tests run on SQLite and on PostgreSQL."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palier.search.index import SearchIndex
from palier.search.requests import Hit, Order, Reason, Relaxation, SearchRequest
from tests.search.invented import entry, key

Find = Callable[..., list[int]]


def test_title_comes_before_keywords_and_text(find: Find) -> None:
    assert find("jardin") == [1, 3]


def test_a_title_comes_before_a_text_that_repeats_the_word(index: SearchIndex, find: Find) -> None:
    other = "On y parle de bien autre chose. " * 60
    index.put([entry(5, title="Atelier poterie", text=other), entry(6, title="Divers", text="poterie " * 9)])

    assert find("poterie") == [5, 6]


def test_keywords_come_before_text(index: SearchIndex, find: Find) -> None:
    index.put(
        [
            entry(5, title="Un", keywords="poterie", text="Autre chose."),
            entry(6, title="Deux", keywords="autre", text="De la poterie."),
        ]
    )

    assert find("poterie") == [5, 6]


def test_every_word_is_needed(find: Find) -> None:
    assert find("café jardin") == [3]
    assert find("café vélo") == []


@pytest.mark.parametrize("text", ["eveil", "L’ÉVEIL", "éveils", "enfant", "parents"])
def test_accents_case_and_number_do_not_matter(find: Find, text: str) -> None:
    assert find(text) == [4]


def test_a_phrase_needs_its_words_in_a_row(find: Find) -> None:
    assert sorted(find('"lien social"')) == [3, 6]
    assert find('"social lien"') == []
    assert sorted(find("social lien")) == [3, 6]


def test_a_phrase_does_not_run_over_fields(find: Find) -> None:
    assert find('"vélo mobilité"') == []


def test_synonyms_find_each_other(find: Find) -> None:
    assert sorted(find("seniors")) == [2, 5]
    assert sorted(find("personnes âgées")) == [2, 5]
    assert find("bicyclette") == [5]


def test_an_unfinished_word_finds_its_ends(find: Find) -> None:
    assert find("visi") == []
    assert find("visi", typing=True) == [2]
    assert find("jardin des til", typing=True) == [1]
    assert find("jardinage", typing=True) == []


def test_nothing_asked_for_gives_everything_by_rank(index: SearchIndex) -> None:
    result = index.search(SearchRequest(limit=2))

    assert result.total == 6
    assert result.hits == [Hit(key(6), 0.0, Reason.BROWSE), Hit(key(5), 0.0, Reason.BROWSE)]


def test_orders(find: Find) -> None:
    assert find("", order=Order.RANK) == [6, 5, 4, 3, 2, 1]
    assert find("", order=Order.RANK_UP) == [1, 2, 3, 4, 5, 6]
    assert find("jardin", order=Order.RANK) == [3, 1]


def test_pages_follow_each_other(find: Find) -> None:
    pages = [find("", offset=offset, limit=4) for offset in (0, 4, 8)]

    assert pages == [[6, 5, 4, 3], [2, 1], []]
    assert find("", limit=0) == find("", offset=-3, limit=-1) == []


def test_facets_are_counted_without_their_own_filter(index: SearchIndex) -> None:
    request = SearchRequest(filters={"public": ["seniors"]}, facets=["public", "status", "nothing"])

    result = index.search(request)

    assert sorted(hit.key.int for hit in result.hits) == [1, 2, 6]
    assert result.facets == {
        "public": {"familles": 3, "seniors": 3, "enfants": 1},
        "status": {"en_cours": 3},
        "nothing": {},
    }


def test_values_of_a_facet_add_up_and_facets_narrow(find: Find) -> None:
    assert sorted(find("", filters={"public": ["seniors", "enfants"]})) == [1, 2, 4, 6]
    assert sorted(find("", filters={"public": ["seniors", "enfants"], "status": ["en_cours"]})) == [
        1,
        2,
        4,
        6,
    ]
    assert find("", filters={"public": ["familles"], "status": ["terminee"]}) == [3]
    assert find("", filters={"public": ["inconnu"]}) == find("", filters={"inconnu": ["a"]}) == []


def test_a_restriction_holds_everywhere(index: SearchIndex) -> None:
    request = SearchRequest(text="", restrict={"visibility": ["public"]}, facets=["public", "visibility"])

    result = index.search(request)

    assert result.total == 4
    assert result.facets == {"public": {"familles": 2, "seniors": 2}, "visibility": {"public": 4}}
    assert index.search(SearchRequest(restrict={"visibility": []})).total == 0


def test_no_result_says_which_filter_to_drop(index: SearchIndex) -> None:
    filters = {"status": ["terminee"], "public": ["seniors", "enfants"], "visibility": ["public", "members"]}

    result = index.search(SearchRequest(text="vélo", filters=filters))

    assert (result.total, result.relaxations) == (0, [Relaxation("public", "", 1)])
    assert index.search(SearchRequest(text="vélo")).relaxations == []


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("jardn", "jardin"),
        ("eviel", "éveil"),
        ("l'evvveil", None),
        ("cafe", None),
        ("habitante", None),
        ("zzzz", None),
        ("atelier velot", "atelier vélo"),
        ("d'immeubel", "d'immeuble"),
    ],
)
def test_spelling_proposals(index: SearchIndex, text: str, proposal: str | None) -> None:
    assert index.search(SearchRequest(text=text)).proposal == proposal


def test_a_proposal_never_tells_of_what_may_not_be_seen(index: SearchIndex) -> None:
    seen = index.search(SearchRequest(text="evel"))
    unseen = index.search(SearchRequest(text="evel", restrict={"visibility": ["public"]}))

    assert (seen.proposal, unseen.proposal) == ("éveil", None)


def test_a_sentence_finds_what_holds_most_of_its_words(index: SearchIndex) -> None:
    request = SearchRequest(text="les bénévoles vont voir les personnes isolées", meaning=False)

    result = index.search(request)

    assert (result.partial, [hit.key.int for hit in result.hits]) == (True, [2])


def test_terms_are_those_to_highlight(index: SearchIndex) -> None:
    assert index.search(SearchRequest(text="le vélo")).terms == ("velo", "bicyclet")


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("les de la", 6),
        ("   ", 6),
        ("?!… «»", 6),
        ('"', 6),
        ("\x00", 6),
        ("jardin\x00", 2),
        ("jardin AND", 0),
        ("NEAR(jardin", 0),
        ("jardin*", 2),
        ("^jardin", 2),
        ("title:jardin", 0),
        ("-jardin", 2),
        ("jardin' & 'b", 2),
        ("jardin \\", 2),
        ("🌱 jardin", 2),
        ("\ud800jardin", 2),
        ("jardin " * 2_000, 2),
        ("'", 6),
        ("jardin | ! <->", 2),
        ("%s jardin %(a)s", 2),
    ],
)
def test_bad_queries_are_only_words(index: SearchIndex, text: str, total: int) -> None:
    assert index.search(SearchRequest(text=text, meaning=False)).total == total


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200), typing=st.booleans())
def test_no_text_raises(index: SearchIndex, text: str, typing: bool) -> None:
    result = index.search(SearchRequest(text=text, typing=typing, meaning=False, facets=["public"]))

    assert len(result.hits) == result.total <= 6
