"""A thousand kills of the server while phones send, then five hundred rounds of identical sends at once.

    python -m tests.campaign.field_kills_campaign [--kills 1000] [--rounds 500] [--seed 1] [--database URL] [--json]

Each database in turn, SQLite then a private PostgreSQL, unless ``--database`` names one ("sqlite", or the address of an
empty PostgreSQL database). Phones send batches without end, each again until it is answered, and now and then once more
after that. SIGKILL ends a process that answers, or all of the server, at a random instant; another starts. What phones
were told is then compared with the rows. In a round, twenty connections send one body at the same instant; then half of
them the same keys with another content: one of the two is applied, the other a conflict, and both are kept. ``--fault``
plants one (field_faults).
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import asdict
from pathlib import Path
from threading import Barrier, Event, Thread
from typing import Any

from tests.campaign.field_client import exchange
from tests.campaign.field_operations import Maker, Operation, body_of, some_operations
from tests.campaign.field_oracle import Acknowledged, verdict
from tests.campaign.field_server import PATIENCE, Server
from tests.campaign.field_world import Member, World, make_world, prepare

PHONES, AT_ONCE = 4, 20
LONGEST_LIFE = 0.12  # seconds, after the server has begun to work again


class Phone(Thread):
    """Sends batches without end: each again until it is answered, and sometimes again after that."""

    def __init__(self, server: Server, member: Member, world: World, known: Acknowledged, seed: int) -> None:
        super().__init__(daemon=True)
        self._server, self._member, self._known, self._dice = server, member, known, random.Random(seed)
        self._maker = Maker(member.key, self._dice)
        self._outings = tuple(map(str, world.outings))
        self._waiting: list[Operation] = []
        self._sent: list[Operation] = []
        self.is_sending, self.answers, self.stop = False, 0, Event()

    def run(self) -> None:
        """Send until told to stop and nothing waits."""
        while not self.stop.is_set() or self._waiting:
            if not self._waiting:
                self._waiting = some_operations(self._maker, self._outings, self._dice.randint(1, 30))
            again = self._sent if self._dice.random() < 0.3 else []
            self._send([*again, *self._waiting])

    def _send(self, ops: list[Operation]) -> None:
        body = body_of(self._maker, ops, pending=len(ops) + (self._dice.random() < 0.8))
        self.is_sending = True
        result = exchange(self._server.port, self._member.cookie, body)
        self.is_sending = False
        if result.outcome != "answered" or result.answer is None:
            time.sleep(0.005)
            return
        self._known.note(ops, result.answer["receipts"])
        self._sent, self._waiting = self._waiting, []
        self.answers += 1


def kill_again_and_again(server: Server, phones: list[Phone], kills: int, dice: random.Random) -> int:
    """Kill the server ``kills`` times; return how often a phone was sending at that instant."""
    at_work = 0
    for number in range(kills):
        server.start()
        _wait_for_work(phones, wants_answer=dice.random() < 0.7)
        time.sleep(dice.uniform(0, LONGEST_LIFE))
        at_work += any(phone.is_sending for phone in phones)
        if dice.random() < 0.8:
            server.kill_worker(dice.randrange(8))
        else:
            server.kill()
        if number % 100 == 99:
            print(f"{number + 1} kills, {sum(phone.answers for phone in phones)} answers", file=sys.stderr)
    return at_work


def _wait_for_work(phones: list[Phone], *, wants_answer: bool) -> None:
    before, limit = [phone.answers for phone in phones], time.monotonic() + PATIENCE
    while not any(
        phone.answers > count if wants_answer else phone.is_sending for phone, count in zip(phones, before, strict=True)
    ):
        if time.monotonic() > limit:
            raise TimeoutError("the server takes nothing in")
        time.sleep(0.001)


def other_content(ops: list[Operation]) -> list[Operation]:
    """Return operations with the same keys, and another content."""
    changed = deepcopy(ops)
    for op in changed:
        op["payload"]["step" if op["kind"] == "tally.add" else "themes"] = (
            -1 if op["kind"] == "tally.add" else ["autre"]
        )
    return changed


def replay_round(
    server: Server, member: Member, maker: Maker, outings: tuple[str, ...], pool: ThreadPoolExecutor
) -> tuple[list[Operation], Counter[str]]:
    """Send one body twenty times at once, then both contents of one key; return what was applied, and the faults."""
    ops, faults = some_operations(maker, outings, maker.dice.randint(1, 8)), Counter[str]()
    bodies = [body_of(maker, ops, pending=len(ops) + 1)] * AT_ONCE
    answers = _at_once(server, member, bodies, pool)
    faults["refused"] = sum(answer is None for answer in answers)
    faults["other_answer"] = len({json.dumps(answer) for answer in answers if answer is not None}) - 1
    double, twin = some_operations(maker, outings, 3), []
    twin = other_content(double)
    half = [body_of(maker, content, pending=len(content) + 1) for content in (double, twin)]
    answers = _at_once(server, member, half * (AT_ONCE // 2), pool)
    faults["refused"] += sum(answer is None for answer in answers)
    applied = list(ops)
    for index, content in enumerate((double, twin)):
        told = [answer for answer in answers[index::2] if answer is not None]
        if not told:  # already counted as refused
            continue
        faults["other_answer"] += len({json.dumps(answer) for answer in told}) - 1
        applied += [op for op, got in zip(content, told[0], strict=True) if got[1] == "applied"]
    pairs = zip(*(answers[index] or [] for index in (0, 1)), strict=True)
    faults["conflict_missed"] = sum({one[1], two[1]} != {"applied", "conflict"} for one, two in pairs)
    return applied, faults


def _at_once(
    server: Server, member: Member, bodies: list[dict[str, Any]], pool: ThreadPoolExecutor
) -> list[list[tuple[str, str, str]] | None]:
    barrier = Barrier(len(bodies))

    def send(body: Mapping[str, Any]) -> list[tuple[str, str, str]] | None:
        barrier.wait()
        result = exchange(server.port, member.cookie, body)
        if result.outcome != "answered" or result.answer is None:
            return None
        return [(one["op"], one["status"], one["at"]) for one in result.answer["receipts"]]

    return list(pool.map(send, bodies))


def play(folder: Path, *, database: str, kills: int, rounds: int, seed: int, fault: str) -> dict[str, float]:
    """Run the two proofs on one database; return their figures, ``right`` being 1 when nothing is wrong."""
    prepare(folder, database)
    world, known, dice, began = make_world(), Acknowledged(), random.Random(seed), time.monotonic()
    with Server(environment={"PALIER_CAMPAIGN_FAULT": fault}) as server:
        phones = [Phone(server, world.members[n], world, known, seed + n) for n in range(PHONES)]
        for phone in phones:
            phone.start()
        at_work = kill_again_and_again(server, phones, kills, dice)
        server.start()
        for phone in phones:
            phone.stop.set()
        for phone in phones:
            phone.join(PATIENCE)
        after_kills, faults = verdict(known), Counter[str]()
        makers = [Maker(member.key, dice) for member in world.members]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for number in range(rounds):
                which = number % len(makers)
                applied, wrong = replay_round(
                    server, world.members[which], makers[which], tuple(map(str, world.outings)), pool
                )
                known.note(applied, [{"op": op["id"], "status": "applied", "at": ""} for op in applied])
                faults += wrong
    found = verdict(known)
    conflicts_kept = 3 * rounds == found.set_aside
    right = after_kills.is_right and found.is_right and not faults.total() and conflicts_kept
    figures = {"kills": kills, "kills_at_work": at_work, "rounds": rounds, "set_aside_by_kills": after_kills.set_aside}
    told = {name: faults[name] for name in ("refused", "other_answer", "conflict_missed")}
    seconds = round(time.monotonic() - began)
    return {**figures, **asdict(found), **told, "seconds": seconds, "right": int(right and not after_kills.set_aside)}


def write(by_name: Mapping[str, Mapping[str, float]]) -> None:
    """Put the figures into docs/measures.md."""
    from tests.bench.measures import Figure, write_figures  # noqa: PLC0415

    rows = []
    for name, figures in by_name.items():
        rows += [
            Figure(f"{name} : serveur tué (SIGKILL) pendant les envois", figures["kills"], "fois"),
            Figure(f"{name} : dont au milieu d'un envoi", figures["kills_at_work"], "fois"),
            Figure(f"{name} : rafales de 20 envois identiques, puis de 20 contradictoires", figures["rounds"], "fois"),
            Figure(f"{name} : opérations avec un reçu", figures["acknowledged"], "opérations"),
            Figure(f"{name} : perdues", figures["lost"], "opérations", 0),
            Figure(f"{name} : en double", figures["doubled"], "opérations", 0),
            Figure(f"{name} : répétitions refusées", figures["refused"], "envois", 0),
            Figure(
                f"{name} : répétitions répondues autrement",
                figures["answers_changed"] + figures["other_answer"],
                "envois",
                0,
            ),
            Figure(f"{name} : conflits non dits", figures["conflict_missed"], "opérations", 0),
            Figure(f"{name} : sommes fausses", figures["sums_wrong"], "sommes", 0),
        ]
    write_figures("field-kills", rows)


def run_each(options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Play on SQLite, then on PostgreSQL, each in a process of its own: Django is set up once."""
    from tools.private_postgres import private_postgres  # noqa: PLC0415

    found = {}
    for name in ("SQLite", "PostgreSQL"):
        words = [sys.executable, "-m", "tests.campaign.field_kills_campaign", "--json", f"--fault={options.fault}"]
        words += [f"--{word}={getattr(options, word)}" for word in ("kills", "rounds", "seed")]
        if name == "SQLite":
            ran = subprocess.run([*words, "--database=sqlite"], stdout=subprocess.PIPE, text=True, check=False)
        else:
            with private_postgres() as url:
                ran = subprocess.run([*words, f"--database={url}"], stdout=subprocess.PIPE, text=True, check=False)
        found[name] = json.loads(ran.stdout)
        print(name, found[name])
    return found


def main(words: list[str]) -> int:
    """Run the campaign; 0 when nothing was lost, doubled or answered wrongly."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name, value in (("kills", 1000), ("rounds", 500), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--database", default="")
    parser.add_argument("--fault", default="")
    parser.add_argument("--json", action="store_true", help="print the figures, and write them nowhere")
    options = parser.parse_args(words)
    if not options.database:
        found = run_each(options)
        write(found)
        return 0 if all(figures["right"] for figures in found.values()) else 1
    folder = Path(tempfile.mkdtemp(prefix="palier-campaign-"))
    database = "" if options.database == "sqlite" else options.database
    chosen = {name: getattr(options, name) for name in ("kills", "rounds", "seed", "fault")}
    try:
        figures = play(folder, database=database, **chosen)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps({"seed": options.seed, **figures}))
    return 0 if figures["right"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
