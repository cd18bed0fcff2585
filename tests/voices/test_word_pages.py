"""One word's page: what is known of it, its correction, translation, names taken out, reading before it leaves."""

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palier.agenda.models import Outing
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.voices.forms.words import mark_of
from palier.voices.models import Voice
from tests.factories.fieldlog import make_line
from tests.factories.people import logged_in, make_membership, make_structure
from tests.factories.territory import make_zone
from tests.factories.voices import make_need, make_words

pytestmark = pytest.mark.django_db
JOBS = (
    "tri",
    "correction",
    "traduction",
    "retrait",
    "reprise",
    "remplacement",
    "relecture",
    "relecture/retrait",
    "effacement",
)
TOLD = {"text": "Deux bancs", "kind": "besoin", "themes": ["logement"], "consent": "citable", "language": "fr"}


def page(voice: Voice, job: str = "") -> str:
    return f"/paroles/{voice.pk}/{job}/" if job else f"/paroles/{voice.pk}/"


def again(voice: Voice) -> Voice:
    with structure_scope(voice.structure_id):
        return Voice.objects.get(pk=voice.pk)


def read(browser: Client, voice: Voice) -> str:
    return " ".join(unescape(browser.get(page(voice)).content.decode()).split())


def test_page_says_all_that_is_known(outing: Outing, lead: Membership) -> None:
    with structure_scope(outing.structure_id):
        zone = make_zone(outing.structure, "Les Tilleuls")
        outing.place.zones.add(zone, through_defaults={"structure": outing.structure})
    voice = make_words(outing.structure, outing=outing, text="Un banc", themes=["cadre_de_vie"], state="triee")
    with structure_scope(outing.structure_id):
        make_need(outing.structure, voice, title="S'asseoir dehors")

    shown = read(logged_in(lead.user), voice)

    wanted = [
        "Un banc",
        outing.place.name,
        "Les Tilleuls",
        "Cadre de vie",
        "mars 2027",
        "S'asseoir dehors",
        "Sur le terrain",
    ]
    assert [word for word in wanted if word not in shown] == []
    assert "Dans un besoin, à relayer" in shown


def test_reader_reads_and_changes_nothing(outing: Outing, awa: Membership) -> None:
    voice, browser = make_words(outing.structure, text="Un banc", consent="citable"), logged_in(awa.user)

    shown = read(browser, voice)

    assert ("Un banc" in shown, "Corriger" in shown, "Relire avant" in shown) == (True, False, False)
    assert {browser.post(page(voice, job)).status_code for job in JOBS} == {403}


def test_words_of_paper_and_of_phones_are_corrected(outing: Outing, lead: Membership) -> None:
    browser = logged_in(lead.user)
    paper, said = make_words(outing.structure, text="Un banc"), make_line(Voice, outing, text="Un banc")

    assert browser.post(page(paper, "correction"), TOLD).status_code == 422
    for voice in (paper, said):
        browser.post(page(voice, "correction"), {**TOLD, "reason": "Mal lu", "lieu": outing.place_id})

    assert [(again(voice).text, again(voice).where, again(voice).place) for voice in (paper, said)] == [
        ("Deux bancs", outing.place, outing.place),
        ("Deux bancs", outing.place, None),
    ]
    shown = read(browser, paper)
    assert [word for word in ("« Un banc » devient « Deux bancs »", "Mal lu", lead.name) if word not in shown] == []


def test_translation_shows_its_author(outing: Outing, lead: Membership) -> None:
    voice, browser = make_words(outing.structure, text="Bir bank", language="tr"), logged_in(lead.user)

    browser.post(page(voice, "traduction"), {"traduction": "Un banc"})

    assert f"En français, d'après {lead.name} : « Un banc »" in read(browser, voice).replace("</span>", "")
    assert browser.post(page(voice, "traduction"), {"traduction": "x" * 5001}).status_code == 422


def test_word_is_taken_back_then_given_back(outing: Outing, lead: Membership) -> None:
    voice, browser = make_words(outing.structure, text="Un banc"), logged_in(lead.user)

    assert browser.post(page(voice, "retrait"), {"reason": " "}).status_code == 422
    browser.post(page(voice, "retrait"), {"reason": "En double"})
    assert (again(voice).stands, "En double" in read(browser, voice)) == (False, True)
    browser.post(page(voice, "reprise"))

    assert again(voice).stands


