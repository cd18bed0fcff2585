"""A small model of the phone: what it keeps, sends, and forgets on a receipt (static/mobile/{store,sync}/)."""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.campaign.field_client import Exchange, exchange
from tests.campaign.field_operations import CELL, LINES, UNSAID, Maker, Operation, body_of
from tests.campaign.field_oracle import Acknowledged
from tests.campaign.field_world import Member, World

LEAST_AT_ONCE, MOST_AT_ONCE = 1, 40
# The centre's total will hold these; the others wait for somebody's decision there.
COUNTED = {"applied", "waiting"}


class FieldPhone:
    """One phone: its outbox, what was received and is not in the facts yet, what came down, its cursor."""

    def __init__(
        self, member: Member, world: World, known: Acknowledged, dice: random.Random, drift: timedelta = timedelta(0)
    ) -> None:
        self.member, self._world, self._known, self.dice = member, world, known, dice
        self.maker = Maker(member.key, dice, drift)
        self.outbox: dict[str, Operation] = {}
        self.received: dict[str, Operation] = {}
        self.outings: dict[str, dict[str, Any]] = {}
        self.cursor: str | None = None
        self.written: list[Operation] = []
        self._taps: list[Operation] = []
        self._moved: set[str] = set()

    def record(self, op: Operation) -> None:
        """Keep an operation until its receipt comes."""
        self.outbox[op["id"]] = op
        self.written.append(op)

    def do_something(self) -> None:
        """Tap, take a tap back, write a line, write one again, take one back, move one, or leave at once."""
        outing = self.dice.choice(list(self.outings) or [str(self._world.outings[0])])
        chance = self.dice.random()
        if chance < 0.6 or not self._taps:
            self._taps.append(self.maker.tap(outing))
            self.record(self._taps[-1])
        elif chance < 0.7:
            back = self._taps.pop(self.dice.randrange(len(self._taps)))
            self.record(self.maker.make(back["outing"], "tally.add", {**back["payload"], "step": -1}))
        elif chance < 0.82:
            self.record(self.maker.line(outing))
        elif chance < 0.97:
            self._change_a_line(outing)
        elif chance < 0.99:
            self._move_a_tap()
        else:
            self._improvise()

    def _change_a_line(self, outing: str) -> None:
        """Write again, or take back, a line that the centre showed, whoever of the pair wrote it."""
        kinds = {kind.partition(".")[0]: kind for kind in LINES}
        shown = [line for line in self.outings.get(outing, {}).get("lines", []) if line["kind"] in kinds]
        if not shown:
            return
        line = self.dice.choice(shown)
        if self.dice.random() < 0.2:
            self.record(self.maker.make(outing, "entry.withdraw", {"entry": line["id"], "kind": line["kind"]}))
        else:
            self.record(self.maker.line(outing, kinds[line["kind"]], line["id"]))

    def _move_a_tap(self) -> None:
        tap, others = self._taps.pop(), list(self.outings)
        if others and tap["id"] not in self._moved:
            self._moved.add(tap["id"])
            payload = {"entries": [tap["id"]], "to": self.dice.choice(others)}
            self.record(self.maker.make(tap["outing"], "entry.move", payload))

    def _improvise(self) -> None:
        key, begin = self.maker.key(), self.maker.now() - self.maker.drift
        hours = {"starts_at": begin.isoformat(), "ends_at": (begin + timedelta(hours=1)).isoformat()}
        team = [str(member.key) for member in self._world.members[:2]]
        self.record(
            self.maker.make(key, "outing.improvise", {"place": str(self._world.place), "members": team, **hours})
        )
        self.record(self.maker.tap(key))

    def sync(self, port: int, patience: float = 30.0) -> Exchange:
        """Send one batch, and apply the answer if there is one."""
        ops = list(self.outbox.values())[: self.dice.randint(LEAST_AT_ONCE, MOST_AT_ONCE)]
        body = body_of(self.maker, ops, self.cursor, len(self.outbox))
        result = exchange(port, self.member.cookie, body, patience)
        if result.outcome == "answered" and result.answer is not None:
            self._known.note(ops, result.answer["receipts"])
            self._settle({op["id"] for op in ops}, result.answer)
        return result

    def _settle(self, sent: set[str], answer: Mapping[str, Any]) -> None:
        changes = answer["changes"]
        shown = {outing["id"] for outing in changes["outings"]} if changes else set()
        for receipt in answer["receipts"]:
            op = self.outbox.pop(receipt["op"], None) if receipt["op"] in sent else None
            if op is not None and receipt["status"] in COUNTED and op["outing"] not in shown:
                self.received[op["id"]] = op
        if not changes:
            return
        for facts in changes["outings"]:
            if self.outings.get(facts["id"], {"version": 0})["version"] <= facts["version"]:
                self.outings[facts["id"]] = facts
                self._forget(facts["id"])
                for line in facts["lines"]:
                    self.maker.observe(max(line["id"], line["clock"]))
        for key in changes["removed"]:
            self.outings.pop(key, None)
            self._forget(key)
        self.cursor = answer["cursor"]

    def _forget(self, outing: str) -> None:
        self.received = {key: op for key, op in self.received.items() if op["outing"] != outing}

    def shown(self) -> tuple[Any, ...]:
        """Return what this phone shows of its outings: people by cell, lines that stand."""
        cells: Counter[tuple[str, ...]] = Counter()
        for key, facts in self.outings.items():
            for cell in facts["cells"]:
                cells[(key, *(cell[name] for name in CELL))] += cell["people"]
        for op in (*self.received.values(), *self.outbox.values()):
            if op["kind"] == "tally.add":
                cell = {**UNSAID, **op["payload"]}
                cells[(op["outing"], *(cell[name] for name in CELL))] += op["payload"].get("step", 1)
        lines = [
            (key, line["kind"], line["id"])
            for key, facts in self.outings.items()
            for line in facts["lines"]
            if not line["withdrawn"]
        ]
        return sorted((*cell, people) for cell, people in cells.items() if people), sorted(lines)
