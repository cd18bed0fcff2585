"""Operations as phones make them: keys that only grow, invented content."""

import random
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from palier.core.ids import uuid7

Operation = dict[str, Any]
AGES = ("0_11", "12_17", "18_24", "25_39", "40_59", "60_69", "70_plus", "nc")
GENDERS = ("femme", "homme", "autre", "nc")
ACQUAINTANCES = ("premiere_rencontre", "deja_connu", "nc")
CONTACTS = ("echange", "echange", "echange", "salutation", "refus")
CELL = ("age", "gender", "acquaintance", "contact")
UNSAID = {"age": "nc", "gender": "nc", "acquaintance": "nc", "contact": "echange"}
LINES = ("encounter.put", "orientation.put", "observation.put")


@dataclass
class Maker:
    """One phone's clock and counter (static/mobile/logic/ids.js). ``drift`` is how far its clock is off."""

    user: UUID
    dice: random.Random
    drift: timedelta = timedelta(0)
    device: UUID = field(default_factory=uuid7)
    seq: int = 0
    greatest: str = ""

    def key(self) -> str:
        """Return a key later than all before it and all observed."""
        floor = int(self.greatest.replace("-", "")[:12], 16) + 1 if self.greatest else 0
        milliseconds = max(time.time_ns() // 1_000_000 + int(self.drift.total_seconds() * 1000), floor)
        drawn = secrets.randbits(74)
        bits = milliseconds << 80 | 0x7 << 76 | drawn >> 62 << 64 | 0x2 << 62 | drawn & (1 << 62) - 1
        self.greatest = str(UUID(int=bits))
        return self.greatest

    def observe(self, key: str) -> None:
        """Take note of a key made elsewhere."""
        self.greatest = max(self.greatest, key)

    def now(self) -> datetime:
        """Return the hour that this phone shows."""
        return datetime.now(UTC) + self.drift

    def make(self, outing: str | None, kind: str, payload: Mapping[str, Any], key: str = "") -> Operation:
        """Return an operation of this phone."""
        self.seq += 1
        return {
            "id": key or self.key(),
            "device": str(self.device),
            "seq": self.seq,
            "user": str(self.user),
            "outing": outing,
            "kind": kind,
            "payload": dict(payload),
            "at": self.now().isoformat(),
            "schema": 1,
        }

    def tap(self, outing: str, step: int = 1) -> Operation:
        """Return one person counted."""
        choices = zip(CELL, (AGES, GENDERS, ACQUAINTANCES, CONTACTS), strict=True)
        return self.make(outing, "tally.add", {**{name: self.dice.choice(of) for name, of in choices}, "step": step})

    def line(self, outing: str, kind: str = "", entry: str = "") -> Operation:
        """Return a new line, or ``entry`` written again. A new line has the key of its operation."""
        kind, key = kind or self.dice.choice(LINES), self.key()
        return self.make(outing, kind, {"entry": entry or key, **content(kind, self.dice)}, key)


def content(kind: str, dice: random.Random) -> dict[str, Any]:
    """Return invented fields of a line."""
    themes = dice.sample(("logement", "jeunesse", "mobilite"), dice.randint(0, 2))
    return {
        "encounter.put": {"duration": dice.choice(("moins_5", "5_15", "nc")), "themes": themes},
        "orientation.put": {"target": dice.choice(("caf", "emploi", "ecole")), "how": "information"},
        "observation.put": {"text": f"Le banc numéro {dice.randrange(10_000)} est cassé.", "themes": themes},
    }[kind]


def some_operations(maker: Maker, outings: tuple[str, ...], count: int) -> list[Operation]:
    """Return operations of ``count`` gestures: nine taps for one line."""
    dice = maker.dice
    return [
        maker.line(dice.choice(outings)) if dice.random() < 0.1 else maker.tap(dice.choice(outings))
        for _ in range(count)
    ]


def body_of(maker: Maker, ops: list[Operation], cursor: str | None = None, pending: int = 0) -> dict[str, Any]:
    """Return the body of the request that sends ``ops`` (static/mobile/sync/request.js)."""
    return {
        "schema": 1,
        "device": str(maker.device),
        "user": str(maker.user),
        "app": "campagne",
        "sent_at": maker.now().isoformat(),
        "cursor": cursor,
        "persisted": None,
        "pending": max(pending, len(ops)),
        "oldest_pending_at": ops[0]["at"] if ops else None,
        "ops": ops,
    }
