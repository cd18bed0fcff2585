"""Two thousand syncs of two phones on the same outings, through a network that does not work well: all converge.

    python -m tests.campaign.faulty_network_campaign [--syncs 2000] [--seed 1] [--database URL] [--json]

The proxy (faulty_proxy) drops, cuts, repeats, delays past others, loses the reply after the commit, or answers in the
server's place. The phones (field_phone) count, write, write each other's lines again, take back, move, improvise; the
clock of one is two days late. At the end the network works: both phones and the database must show the same, which is
what the operations alone make (field_oracle); then the requests still held back arrive, and change nothing.
"""

import argparse
import hashlib
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

from tests.campaign.faulty_proxy import FATES, FaultyProxy
from tests.campaign.field_oracle import Acknowledged, State, state_of, stored_state, verdict
from tests.campaign.field_phone import FieldPhone
from tests.campaign.field_server import Server
from tests.campaign.field_world import make_world, prepare

TWO_DAYS = timedelta(days=2)
# Sends in a row that change nothing, once the network works, before a phone is said not to empty.
MOST_TRIES = 8


def live(phone: FieldPhone, port: int, syncs: int) -> None:
    """Write a little, send, again and again."""
    for _ in range(syncs):
        for _ in range(phone.dice.randrange(4)):
            phone.do_something()
        phone.sync(port)


def calm_down(phones: list[FieldPhone], port: int) -> None:
    """Send on a network that works until nothing waits, and let each phone hear of the other's last words.

    What is still refused after MOST_TRIES in a row is left: the figure « unanswered » counts it.
    """
    for phone in (*phones, *phones):
        tries = 0
        while tries < MOST_TRIES and (phone.outbox or tries == 0):
            before = len(phone.outbox)
            phone.sync(port)
            tries = tries + 1 if len(phone.outbox) == before else 1


def shown_by(state: State) -> tuple[Any, ...]:
    """Return what phones must show of a state."""
    lines = [(line["outing"], line["kind"], key) for key, line in state.lines.items() if not line["withdrawn"]]
    return sorted((*cell, people) for cell, people in state.cells.items() if people), sorted(lines)


def digest(shown: tuple[Any, ...]) -> str:
    """Return one word for what is shown."""
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]


def play(folder: Path, *, database: str, syncs: int, seed: int, fault: str) -> dict[str, Any]:
    """Run the campaign in ``folder``; return its figures, ``right`` being 1 when all converge."""
    prepare(folder, database)
    world, known, began = make_world(team=2, outings=3), Acknowledged(), time.monotonic()
    phones = [
        FieldPhone(member, world, known, random.Random(seed + number), -TWO_DAYS * number)
        for number, member in enumerate(world.members)
    ]
    with (
        Server(environment={"PALIER_CAMPAIGN_FAULT": fault}) as server,
        FaultyProxy(server.port, seed) as proxy,
    ):
        server.start()
        threads = [Thread(target=live, args=(phone, proxy.port, syncs // 2)) for phone in phones]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        calm_down(phones, server.port)
        shown = [digest(phone.shown()) for phone in phones]
        late = proxy.deliver_late()
        calm_down(phones, server.port)
        shown += [digest(phone.shown()) for phone in phones]
    stored, written = stored_state(), [op for phone in phones for op in phone.written]
    hashes = {*shown, digest(shown_by(stored)), digest(shown_by(state_of(written)))}
    found = verdict(known)
    unsaid = len({op["id"] for op in written} - known.answers.keys())
    right = found.is_right and len(hashes) == 1 and not unsaid and not found.set_aside
    return {
        **asdict(found),
        **{f"fate: {name}": proxy.fates[name] for name in FATES},
        "syncs": syncs,
        "operations": len(written),
        "late_at_the_end": late,
        "states": len(hashes),
        "unanswered": unsaid,
        "hash": shown[0],
        "seconds": round(time.monotonic() - began),
        "right": int(right),
    }


def write(figures: Mapping[str, Any]) -> None:
    """Put the figures into docs/measures.md."""
    from tests.bench.measures import Figure, write_figures  # noqa: PLC0415

    spoilt = figures["syncs"] - figures["fate: passed"]
    rows = [
        Figure("échanges de deux téléphones", figures["syncs"], "échanges"),
        Figure("dont maltraités par le réseau", spoilt, "échanges"),
        Figure("dont la réponse s'est perdue après l'enregistrement", figures["fate: reply lost"], "échanges"),
        Figure(
            "dont arrivés deux fois, ou après d'autres", figures["fate: repeated"] + figures["fate: late"], "échanges"
        ),
        Figure("opérations écrites", figures["operations"], "opérations"),
        Figure("perdues", figures["lost"] + figures["unanswered"], "opérations", 0),
        Figure("en double", figures["doubled"], "opérations", 0),
        Figure("états différents, des téléphones et du centre, à la fin", figures["states"], "état", 1),
    ]
    write_figures("faulty-network", rows)


def main(words: list[str]) -> int:
    """Run the campaign; 0 when all converge and nothing is lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--syncs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database; a file of SQLite without it")
    parser.add_argument("--fault", default="")
    parser.add_argument("--json", action="store_true", help="print the figures, and write them nowhere")
    options = parser.parse_args(words)
    folder = Path(tempfile.mkdtemp(prefix="palier-campaign-"))
    chosen = {name: getattr(options, name) for name in ("database", "syncs", "seed", "fault")}
    try:
        figures = play(folder, **chosen)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    told = {"seed": options.seed, **figures}
    print(json.dumps(told) if options.json else "\n".join(f"{name:>22} {value}" for name, value in told.items()))
    if not options.json:
        write(figures)
    return 0 if figures["right"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
