"""Whatever a phone sends, the answer is clear, in French, never a fault of the server; and nothing is lost."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.mobile.enums import OperationKind
from palier.mobile.models import Operation, SetAside
from tests.agenda.safety_teams import START, Team, make_team
from tests.factories.people import logged_in
from tests.mobile.phone import HEADERS, NOW, SYNC, Phone

pytestmark = pytest.mark.django_db
FUZZ = settings(max_examples=60, suppress_health_check=list(HealthCheck))

odd_text = st.one_of(
    st.text(alphabet=st.characters(), max_size=20),
    st.sampled_from(
        ["", "\x00", "\ud800", "🧑‍🤝‍🧑", "=1+1", "tally.add", "nc", "9" * 50, str(uuid7()), "2027-03-11T09:00:00Z"]
    ),
)
odd_number = st.one_of(
    st.integers(-(2**70), 2**70), st.floats(), st.sampled_from([-1, 0, 1, 2**31, 2**63, float("inf"), float("nan")])
)
odd = st.recursive(
    st.one_of(st.none(), st.booleans(), odd_number, odd_text),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(odd_text, inner, max_size=4)),
    max_leaves=8,
)
odd_hour = st.one_of(
    odd,
    st.datetimes().map(lambda at: at.isoformat()),
    st.sampled_from(["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00"]),
)
PAYLOAD_FIELDS = (
    *("entry", "age", "gender", "acquaintance", "contact", "step", "text", "kind", "themes", "theme", "consent"),
    *("language", "resident_id", "target", "data", "caption", "moods", "incident", "nobody", "sealed", "members"),
    *("place", "new_place", "modality", "starts_at", "ends_at", "entries", "to"),
)


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def awa(team: Team) -> Client:
    return logged_in(team.awa.user)


def post(client: Client, body: str | bytes) -> Any:
    return client.post(SYNC, body, content_type="application/json", headers=HEADERS)


def held(team: Team) -> int:
    """Return how many operations the centre holds."""
    with structure_scope(team.structure.pk):
        return Operation.objects.count() + SetAside.objects.count()


@FUZZ
@given(ops=st.lists(odd, max_size=4), changed=st.dictionaries(st.sampled_from(["cursor", "pending", "device"]), odd))
def test_any_request_has_a_clear_answer(team: Team, awa: Client, ops: list[Any], changed: dict[str, Any]) -> None:
    body = {**Phone(team.awa).request(*ops), **changed}

    answer = post(awa, json.dumps(body))

    assert answer.status_code in {200, 413, 422}
    if answer.status_code == 200:
        told = answer.json()
        assert len(told["receipts"]) + len(told["unreadable"]) == len(ops)
    else:
        assert answer.json()["detail"]


@FUZZ
@given(body=st.binary(max_size=200))
def test_any_bytes_have_a_clear_answer(awa: Client, body: bytes) -> None:
    assert post(awa, body or b" ").status_code == 422


@FUZZ
@given(
    kind=st.one_of(st.sampled_from(OperationKind.values), odd_text),
    payload=st.dictionaries(st.sampled_from(PAYLOAD_FIELDS), odd_hour, max_size=6),
    changed=st.dictionaries(st.sampled_from(["device", "seq", "outing", "at", "schema", "user"]), odd_hour, max_size=2),
    sent_at=st.datetimes(timezones=st.just(START.tzinfo)),
)
def test_any_operation_is_held_and_does_not_block_its_neighbour(
    team: Team, awa: Client, kind: str, payload: dict[str, Any], changed: dict[str, Any], sent_at: Any
) -> None:
    phone = Phone(team.awa)
    strange = {**phone.op(kind, team.outing, **payload), **changed}
    before = held(team)

    answer = post(awa, json.dumps(phone.request(strange, phone.tap(team.outing), sent_at=sent_at)))

    assert answer.status_code == 200
    receipts = answer.json()["receipts"]
    assert (len(receipts), receipts[1]["status"]) == (2, "applied")
    assert held(team) == before + 2


@FUZZ
@given(
    kind=st.sampled_from([kind for kind in OperationKind.values if kind.endswith(".put")]),
    entry=st.integers(0, 3),
    fields=st.dictionaries(st.sampled_from(["text", "caption", "sentence", "support_text"]), odd_text, max_size=3),
)
def test_lines_that_meet_are_each_held(team: Team, awa: Client, kind: str, entry: int, fields: dict[str, str]) -> None:
    """The same few lines are written again and again, by kinds that are not theirs too."""
    phone = Phone(team.awa)
    entries = [uuid7() for _ in range(4)]
    ops = [phone.op(kind, team.outing, entry=str(entries[entry]), **fields) for _ in range(2)]
    ops += [phone.op("entry.move", team.outing, entries=[str(entries[entry])], to=str(team.outing.pk))]
    ops += [phone.op("entry.withdraw", team.outing, entry=str(entries[entry]))]
    before = held(team)

    answer = post(awa, json.dumps(phone.request(*ops, sent_at=NOW)))

    assert answer.status_code == 200
    assert held(team) == before + len(ops)
