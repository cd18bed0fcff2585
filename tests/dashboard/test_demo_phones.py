"""The phones of the demonstration: one is late, two operations wait for a lead, one was left aside."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from palier.core.tenancy import structure_scope
from palier.dashboard.demo import load_demo
from palier.dashboard.demo_phones import SEEN, SEEN_AGAIN
from palier.fieldlog.models import Observation
from palier.mobile.enums import OperationKind, ReceiptStatus, Verdict
from palier.mobile.models import SetAside
from palier.mobile.queries.asides import open_asides
from palier.mobile.queries.field_phones import phone_lines
from palier.structures.models import Structure

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 21, 11, tzinfo=UTC)


@pytest.fixture
def paliers() -> Structure:
    load_demo(today=date(2026, 11, 21))
    found: Structure = Structure.objects.get(name="Centre social des Trois-Paliers")
    return found


def test_one_phone_is_late_and_stands_first(paliers: Structure) -> None:
    with structure_scope(paliers.pk):
        lines = phone_lines(NOON)

    assert [line.is_late for line in lines] == [True, False, False, False, False]
    assert (lines[0].phone.membership.name, lines[0].phone.pending) == ("Awa Diambour", 9)
    assert {line.phone.is_persistent for line in lines} == {True, False}
    assert max(line.phone.last_sync_at for line in lines) < NOON


def test_desk_of_what_was_set_aside_shows_each_of_its_faces(paliers: Structure) -> None:
    with structure_scope(paliers.pk):
        asides = list(SetAside.objects.select_related("sent_by", "judged_by"))
        waiting = open_asides()
        written = list(Observation.objects.filter(text__in=[SEEN, SEEN_AGAIN]).values_list("text", flat=True))

    found = Counter((aside.kind, aside.status, aside.verdict) for aside in asides)
    assert found == {
        (OperationKind.VOICE_PUT, ReceiptStatus.QUARANTINED, Verdict.OPEN): 1,
        (OperationKind.TALLY_ADD, ReceiptStatus.QUARANTINED, Verdict.DISMISSED): 1,
        (OperationKind.OBSERVATION_PUT, ReceiptStatus.CONFLICT, Verdict.OPEN): 1,
    }
    assert (waiting, written) == (2, [SEEN])
    assert {str(aside.judged_by) for aside in asides if aside.judged_by} == {"Ilyès Bensaha"}
    assert all(aside.made_at < aside.received_at < NOON for aside in asides)
