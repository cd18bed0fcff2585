"""Phones of the demonstration: one that has not sent all it holds, and what two of them sent that waits for a lead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.audit.actor import Actor
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.dashboard.demo_people import PALIERS
from palier.mobile.actions.demo import demo_operation, receive_demo
from palier.mobile.actions.judging import dismiss_aside
from palier.mobile.actions.ledger import Sender
from palier.mobile.actions.phones import PhoneReport, note_phone
from palier.mobile.enums import OperationKind
from palier.mobile.models import SetAside
from palier.mobile.permissions import SENT_AFTER
from palier.structures.models import Membership, Structure

BY = Actor.system("Démonstration")
# The last of the team to have a signal again, and how long a phone takes to find one.
SOON = timedelta(minutes=20)
APP = "démonstration"
# The lead's own phone, the one of somebody who left in the meantime, and the one that was restored from a copy.
LEAD, LEFT, COPIED = "Ilyès Bensaha", "Lila Monteverdi", "Noé Castagnier"
TRIED = "Un essai fait au bureau, l'appli à la main : personne n'a été rencontré."
WORDS_OF_WHO_LEFT = "Il faudrait un banc à l'ombre devant l'école, pour attendre les petits sans rester debout."
SEEN = "Deux lampadaires sont éteints derrière la tour."
SEEN_AGAIN = "Trois lampadaires sont éteints derrière la tour ; le passage est très sombre dès 18 h."


@dataclass(frozen=True, slots=True)
class DemoPhone:
    """A phone that last met the centre after the outing held ``ago`` outings before the last one."""

    name: str
    label: str
    ago: int
    pending: int = 0
    is_persistent: bool = True


PHONES = (
    DemoPhone(LEAD, "Safari sur iPhone", 0, is_persistent=False),
    DemoPhone("Awa Diambour", "Chrome sur Android", 1, pending=9),
    DemoPhone("Josiane Perrochet", "Firefox sur Android", 2),
)


def load_phones(structures: Mapping[str, Structure]) -> None:
    """Tell what the phones of the first centre said last; let three of its operations be set aside, one judged."""
    structure = structures[PALIERS]
    with structure_scope(structure.pk):
        held = list(Outing.objects.filter(state=OutingState.TERMINEE).order_by("-starts_at", "pk"))
        people = {member.name: member for member in Membership.objects.all()}
        if not held:
            return
        for demo in PHONES:
            _note(demo, people[demo.name], held[min(demo.ago, len(held) - 1)])
        _send_after_leaving(people[LEFT], held, judged_by=people[LEAD])
        _send_twice(people[COPIED], held[min(3, len(held) - 1)])


def _note(demo: DemoPhone, member: Membership, outing: Outing) -> None:
    oldest = outing.starts_at + SOON if demo.pending else None
    note_phone(
        PhoneReport(member, uuid7(), demo.label, demo.pending, oldest, APP, demo.is_persistent, outing.ends_at + SOON)
    )


def _send_after_leaving(member: Membership, held: Sequence[Outing], *, judged_by: Membership) -> None:
    """Let somebody who left open the app once more, weeks later: a lead looks at it before it counts."""
    assert member.ended_at is not None  # who has left
    outing = next((outing for outing in held if outing.ends_at < member.ended_at), held[-1])
    now, device = held[0].ends_at + SOON, uuid7()
    told: list[tuple[OperationKind, dict[str, Any]]] = [
        (OperationKind.VOICE_PUT, {"entry": str(uuid7()), "text": WORDS_OF_WHO_LEFT, "themes": ["cadre_de_vie"]}),
        (OperationKind.TALLY_ADD, {"age": "25_39", "gender": "femme"}),
    ]
    whose: dict[str, Any] = {"outing": outing, "member": member, "device": device, "at": outing.starts_at + SOON}
    sent = [demo_operation(kind=kind, payload=payload, **whose) for kind, payload in told]
    report = PhoneReport(member, device, "Chrome sur Android", 0, None, APP, True, now)
    receive_demo(sent=sent, sender=Sender(member, BY, SENT_AFTER), report=report)
    tap = SetAside.objects.get(kind=OperationKind.TALLY_ADD)
    dismiss_aside(aside=tap, reason=TRIED, judged_by=judged_by, by=BY, now=now + SOON)


def _send_twice(member: Membership, outing: Outing) -> None:
    """Let a phone restored from a copy give another content under a key already used: both are kept."""
    device, line = uuid7(), {"entry": str(uuid7()), "text": SEEN}
    kind, at = OperationKind.OBSERVATION_PUT, outing.starts_at + SOON
    first = demo_operation(kind=kind, outing=outing, member=member, device=device, at=at, payload=line)
    again = {**first, "payload": {**line, "text": SEEN_AGAIN}}
    for rank, sent in enumerate((first, again)):
        now = outing.ends_at + SOON + timedelta(days=rank)
        report = PhoneReport(member, device, "Chrome sur Android", 0, None, APP, True, now)
        receive_demo(sent=[sent], sender=Sender(member, BY), report=report)
