"""A centre played by the test: it answers POST /api/sync as the protocol says, or fails as the day wants."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from playwright.sync_api import BrowserContext, Page, Route

NOW = "2026-11-21T13:32:00Z"
OUTING = "01a1fdfa-4600-7000-8000-00000000aaaa"
PORTAL = "<!doctype html><title>Wi-Fi de la gare</title><p>Acceptez les conditions"
# What a captive portal, a proxy or a tired server may say; nothing of it is a receipt.
MOODS: dict[str, dict[str, Any]] = {
    "portal": {"status": 200, "content_type": "text/html", "body": PORTAL},
    "odd": {"status": 200, "json": {"ok": True}},
    "cut": {"status": 200, "content_type": "application/json", "body": '{"receipts": ['},
    "down": {"status": 503, "content_type": "text/html", "body": "<p>Un moment"},
    "broken": {"status": 500, "json": {"detail": "Panne."}},
    "busy": {"status": 429, "json": {"detail": "Un moment."}},
    "login": {"status": 401, "json": {"detail": "Connectez-vous.", "reason": "login"}},
    "closed": {"status": 401, "json": {"detail": "Cet appareil a été fermé.", "reason": "closed"}},
    "forbidden": {"status": 403, "json": {"detail": "Vous n'écrivez plus dans le carnet."}},
}


class Centre:
    """What the centre received, and how it answers next (``mood``: open, lost, offline, code, or one of MOODS)."""

    def __init__(self, name: str = "Samia") -> None:
        self.name, self.user = name, str(uuid4())
        self.mood = "open"
        self.taken: dict[str, Any] = {}
        self.copies: Counter[str] = Counter()
        self.bodies: list[dict[str, Any]] = []
        # Refuses a whole request: (status, detail) or None.
        self.refuse: Callable[[list[dict[str, Any]]], tuple[int, str] | None] = lambda ops: None

    def install(self, context: BrowserContext) -> None:
        """Answer the exchanges of every page of a browser."""
        context.route("**/api/sync", self.answer)

    def answer(self, route: Route) -> None:
        """Answer one exchange."""
        body = json.loads(route.request.post_data or "")
        self.bodies.append(body)
        if self.mood == "offline":
            return route.abort("internetdisconnected")
        if self.mood in MOODS:
            return route.fulfill(**MOODS[self.mood])
        if body["user"] not in {None, self.user}:
            return route.fulfill(status=409, json={"detail": "Un autre compte est ouvert.", "reason": "account"})
        if self.mood == "code" and not body["ops"]:
            return route.fulfill(status=401, json={"detail": "Ce téléphone attend son code.", "reason": "code"})
        refusal = self.refuse(body["ops"])
        if refusal:
            return route.fulfill(status=refusal[0], json={"detail": refusal[1]})
        self.take(body["ops"])
        if self.mood == "lost":
            return route.abort("connectionreset")
        return route.fulfill(json=self.reply(body["ops"]))

    def take(self, ops: Sequence[dict[str, Any]]) -> None:
        """Commit operations: once each, whatever the number of times they come."""
        for op in ops:
            self.copies[op["id"]] += 1
            self.taken.setdefault(op["id"], op)

    def reply(self, ops: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Return the answer to operations taken."""
        is_locked = self.mood == "code"
        return {
            "receipts": [{"op": op["id"], "status": "applied", "at": NOW, "reason": ""} for op in ops],
            "unreadable": [],
            "locked": is_locked,
            "changes": None if is_locked else self.changes(),
            "cursor": None if is_locked else str(len(self.taken)),
            "now": NOW,
        }

    def changes(self) -> dict[str, Any]:
        """Return what this account may know: its one outing, whose total is that of the taps taken."""
        account = {"user": self.user, "name": self.name, "first_name": self.name, "structure": "s"}
        account |= {"structure_name": "Centre du Belvédère", "role": "equipier", "key": None}
        return {"account": account, "outings": [self.outing()], "removed": [], "members": [], "places": [], "texts": {}}

    def outing(self) -> dict[str, Any]:
        """Return the outing as the phone knows it."""
        taps = [op["payload"] for op in self.taken.values() if op["kind"] == "tally.add" and op["user"] == self.user]
        cell = {"age": "nc", "gender": "nc", "acquaintance": "nc", "contact": "echange"}
        people = sum(payload.get("step", 1) for payload in taps)
        empty: dict[str, Any] = {name: [] for name in ("intents", "team", "bring", "last_times", "answers", "lines")}
        return empty | {
            "id": OUTING,
            "version": len(self.taken) + 1,
            "name": f"Marché de {self.name}",
            "place": None,
            "modality": "marche",
            "modality_label": "Marché",
            "starts_at": "2026-11-21T13:00:00Z",
            "ends_at": "2026-11-21T15:00:00Z",
            "state": "confirmee",
            "is_improvised": False,
            "note": "",
            "partner": None,
            "cells": [{**cell, "people": people}] if people > 0 else [],
            "counts": {},
            "closed_at": None,
        }

    def ops_sent(self) -> list[int]:
        """Return how many operations each exchange carried, those with none left out."""
        return [len(body["ops"]) for body in self.bodies if body["ops"]]


def taps(count: int, **more: Any) -> list[dict[str, Any]]:
    """Return so many taps, to be recorded."""
    return [{"outing": OUTING, "kind": "tally.add", "payload": {"step": 1, **more}} for _ in range(count)]


def record(page: Page, operations: list[dict[str, Any]]) -> Any:
    """Record as a screen does. Return the operations as kept."""
    return page.evaluate("news => import('terrain/store/outbox').then(found => found.recordMany(news))", operations)


def sync_now(page: Page) -> None:
    """Send as « Envoyer maintenant » does, and wait for the end."""
    page.evaluate("() => import('terrain/sync/engine').then(found => found.syncNow())")


def held(page: Page) -> dict[str, Any]:
    """Return what the phone holds, by account: {mine, others, oldest}."""
    script = """async () => {
      const { currentUser } = await import('terrain/store/phone');
      const { countPending } = await import('terrain/store/outbox');
      return countPending(await currentUser());
    }"""
    found: dict[str, Any] = page.evaluate(script)
    return found


def total_shown(page: Page) -> int:
    """Return the pair's total as a screen works it out."""
    script = """async (outing) => {
      const { currentUser } = await import('terrain/store/phone');
      const { opsOf } = await import('terrain/store/outbox');
      const { outingFacts } = await import('terrain/store/facts');
      const { pairTotal } = await import('terrain/logic/totals');
      const user = await currentUser();
      const facts = await outingFacts(user, outing);
      return pairTotal(facts?.cells ?? [], await opsOf(user, outing)).met;
    }"""
    return int(page.evaluate(script, OUTING))
