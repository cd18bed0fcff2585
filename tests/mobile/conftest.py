"""Who the tests of the phones speak of: a team on its way, inside its structure, and Awa's phone."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from palier.core.tenancy import structure_scope
from palier.mobile.actions.batches import receive_batch
from palier.mobile.actions.ledger import Receipt, Sender
from palier.mobile.clocks import PhoneClock
from palier.mobile.envelopes import read_operations
from palier.structures.models import Membership
from tests.agenda.safety_teams import Team, make_team
from tests.factories.people import actor_for
from tests.mobile.phone import NOW, Phone

Receive = Callable[..., list[Receipt]]


@pytest.fixture
def team() -> Iterator[Team]:
    """Return a team on its way, and stay in the scope of its structure."""
    made = make_team()
    with structure_scope(made.structure.pk):
        yield made


@pytest.fixture
def phone(team: Team) -> Phone:
    """Return Awa's phone."""
    return Phone(team.awa)


@pytest.fixture
def receive(team: Team) -> Receive:
    """Return what receives operations as the address does, sent by Awa unless told."""

    def act(ops: Sequence[Any], *, by: Membership | None = None, refusal: str = "", **clock: Any) -> list[Receipt]:
        sender, now = by or team.awa, clock.get("now", NOW)
        readings = read_operations(ops, PhoneClock.seen(sent_at=clock.get("sent_at", now), received_at=now))
        return receive_batch(readings=readings, sender=Sender(sender, actor_for(sender), refusal), now=now)

    return act
