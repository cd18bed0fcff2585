"""What Palier proposes, and never decides: needs for words, words for a need, groups; and what it was told no to."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from palier.search import semantic
from palier.structures.models import Membership, Structure
from palier.voices.actions.indexing import index_words
from palier.voices.actions.needs import attach_words, detach_words, refuse_for_need, refuse_group
from palier.voices.index import WORDS
from palier.voices.models import SharedNeed, Voice
from palier.voices.queries.need_titles import first_card, shortened
from palier.voices.queries.proposals import groups, needs_for, words_for
from tests.factories.people import actor_for, logged_in, make_structure
from tests.factories.territory import make_place
from tests.factories.voices import HEARD, make_need, make_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside", "by_meaning")]
LIFT = ("L'ascenseur est encore en panne.", "L'ascenseur ne marche plus depuis un mois.", "Ascenseur bloqué, encore.")
BENCH = ("Il faudrait des bancs sur la place.", "On voudrait un banc pour s'asseoir dehors.")


@pytest.fixture
def by_meaning(settings: Any) -> None:
    """Let the model of meaning work."""
    settings.SEMANTIC_SEARCH = True
    if semantic.encode(["un essai"]) is None:
        pytest.skip("the model of meaning is not installed")


@pytest.fixture
def centre(lead: Membership) -> Structure:
    """Return the structure."""
    return lead.structure


@pytest.fixture
def acts(lead: Membership) -> dict[str, Any]:
    """Return who acts, and when."""
    return {"made_by": lead, "by": actor_for(lead), "now": HEARD + timedelta(days=1)}


def say(centre: Structure, *texts: str, theme: str = "cadre_de_vie", **fields: Any) -> list[Voice]:
    """Return saved words, indexed, with their meaning."""
    voices = [make_words(centre, text=text, themes=[theme], **fields) for text in texts]
    index_words([voice.pk for voice in voices])
    WORDS.vectorise()
    return voices


def proposed(word: Voice) -> list[SharedNeed]:
    return [proposal.need for proposal in needs_for(word)]


def test_need_is_proposed_to_new_words_with_the_reasons(centre: Structure) -> None:
    *known, new = say(centre, *LIFT)
    need = make_need(centre, *known, theme="cadre_de_vie")
    make_need(centre, *say(centre, *BENCH), theme="cadre_de_vie")

    [first, *_] = needs_for(new)

    assert (first.need, first.reasons) == (need, ("même thème", "sens proche"))
    assert first.closeness > 1


def test_need_is_also_of_the_theme_that_half_of_its_words_have(centre: Structure) -> None:
    *known, new = say(centre, *LIFT)
    need = make_need(centre, *known, theme="logement")
    other = make_need(centre, *say(centre, *LIFT, theme="vieillissement"), *say(centre, LIFT[0]), theme="logement")

    assert (proposed(new), [one.voice for one in words_for(need)], words_for(other)) == ([need], [new], [])


def test_words_without_a_vector_yet_are_understood_at_once(centre: Structure) -> None:
    need = make_need(centre, *say(centre, *LIFT[:2]), theme="cadre_de_vie")
    new = make_words(centre, text=LIFT[2], themes=["cadre_de_vie"])

    assert proposed(new) == [need]


def test_words_of_another_language_reach_the_french_ones(centre: Structure) -> None:
    need = make_need(centre, *say(centre, *LIFT), theme="cadre_de_vie")
    [english] = say(centre, "The lift has been broken for weeks.", language="en")

    assert proposed(english)[:1] == [need]
    assert [proposal.voice for proposal in words_for(need)] == [english]


def test_need_of_the_words_and_refused_needs_are_not_proposed(centre: Structure, acts: dict[str, Any]) -> None:
    *known, new = say(centre, *LIFT)
    need = make_need(centre, *known, theme="cadre_de_vie")
    assert proposed(new) == [need]

    refuse_for_need(need=need, words=[new], **acts)
    refused = (proposed(new), words_for(need))
    attach_words(need=need, words=[new], **acts)
    attached = proposed(new)
    detach_words(need=need, words=[new], **acts)

    assert (refused, attached, proposed(new)) == (([], []), [], [])


def test_words_are_proposed_to_a_need_until_they_have_one(centre: Structure, acts: dict[str, Any]) -> None:
    first, second, third = say(centre, *LIFT)
    bench = say(centre, *BENCH)
    need = make_need(centre, first, theme="cadre_de_vie")

    offered = {proposal.voice for proposal in words_for(need)}
    attach_words(need=need, words=[second], **acts)

    assert offered == {second, third}
    assert [proposal.voice for proposal in words_for(need)] == [third]
    assert offered.isdisjoint(bench)


def test_groups_hold_words_without_a_need(centre: Structure, acts: dict[str, Any]) -> None:
    lift, bench = say(centre, *LIFT), say(centre, *BENCH)
    say(centre, "Merci pour le café, c'était bien.", theme="isolement_lien_social")

    found = {frozenset(group.words) for group in groups()}
    attach_words(need=make_need(centre), words=[bench[0]], **acts)

    assert found == {frozenset(lift), frozenset(bench)}
    assert {frozenset(group.words) for group in groups()} == {frozenset(lift)}


def test_words_refused_together_are_not_proposed_together_again(centre: Structure, acts: dict[str, Any]) -> None:
    lift = say(centre, *LIFT)
    refuse_group(words=lift, **acts)
    assert groups() == []

    [new] = say(centre, "Toujours pas d'ascenseur, il est en panne.")
    [group] = groups()

    assert (new in group.words, len(group.words)) == (True, 2)


def test_words_of_others_and_words_taken_back_are_never_there(centre: Structure) -> None:
    other = make_structure()
    theirs = [make_words(other, text=text, themes=["cadre_de_vie"]) for text in LIFT]
    [mine, gone] = say(centre, LIFT[0], LIFT[1])
    Voice.objects.filter(pk=gone.pk).update(withdrawn_at=HEARD)
    index_words([gone.pk])

    assert theirs
    assert (groups(), proposed(mine)) == ([], [])


def test_nothing_is_proposed_without_the_model(centre: Structure, settings: Any) -> None:
    *known, new = say(centre, *LIFT)
    make_need(centre, *known, theme="cadre_de_vie")
    settings.SEMANTIC_SEARCH = False
    unknown = make_words(centre, text=LIFT[0])

    assert proposed(unknown) == []
    assert first_card([new, *known])["title"] == LIFT[2].rstrip(".")


def test_proposal_asks_as_many_questions_for_two_and_forty_needs(centre: Structure) -> None:
    place, counts = make_place(centre), []
    [new] = say(centre, LIFT[0], place=place)
    for more in (2, 38):
        for _ in range(more):
            make_need(centre, *say(centre, *LIFT[1:], place=place), theme="cadre_de_vie")
        needs_for(new)
        with CaptureQueriesContext(connection) as asked:
            assert len(needs_for(new)) >= 2
        counts.append(len(asked))

    assert (counts[0], counts[0] <= 10) == (counts[1], True), counts


def test_page_of_groups_leads_to_a_need_or_is_told_no(centre: Structure, lead: Membership) -> None:
    desk = logged_in(lead.user)
    keys = [word.pk for word in say(centre, *LIFT)]

    shown = desk.get("/besoins/propositions/").context["groups"]
    desk.post("/besoins/propositions/refus/", {"proposee": keys})

    assert [{word.pk for word in group.words} for group in shown] == [set(keys)]
    assert desk.get("/besoins/propositions/").context["groups"] == []
    assert desk.get("/besoins/propositions/refus/").status_code == 405


def test_title_comes_from_the_most_central_words_cut_between_two(centre: Structure) -> None:
    words = [make_words(centre, text=text) for text in (*BENCH[:1], *LIFT)]

    assert "scenseur" in first_card(words)["title"]
    assert shortened("Un banc. Vite !") == "Un banc"
    long = shortened("mot " * 60)
    assert (len(long) <= 160, long[-4:]) == (True, "mot…")
