"""What must stand in the database after phones have sent what they wrote: computed from their operations alone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from uuid import UUID

from tests.campaign.field_operations import CELL, LINES, UNSAID, Operation

Answer = tuple[str, str]
LINE_FIELDS = {
    "encounter": ("duration", "themes", "knows_structure", "new_resident"),
    "orientation": ("target", "how", "theme", "outcome"),
    "observation": ("text", "themes"),
}


@dataclass
class Acknowledged:
    """What phones were told: the first answer to each operation, and the answers that were not the same later."""

    answers: dict[str, Answer] = field(default_factory=dict)
    operations: dict[str, Operation] = field(default_factory=dict)
    changed: int = 0
    unanswered: int = 0
    _lock: Lock = field(default_factory=Lock)

    def note(self, ops: Iterable[Operation], receipts: Iterable[Mapping[str, Any]]) -> None:
        """Take note of one answer: every operation sent has a receipt, the same as before."""
        got = {receipt["op"]: (receipt["status"], receipt["at"]) for receipt in receipts}
        with self._lock:
            for op in ops:
                if op["id"] not in got:
                    self.unanswered += 1
                    continue
                self.operations[op["id"]] = op
                self.changed += self.answers.setdefault(op["id"], got[op["id"]]) != got[op["id"]]

    def applied(self) -> list[Operation]:
        """Return the operations said to be in the log."""
        return [self.operations[key] for key, (status, _) in self.answers.items() if status == "applied"]


@dataclass
class State:
    """The field log of some outings: people by cell, lines by key with their fields, standing or not."""

    cells: Counter[tuple[str, ...]] = field(default_factory=Counter)
    lines: dict[str, dict[str, Any]] = field(default_factory=dict)


def state_of(ops: Iterable[Operation]) -> State:
    """Return what operations make, in whatever order they come: steps add up, the later writing of a field wins."""
    state, taps = State(), {}
    ordered = sorted(ops, key=lambda op: op["id"])
    for op in ordered:
        if op["kind"] == "tally.add":
            taps[op["id"]] = op["outing"]
        elif op["kind"] in LINES:
            _write_line(state, op)
    for op in ordered:
        payload = op["payload"]
        if op["kind"] == "entry.withdraw" and payload["entry"] in state.lines:
            state.lines[payload["entry"]]["withdrawn"] = True
        elif op["kind"] == "entry.move":
            taps |= dict.fromkeys(taps.keys() & set(payload["entries"]), payload["to"])
    for op in ordered:
        if op["kind"] == "tally.add":
            cell = {**UNSAID, **op["payload"]}
            state.cells[(taps[op["id"]], *(cell[name] for name in CELL))] += op["payload"].get("step", 1)
    return state


def _write_line(state: State, op: Operation) -> None:
    """Write the fields of a line: operations come in the order of their keys."""
    kind, entry = op["kind"].partition(".")[0], op["payload"]["entry"]
    made = {"kind": kind, "outing": op["outing"], "fields": {}, "withdrawn": False}
    line = state.lines.setdefault(entry, made)
    line["fields"] |= {name: op["payload"][name] for name in LINE_FIELDS[kind] if name in op["payload"]}


def stored_state(outings: Iterable[UUID] | None = None) -> State:
    """Return what the database holds, of ``outings`` or of all; only the fields that phones wrote are compared."""
    from palier.core.tenancy import across_structures  # noqa: PLC0415 (Django is ready only now)
    from palier.fieldlog.models import Encounter, Observation, Orientation, Tally  # noqa: PLC0415

    state, wanted = State(), {} if outings is None else {"outing__in": list(outings)}
    # The whole instance is judged at once.
    with across_structures():
        for outing, *cell, step in Tally.objects.filter(**wanted).values_list("outing_id", *CELL, "step"):
            state.cells[(str(outing), *cell)] += step
        for model in (Encounter, Orientation, Observation):
            kind = model._meta.label_lower.partition(".")[2]
            for line in model._default_manager.filter(**wanted):
                state.lines[str(line.pk)] = {
                    "kind": kind,
                    "outing": str(line.outing_id),
                    "fields": {name: getattr(line, name) for name in LINE_FIELDS[kind]},
                    "withdrawn": not line.stands,
                }
    return state


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was acknowledged against what stands: counts of operations, and of what is wrong with them."""

    acknowledged: int
    lost: int
    doubled: int
    answers_changed: int
    set_aside: int
    sums_wrong: int

    @property
    def is_right(self) -> bool:
        """Whether nothing is lost, doubled, answered otherwise the second time, or summed wrongly."""
        return not (self.lost or self.doubled or self.answers_changed or self.sums_wrong)