def test_finding_is_replaced(outing: Outing, lead: Membership) -> None:
    text = "Ma voisine Fatima attend."
    voice, browser = make_words(outing.structure, text=text), logged_in(lead.user)
    start = text.index("Fatima")

    browser.post(page(voice, "remplacement"), {"morceau": "0-2"})
    unchanged = again(voice).text
    browser.post(page(voice, "remplacement"), {"morceau": f"{start}-{start + 6}"})

    assert (unchanged, again(voice).text) == (text, "Ma voisine [prénom] attend.")


def reread(browser: Client, voice: Voice, **asked: Any) -> Any:
    data = {"public_text": "Un banc", "empreinte": mark_of(voice.text), "relu": "on", **asked}
    return browser.post(page(voice, "relecture"), data)


def test_text_leaves_once_reread(outing: Outing, lead: Membership) -> None:
    voice, browser = make_words(outing.structure, text="Un\nbanc", consent="citable"), logged_in(lead.user)
    form = browser.get(page(voice, "relecture")).context["form"]
    assert form.initial["public_text"] == "Un\nbanc"

    refused = [reread(browser, voice, **wrong).status_code for wrong in ({"relu": ""}, {"public_text": " "})]
    answer = reread(browser, voice)

    assert (refused, answer.status_code, again(voice).may_leave) == ([422, 422], 302, True)
    browser.post(page(voice, "relecture/retrait"))
    assert not again(voice).may_leave


def test_doubtful_word_is_cleared_one_by_one(outing: Outing, lead: Membership) -> None:
    voice, browser = make_words(outing.structure, text="x", consent="citable"), logged_in(lead.user)
    text = "Ma voisine Fatima, au 06 12 34 56 78."

    answer = reread(browser, voice, public_text=text)
    asked = [fragment for fragment, _question in answer.context["left"]]
    some = reread(browser, voice, public_text=text, blanchi=asked[:1])
    reread(browser, voice, public_text=text, blanchi=asked)

    assert (answer.status_code, asked) == (422, ["Fatima", "06 12 34 56 78"])
    assert [fragment for fragment, _question in some.context["left"]] == asked[1:]
    assert again(voice).may_leave


def test_words_changed_meanwhile_are_shown_again(outing: Outing, lead: Membership) -> None:
    voice, browser = make_words(outing.structure, text="Un banc", consent="citable"), logged_in(lead.user)

    answer = reread(browser, voice, empreinte=mark_of("Autre chose"))

    assert (answer.status_code, answer.context["mark"], again(voice).may_leave) == (422, mark_of("Un banc"), False)


def test_words_kept_inside_have_no_reading(outing: Outing, lead: Membership) -> None:
    voice, browser = make_words(outing.structure, text="Un banc", consent="interne"), logged_in(lead.user)

    assert browser.get(page(voice, "relecture")).url == page(voice)
    assert reread(browser, voice).url == page(voice)
    assert again(voice).public_text == ""


def test_others_do_not_come_in(outing: Outing, lead: Membership) -> None:
    other = make_structure()
    with structure_scope(other.pk):
        theirs = make_words(other)
    mine, browser = make_words(outing.structure), logged_in(lead.user)
    reading = logged_in(make_membership(Role.LECTURE, structure=lead.structure).user)

    assert [(who.get(page(mine)).status_code) for who in (Client(), reading)] == [302, 403]
    assert browser.get(page(theirs)).status_code == 404
    assert {browser.post(page(theirs, job)).status_code for job in JOBS} == {404}
    assert browser.get(f"/paroles/{uuid7()}/").status_code == 404
    for job in ("tri", "traduction", "reprise", "remplacement", "relecture/retrait"):
        assert browser.get(page(mine, job)).status_code == 405, job
    assert browser.post(page(mine)).status_code == 405


def test_page_asks_as_many_questions_whatever_its_history(outing: Outing, lead: Membership) -> None:
    voice, browser, counts = make_words(outing.structure), logged_in(lead.user), []
    for many in (1, 9):
        for number in range(many):
            told = {**TOLD, "text": f"Banc {len(counts)}-{number}", "reason": "Encore"}
            browser.post(page(voice, "correction"), told)
        browser.get(page(voice))
        with CaptureQueriesContext(connection) as asked:
            browser.get(page(voice))
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12
