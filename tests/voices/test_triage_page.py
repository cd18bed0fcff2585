"""« Trier »: one word at a time, the next one after each gesture, the filters kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.structures.models import Membership
from palier.voices.models import Attachment, Voice
from tests.factories.people import logged_in, make_structure
from tests.factories.voices import HEARD, make_need, make_words

pytestmark = pytest.mark.django_db
PAGE = "/paroles/tri/"


@pytest.fixture
def heard(outing: Outing) -> list[Voice]:
    """Return three words to triage, the latest first, the second about housing."""
    themes: list[list[str]] = [[], ["logement"], []]
    return [
        make_words(outing.structure, text=f"Parole {rank}", themes=some, at=HEARD - timedelta(hours=rank))
        for rank, some in enumerate(themes)
    ]


def shown(browser: Client, query: str = "") -> Voice | None:
    found: Voice | None = browser.get(PAGE + query).context.get("voice")
    return found


def again(voice: Voice) -> Voice:
    with structure_scope(voice.structure_id):
        return Voice.objects.get(pk=voice.pk)


def test_latest_comes_first_and_one_may_wait(heard: list[Voice], lead: Membership) -> None:
    browser = logged_in(lead.user)

    page = browser.get(PAGE)
    second = browser.get(page.context["next_url"])
    third = browser.get(second.context["next_url"])

    assert [answer.context["voice"] for answer in (page, second, third)] == heard
    assert (page.context["before_url"], third.context["next_url"], page.context["left"]) == ("", "", 3)
    assert shown(browser, second.context["before_url"].removeprefix(PAGE)) == heard[0]


def test_undoing_shows_again_the_word_that_was_undone(heard: list[Voice], lead: Membership) -> None:
    browser = logged_in(lead.user)
    page = browser.get(f"{PAGE}?tri=ancien").context
    asked = {"geste": "themes", "theme": "mobilite", "suite": page["after_url"], "retour": page["here"]}
    following = browser.post(f"/paroles/{heard[0].pk}/tri/", asked)["Location"]

    answer = browser.post("/paroles/annulation/", {"retour": following})

    assert answer["Location"].startswith(f"{PAGE}?tri=ancien&parole={heard[0].pk}")
    assert (again(heard[0]).state, shown(browser, answer["Location"].removeprefix(PAGE))) == ("a_trier", heard[0])


def test_gesture_leads_to_the_next_word(heard: list[Voice], lead: Membership) -> None:
    browser = logged_in(lead.user)
    page = browser.get(f"{PAGE}?parole={heard[1].pk}").context
    asked = {"geste": "themes", "garder": "1", "theme": "mobilite", "suite": page["after_url"], "retour": page["here"]}

    answer = browser.post(f"/paroles/{heard[1].pk}/tri/", asked)

    assert (again(heard[1]).themes, again(heard[1]).state) == (["logement", "mobilite"], "triee")
    assert shown(browser, answer.url.removeprefix(PAGE)) == heard[2]


def test_themes_chosen_take_the_place_of_the_others(heard: list[Voice], lead: Membership) -> None:
    logged_in(lead.user).post(f"/paroles/{heard[1].pk}/tri/", {"geste": "themes", "theme": ["ecole", "vacances"]})

    assert again(heard[1]).themes == ["ecole", "vacances"]


def test_filters_choose_what_comes(heard: list[Voice], lead: Membership) -> None:
    browser = logged_in(lead.user)

    assert shown(browser, "?theme=logement") == heard[1]
    assert browser.get(f"{PAGE}?theme=logement").context["here"].startswith("/paroles/tri/?theme=logement&parole=")
    assert "Tout est trié" in browser.get(f"{PAGE}?theme=vacances").content.decode()


def test_word_already_triaged_gives_way_to_the_first(heard: list[Voice], lead: Membership) -> None:
    browser = logged_in(lead.user)
    with structure_scope(lead.structure_id):
        Voice.objects.filter(pk=heard[1].pk).update(state="triee")

    for key in (heard[1].pk, uuid7(), "x"):
        assert shown(browser, f"?parole={key}") == heard[0]


@pytest.mark.parametrize("suite", ["https://ailleurs.example/paroles/tri/", "/reglages/", "//ailleurs.example/"])
def test_next_page_is_one_of_ours(heard: list[Voice], lead: Membership, suite: str) -> None:
    asked: dict[str, Any] = {"geste": "themes", "suite": suite, "retour": suite if suite[1] == "/" else ""}

    answer = logged_in(lead.user).post(f"/paroles/{heard[0].pk}/tri/", asked)

    assert answer.url == f"/paroles/{heard[0].pk}/"


def test_refusal_stays_on_the_word(heard: list[Voice], lead: Membership) -> None:
    browser = logged_in(lead.user)
    asked = {"geste": "rien", "raison": " ", "suite": PAGE, "retour": f"{PAGE}?parole={heard[1].pk}"}

    answer = browser.post(f"/paroles/{heard[1].pk}/tri/", asked)

    assert (answer.url, again(heard[1]).state) == (asked["retour"], "a_trier")


def test_others_do_not_come_in(heard: list[Voice], awa: Membership, lead: Membership) -> None:
    other = make_structure()
    with structure_scope(other.pk):
        theirs = make_words(other)

    assert [who.get(PAGE).status_code for who in (Client(), logged_in(awa.user))] == [302, 403]
    assert logged_in(lead.user).post(PAGE).status_code == 405
    assert shown(logged_in(lead.user), f"?parole={theirs.pk}") == heard[0]


def test_need_proposed_is_joined_in_one_touch(heard: list[Voice], lead: Membership) -> None:
    with structure_scope(lead.structure_id):
        need = make_need(lead.structure, title="Un banc")

    asked = {"geste": "besoin", "besoin": need.pk, "propose": "1"}
    logged_in(lead.user).post(f"/paroles/{heard[0].pk}/tri/", asked)
    logged_in(lead.user).post(f"/paroles/{heard[1].pk}/tri/", {"geste": "besoin", "besoin": need.pk})

    with structure_scope(lead.structure_id):
        joined = dict(Attachment.objects.values_list("voice", "was_proposed"))
    assert joined == {heard[0].pk: True, heard[1].pk: False}