def verdict(known: Acknowledged) -> Verdict:
    """Compare the ledger of acknowledgements with the rows."""
    from palier.core.tenancy import across_structures  # noqa: PLC0415 (Django is ready only now)
    from palier.mobile.models import Operation as Row  # noqa: PLC0415
    from palier.mobile.models import SetAside  # noqa: PLC0415

    applied = known.applied()
    expected, stored = state_of(applied), stored_state()
    with across_structures():
        rows = {str(key) for key in Row.objects.values_list("pk", flat=True)}
        asides = SetAside.objects.count()
    taps_missing, taps_more = _differences(expected.cells, stored.cells)
    lines_missing = sum(1 for key, line in expected.lines.items() if not _holds(stored.lines.get(key), line))
    return Verdict(
        acknowledged=len(known.answers),
        lost=max(len({op["id"] for op in applied} - rows), taps_missing + lines_missing),
        doubled=taps_more + len(stored.lines.keys() - expected.lines.keys()),
        answers_changed=known.changed + known.unanswered,
        set_aside=asides,
        sums_wrong=sums_wrong(stored),
    )


def _differences(expected: Counter[tuple[str, ...]], stored: Counter[tuple[str, ...]]) -> tuple[int, int]:
    """Return how many people are missing, and how many too many, cell by cell."""
    gaps = [expected[cell] - stored[cell] for cell in expected.keys() | stored.keys()]
    return sum(gap for gap in gaps if gap > 0), -sum(gap for gap in gaps if gap < 0)


def _holds(stored: dict[str, Any] | None, line: dict[str, Any]) -> bool:
    """Tell whether a stored line has the fields written; those never written keep what the product gives them."""
    if stored is None or any(stored[name] != line[name] for name in ("kind", "outing", "withdrawn")):
        return False
    return all(stored["fields"][name] == value for name, value in line["fields"].items())


def sums_wrong(stored: State) -> int:
    """Return how many sums differ from the rows that they sum."""
    from palier.core.tenancy import across_structures  # noqa: PLC0415 (Django is ready only now)
    from palier.fieldlog.models import CellRollup, HourRollup, MonthRollup, OutingLog  # noqa: PLC0415

    counts: dict[str, Counter[str]] = {}
    for (outing, _, _, acquaintance, contact), step in stored.cells.items():
        sums = counts.setdefault(outing, Counter())
        sums["refusals" if contact == "refus" else "people"] += step
        sums["first_meetings"] += step if contact != "refus" and acquaintance == "premiere_rencontre" else 0
    for line in stored.lines.values():
        counts.setdefault(line["outing"], Counter())[f"{line['kind']}s"] += not line["withdrawn"]
    names = ("people", "refusals", "first_meetings", "encounters", "orientations", "observations")
    total: Counter[str] = sum(counts.values(), Counter())
    with across_structures():
        logs = {str(log.outing_id): log for log in OutingLog.objects.all()}
        wrong = sum(
            getattr(logs.get(outing), name, 0) != sums[name] for outing, sums in counts.items() for name in names
        )
        months = MonthRollup.objects.all()
        wrong += sum(sum(getattr(row, name) for row in months) != total[name] for name in names)
        by_cell: Counter[tuple[str, ...]] = Counter()
        for (_, *cell), step in stored.cells.items():
            by_cell[tuple(cell)] += step
        rolled: Counter[tuple[str, ...]] = Counter()
        for *cell, people in CellRollup.objects.values_list(*CELL, "people"):
            rolled[tuple(cell)] += people
        wrong += sum(by_cell[cell] != rolled[cell] for cell in by_cell.keys() | rolled.keys())
        wrong += sum(HourRollup.objects.values_list("people", flat=True)) != total["people"]
    return wrong
