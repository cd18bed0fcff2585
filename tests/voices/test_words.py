"""Which words a question keeps."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from palier.agenda.models import Outing
from palier.structures.models import Membership
from palier.voices.models import Attachment, SharedNeed, Voice
from palier.voices.queries.words import WordScope, words
from tests.factories.territory import make_place, make_zone
from tests.factories.voices import make_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


def kept(**wanted: Any) -> set[Voice]:
    return set(words(WordScope(**wanted)))


def test_words_taken_back_are_left_out(outing: Outing) -> None:
    stands, gone = make_words(outing.structure, outing=outing), make_words(outing.structure, outing=outing)
    Voice.objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())

    assert kept() == {stands}


def test_place_is_that_of_the_outing_or_of_the_paper(outing: Outing) -> None:
    elsewhere = make_place(outing.structure, "La halle")
    said, written = make_words(outing.structure, outing=outing), make_words(outing.structure, place=outing.place)
    other, nowhere = make_words(outing.structure, place=elsewhere), make_words(outing.structure)

    assert kept(place=outing.place.pk) == {said, written}
    assert kept(place=elsewhere.pk) == {other}
    assert nowhere not in kept(place=outing.place.pk)


def test_zone_holds_the_words_of_its_places(outing: Outing) -> None:
    zone = make_zone(outing.structure, "Les Tilleuls")
    outing.place.zones.add(zone, through_defaults={"structure": outing.structure})
    said, written = make_words(outing.structure, outing=outing), make_words(outing.structure, place=outing.place)
    make_words(outing.structure, place=make_place(outing.structure, "La halle"))

    assert kept(zone=zone.pk) == {said, written}


def test_days_are_those_of_paris(outing: Outing) -> None:
    # Half past midnight in Paris, on the 12th.
    late = make_words(outing.structure, outing=outing, at=outing.starts_at.replace(hour=23, minute=30))

    assert kept(first=date(2027, 3, 12), last=date(2027, 3, 12)) == {late}
    assert kept(last=date(2027, 3, 11)) == set()


def test_theme_is_one_of_those_of_the_words(outing: Outing) -> None:
    both, _other = (
        make_words(outing.structure, outing=outing, themes=["ecole", "logement"]),
        make_words(outing.structure, outing=outing, themes=["mobilite"]),
    )

    assert kept(theme="logement") == {both}
    assert kept(theme="log") == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", "envie_agir"), ("consent", "citable"), ("language", "ar"), ("state", "triee"), ("source", "panneau")],
)
def test_each_list_chooses(outing: Outing, name: str, value: str) -> None:
    wanted, _other = (
        make_words(outing.structure, outing=outing, **{name: value}),
        make_words(outing.structure, outing=outing),
    )

    assert kept(**{name: value}) == {wanted}


def test_need_keeps_its_words(outing: Outing, lead: Membership) -> None:
    wanted, _other = make_words(outing.structure, outing=outing), make_words(outing.structure, outing=outing)
    need = SharedNeed.objects.create(structure=outing.structure, title="Un banc")
    Attachment.objects.create(structure=outing.structure, need=need, voice=wanted, at=timezone.now())

    assert kept(need=need.pk) == {wanted}


def test_scope_tells_whether_it_narrows() -> None:
    assert (WordScope().is_narrowed, WordScope(kind="besoin").is_narrowed) == (False, True)
