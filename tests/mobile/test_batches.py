"""What becomes of operations: applied in one go, or one by one; answered the same when they come again."""

from datetime import timedelta
from typing import Any

import pytest

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing, Participation
from palier.core.ids import uuid7
from palier.fieldlog.models import Encounter, Observation, OutingLog, Photo, Tally
from palier.mobile.actions import applying, batches
from palier.mobile.enums import ReceiptStatus, Verdict
from palier.mobile.models import Operation, SetAside
from palier.residents.actions.keys import public_key_of
from palier.residents.models import Consent
from palier.residents.sealing import Named, seal
from palier.voices.models import Voice
from tests.agenda.safety_teams import END, START, Team, alerts_of, fresh
from tests.factories.people import make_membership
from tests.mobile.conftest import Receive
from tests.mobile.phone import NOW, Phone

pytestmark = pytest.mark.django_db
APPLIED, WAITING = ReceiptStatus.APPLIED, ReceiptStatus.WAITING
QUARANTINED, CONFLICT = ReceiptStatus.QUARANTINED, ReceiptStatus.CONFLICT


def statuses(receipts: list[Any]) -> list[ReceiptStatus]:
    return [receipt.status for receipt in receipts]


def people(team: Team) -> int:
    return sum(OutingLog.objects.filter(outing=team.outing).values_list("people", flat=True))


def outing_of_day(phone: Phone, team: Team) -> list[dict[str, Any]]:
    """Return a whole outing, from departure to return."""
    taps = [phone.tap(team.outing, age="25_39", gender="femme") for _ in range(3)]
    lines = [
        phone.put("encounter", team.outing, duration="5_15", themes=["logement"]),
        phone.put("voice", team.outing, text="L'ascenseur est en panne depuis un mois.", themes=["cadre_de_vie"]),
        phone.put("orientation", team.outing, target="caf", theme=None),
        phone.put("observation", team.outing, text="Le banc est cassé."),
        phone.put("debrief", team.outing, moods={str(team.awa.pk): "bien"}, sentence="Beaucoup de monde."),
    ]
    back = Phone(phone.owner, phone.device, at=END)
    return [
        phone.op("outing.check_in", team.outing, members=[str(team.karim.pk)]),
        *taps,
        *lines,
        back.op("outing.check_out", team.outing),
    ]


def test_whole_outing_is_written_in_one_go(team: Team, phone: Phone, receive: Receive) -> None:
    ops = outing_of_day(phone, team)

    receipts = receive(ops)

    assert statuses(receipts) == [APPLIED] * len(ops)
    assert (people(team), Voice.objects.count(), Encounter.objects.count()) == (3, 1, 1)
    assert (fresh(team.outing).state, alerts_of(team.outing)) == (OutingState.TERMINEE, [])
    assert (Operation.objects.count(), SetAside.objects.count()) == (len(ops), 0)


def test_repeat_is_answered_as_the_first_time(team: Team, phone: Phone, receive: Receive) -> None:
    ops = [*outing_of_day(phone, team), phone.tap(uuid7()), phone.op("tally.melt", team.outing)]

    first = receive(ops)
    second = receive(list(reversed(ops)), now=NOW + timedelta(days=3))

    assert list(reversed(second)) == first
    assert people(team) == 3


def test_order_inside_a_batch_does_not_matter(team: Team, phone: Phone, receive: Receive) -> None:
    receive(list(reversed(outing_of_day(phone, team))))

    left = Participation.objects.filter(outing=team.outing, checked_in_at=START + timedelta(minutes=10))
    assert (people(team), left.count(), SetAside.objects.count()) == (3, 2, 0)


def test_one_bad_operation_does_not_block_the_others(team: Team, phone: Phone, receive: Receive) -> None:
    early = Phone(phone.owner, at=START - timedelta(days=2)).op("outing.check_in", team.outing)

    receipts = receive([phone.tap(team.outing), early, phone.tap(team.outing)])

    assert statuses(receipts) == [APPLIED, QUARANTINED, APPLIED]
    assert receipts[1].reason == "Ce n'était pas l'heure de cette sortie."
    assert (people(team), SetAside.objects.get().raw) == (2, early)


