"""Words are searched: those of a desk at once, those of phones at the next search, behind the wall of their centre."""

import pytest
from django.utils import timezone

from palier.agenda.models import Outing
from palier.core.tenancy import structure_scope
from palier.search.models import Document
from palier.search.requests import SearchRequest
from palier.structures.models import Structure
from palier.voices.actions import indexing
from palier.voices.actions.indexing import catch_up, forget_erased, index_all, index_waiting, index_words
from palier.voices.index import STRUCTURE, WORDS
from palier.voices.models import WAITS_FOR_INDEX, Voice
from tests.factories.fieldlog import make_line
from tests.factories.people import make_structure
from tests.factories.voices import make_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


def found(text: str, structure: Structure) -> list[str]:
    request = SearchRequest(text=text, restrict={STRUCTURE: [structure.pk.hex]}, meaning=False)
    keys = [hit.key for hit in WORDS.search(request).hits]
    return sorted(Voice.objects.filter(pk__in=keys).values_list("text", flat=True))


def test_words_of_phones_wait_then_are_found(outing: Outing) -> None:
    make_line(Voice, outing, text="Le banc est cassé.")
    before = found("banc", outing.structure)

    assert (before, catch_up(), catch_up()) == ([], 1, 0)
    assert found("bancs", outing.structure) == ["Le banc est cassé."]


def test_words_written_again_are_indexed_again(outing: Outing) -> None:
    voice = make_words(outing.structure, text="Le banc est cassé.")
    catch_up()

    Voice.objects.filter(pk=voice.pk).update(text="La cage d'escalier sent mauvais.", updated_at=timezone.now())

    assert catch_up() == 1
    assert (found("banc", outing.structure), len(found("escalier", outing.structure))) == ([], 1)


def test_words_taken_back_leave_the_search(outing: Outing) -> None:
    voice = make_words(outing.structure, text="Le banc est cassé.")
    index_words([voice.pk])

    now = timezone.now()
    Voice.objects.filter(pk=voice.pk).update(withdrawn_at=now, updated_at=now)
    catch_up()

    assert found("banc", outing.structure) == []
    assert not Voice.objects.filter(WAITS_FOR_INDEX).exists()


def test_translation_is_searched_too(outing: Outing) -> None:
    make_words(outing.structure, text="Asansör bozuk", translation="L'ascenseur est en panne", language="tr")
    catch_up()

    assert (found("ascenseur", outing.structure), found("asansör", outing.structure)) == (["Asansör bozuk"],) * 2


def test_many_words_go_to_the_background(outing: Outing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    for number in range(5):
        make_words(outing.structure, text=f"Le banc numéro {number}.")

    catch_up(2)

    assert len(found("banc", outing.structure)) == 5


def test_background_reads_every_structure_and_the_search_one(outing: Outing) -> None:
    other = make_structure()
    make_words(outing.structure, text="Le banc d'ici.")
    with structure_scope(other.pk):
        make_words(other, text="Le banc de là-bas.")

    index_waiting.enqueue()

    assert found("banc", outing.structure) == ["Le banc d'ici."]
    with structure_scope(other.pk):
        assert found("banc", other) == ["Le banc de là-bas."]


def test_erased_words_leave_the_search_whatever_erased_them(outing: Outing) -> None:
    gone, kept = (make_words(outing.structure, text=text) for text in ("Le banc est cassé.", "Le banc est sale."))
    catch_up()
    Voice.objects.filter(pk=gone.pk).delete()

    assert (forget_erased(), forget_erased()) == (1, 0)
    document = Document.objects.get(collection=WORDS.collection, key=gone.pk)
    assert (document.removed, document.gist, bytes(document.words)) == (True, "", b"")
    assert found("banc", outing.structure) == [kept.text]


def test_all_that_waits_is_indexed_each_day(outing: Outing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    for number in range(3):
        make_words(outing.structure, text=f"Le banc numéro {number}")
    make_words(make_structure(), text="Le banc d'ailleurs")

    assert (index_all(), index_all()) == (4, 0)
    assert len(found("banc", outing.structure)) == 3