def test_operation_that_breaks_is_kept_and_the_others_applied(
    team: Team, phone: Phone, receive: Receive, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply_jobs = applying.apply_jobs

    def breaks(jobs: Any, *rest: Any) -> Any:
        if any(job.reading.kind == "encounter.put" for job in jobs):
            raise ZeroDivisionError
        return apply_jobs(jobs, *rest)

    monkeypatch.setattr(batches, "apply_jobs", breaks)
    receipts = receive([phone.tap(team.outing), phone.put("encounter", team.outing)])

    assert statuses(receipts) == [APPLIED, QUARANTINED]
    assert (people(team), SetAside.objects.get().reason) == (1, batches.UNEXPECTED)


def test_same_key_other_content_is_a_conflict_and_both_are_kept(team: Team, phone: Phone, receive: Receive) -> None:
    tap = phone.tap(team.outing)
    other = {**tap, "payload": {"age": "12_17"}}

    receipts = [*receive([tap]), *receive([other]), *receive([other]), *receive([tap])]

    assert statuses(receipts) == [APPLIED, CONFLICT, CONFLICT, APPLIED]
    assert (people(team), SetAside.objects.get().raw) == (1, other)


def test_two_kinds_under_one_key_are_a_conflict_in_one_batch_too(team: Team, phone: Phone, receive: Receive) -> None:
    tap = phone.tap(team.outing)
    line = {**phone.put("observation", team.outing, text="Un banc."), "id": tap["id"]}

    assert statuses(receive([tap, line, tap])) == [APPLIED, CONFLICT, APPLIED]
    assert Observation.objects.count() == 0


def test_operation_waits_for_its_outing(team: Team, phone: Phone, receive: Receive) -> None:
    key = uuid7()
    tap, words = phone.tap(key), phone.put("voice", key, text="Bonjour.")

    waiting = receive([tap, words])
    receive([phone.improvise(key, team.outing.place_id, members=[str(team.karim.pk)])])

    assert statuses(waiting) == [WAITING, WAITING]
    assert (Tally.objects.get().outing_id, Voice.objects.get().outing_id) == (key, key)
    assert set(SetAside.objects.values_list("verdict", flat=True)) == {Verdict.APPLIED}
    assert receive([tap, words]) == waiting


def test_improvised_outing_and_its_lines_in_any_order(team: Team, phone: Phone, receive: Receive) -> None:
    key = uuid7()
    tap = phone.tap(key)

    receipts = receive([tap, phone.improvise(key, new_place="Rue des Acacias", alone_reason="Ma collègue est malade")])

    outing = Outing.objects.select_related("place").get(pk=key)
    assert statuses(receipts) == [APPLIED, APPLIED]
    assert (outing.place.name, outing.started_at, outing.is_improvised) == ("Rue des Acacias", START, True)


def test_lines_of_a_refused_outing_wait(team: Team, phone: Phone, receive: Receive) -> None:
    key = uuid7()

    receipts = receive([phone.tap(key), phone.improvise(key), phone.tap(team.outing)])

    assert statuses(receipts) == [WAITING, QUARANTINED, APPLIED]
    assert receipts[1].reason == "Le lieu de cette sortie improvisée n'est pas connu."


def test_move_waits_for_its_lines_then_takes_them(team: Team, phone: Phone, receive: Receive) -> None:
    key, entry = uuid7(), uuid7()
    tap = phone.tap(team.outing)
    line = phone.put("voice", team.outing, entry, text="Bonjour.")
    move = phone.op("entry.move", team.outing, entries=[tap["id"], str(entry)], to=str(key))

    first = receive([phone.improvise(key, team.outing.place_id), move])
    receive([line])
    receive([tap])

    assert statuses(first) == [APPLIED, WAITING]
    assert (Tally.objects.get().outing_id, Voice.objects.get().outing_id) == (key, key)
    assert SetAside.objects.get().verdict == Verdict.APPLIED


def test_withdrawal_waits_for_its_line(team: Team, phone: Phone, receive: Receive) -> None:
    entry = uuid7()
    line = phone.put("encounter", team.outing, entry)
    withdrawal = phone.op("entry.withdraw", team.outing, entry=str(entry))

    assert statuses([*receive([withdrawal]), *receive([line])]) == [WAITING, APPLIED]
    assert Encounter.objects.get().withdrawn_at == phone.at


def test_line_written_again_keeps_the_later_writing(team: Team, phone: Phone, receive: Receive) -> None:
    entry = uuid7()
    first = phone.put("observation", team.outing, entry, text="Un banc.", themes=["logement"])
    second = phone.put("observation", team.outing, entry, text="Un banc cassé.")

    receive([second])
    receive([first])

    line = Observation.objects.get()
    assert (line.text, line.themes) == ("Un banc cassé.", ["logement"])


@pytest.mark.parametrize("ahead", [timedelta(days=2), timedelta(days=-2), timedelta(days=-20000)])
def test_hour_of_a_wrong_clock_is_put_right(team: Team, phone: Phone, receive: Receive, ahead: timedelta) -> None:
    phone.at += ahead

    receive([phone.tap(team.outing)], sent_at=NOW + ahead)

    assert Tally.objects.get().made_at == START + timedelta(minutes=10)


def test_operation_of_another_member_is_set_aside(team: Team, phone: Phone, receive: Receive) -> None:
    receipts = receive([phone.tap(team.outing)], by=team.karim)

    aside = SetAside.objects.get()
    assert (statuses(receipts), Tally.objects.count()) == ([QUARANTINED], 0)
    assert (aside.sent_by_id, aside.written_by) == (team.karim.pk, team.awa.pk)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"schema": 2}, "Écrite par une version plus récente de l'application : mettez Palier à jour."),
        ({"schema": 0}, "Écrite par une version de l'application trop ancienne pour être lue telle quelle."),
        ({"kind": "tally.melt"}, "D'un type que cette version de Palier ne connaît pas : « tally.melt »."),
        ({"payload": {"age": "vieux"}}, "Son contenu ne se lit pas (age)."),
        ({"outing": None}, "Elle ne dit pas de quelle sortie il s'agit."),
        ({"seq": -1}, "Son enveloppe ne se lit pas (seq)."),
    ],
)
def test_operation_that_cannot_be_read_is_kept_whole(
    team: Team, phone: Phone, receive: Receive, changed: dict[str, Any], reason: str
) -> None:
    sent = {**phone.tap(team.outing), **changed}

    (receipt,) = receive([sent])

    assert (receipt.status, receipt.reason, str(receipt.op)) == (QUARANTINED, reason, sent["id"])
    assert SetAside.objects.get().raw == sent


def test_departed_member_loses_nothing(team: Team, phone: Phone, receive: Receive) -> None:
    (receipt,) = receive([phone.tap(team.outing)], refusal="Cette personne est partie.")

    assert (receipt.status, receipt.reason) == (QUARANTINED, "Cette personne est partie.")


def test_key_taken_in_another_structure_is_set_aside(team: Team, phone: Phone, receive: Receive) -> None:
    tap = phone.tap(team.outing)
    elsewhere = make_membership().structure
    Operation.objects.create(id=tap["id"], structure=elsewhere, digest=b"x" * 16, received_at=NOW)

    receipts = receive([tap, phone.tap(team.outing)])

    assert (statuses(receipts), people(team)) == ([QUARANTINED, APPLIED], 1)


def test_picture_that_is_none_is_set_aside(team: Team, phone: Phone, receive: Receive) -> None:
    receipts = receive([phone.put("photo", team.outing, data="cGFzIHVuZSBwaG90bw=="), phone.tap(team.outing)])

    assert (statuses(receipts), Photo.objects.count()) == ([QUARANTINED, APPLIED], 0)


def test_person_to_call_back_is_written_with_their_consent(team: Team, phone: Phone, receive: Receive) -> None:
    entry = uuid7()
    key = public_key_of(team.structure, now=NOW)
    sealed = seal(Named("Rosa", "06 12 34 56 78"), entry=entry, key=key.pk, point=key.public)

    receipts = receive(
        [
            phone.put("resident", team.outing, entry, sealed=sealed, text_version="1-24"),
            phone.put("resident", team.outing, uuid7(), sealed=sealed),
        ]
    )

    assert statuses(receipts) == [APPLIED, QUARANTINED]
    assert list(Consent.objects.values_list("resident_id", flat=True)) == [entry]
    assert "Rosa" not in str(SetAside.objects.get().raw)
