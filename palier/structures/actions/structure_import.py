"""Bring a file of structures into a federation, in one transaction."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.core.tenancy import across_structures
from palier.documents.reading.folding import fold
from palier.structures.enums import Role
from palier.structures.importing.lines import Draft, Notice, ReadFile
from palier.structures.models import Membership, Structure

CREATED, CHANGED, IDENTICAL = "created", "changed", "identical"
FIELDS = (
    *("name", "public_name", "kind", "siret", "address", "postal_code", "commune", "commune_code", "departement"),
)
_ELSEWHERE = "Cette structure est déjà dans Palier, hors de votre fédération : sa carte ne peut pas être changée d'ici."
_LED = "Cette structure a sa propre direction : c'est à elle de changer sa carte. Rien n'a été écrit."
_SEVERAL = "Plusieurs structures de cette commune portent ce nom : ajoutez le SIRET."
BATCH = 500


@dataclass(slots=True)
class StructureImportReport:
    """What an import did, or would do: the outcome of each line read, and what was refused and why."""

    outcomes: list[tuple[int, str, str]] = field(default_factory=list)  # line, name, outcome
    refused: list[Notice] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many lines were read, created, changed, identical and refused."""
        counted = Counter(outcome for _, _, outcome in self.outcomes)
        by_outcome = {outcome: counted[outcome] for outcome in (CREATED, CHANGED, IDENTICAL)}
        return {"read": len(self.outcomes) + len(self.refused), **by_outcome, "refused": len(self.refused)}

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {
            **self.counts,
            "refused_lines": [vars_of(notice) for notice in self.refused],
            "warnings": [vars_of(notice) for notice in self.warnings],
            "unknown_columns": self.unknown_columns,
        }


def vars_of(notice: Notice) -> dict[str, Any]:
    """Return a notice as plain data."""
    return {"line": notice.line, "name": notice.name, "message": notice.message}


@dataclass(slots=True)
class _Entry:
    """One structure that the file speaks of, known already or new, and the lines that speak of it."""

    structure: Structure
    is_new: bool
    drafts: list[Draft] = field(default_factory=list)

    @property
    def known(self) -> dict[str, str]:
        return {} if self.is_new else {name: getattr(self.structure, name) for name in FIELDS}

    def final(self) -> dict[str, str]:
        """Return what the structure becomes once every line was heard."""
        values = {"kind": self.drafts[0].guessed_kind.value} if self.is_new else self.known
        for draft in self.drafts:
            values = values | draft.values
        return values

    def outcomes(self) -> list[str]:
        """Return the outcome of each line. Two lines that differ are a change, unless what they come to was known."""
        if self.known == self.final():
            return [IDENTICAL] * len(self.drafts)
        state, found = self.known, []
        for draft in self.drafts:
            if state.items() >= draft.values.items():
                found.append(IDENTICAL)
            else:
                found.append(CHANGED if state else CREATED)
            state = state | draft.values
        return found


class _Register:
    """The structures of the instance and of the file, found by SIRET, or by name and commune."""

    def __init__(self, federation: Structure) -> None:
        self.federation = federation
        self.entries: list[_Entry] = []
        self._by_siret: dict[str, _Entry] = {}
        self._by_name: dict[tuple[str, str], list[_Entry]] = {}
        for structure in Structure.objects.only(*FIELDS, "federation_id"):
            self._keep(_Entry(structure, is_new=False))

    def _keep(self, entry: _Entry) -> None:
        structure = entry.structure
        if structure.siret:
            self._by_siret[structure.siret] = entry
        if structure.commune_code:
            self._by_name.setdefault((fold(structure.name), structure.commune_code), []).append(entry)

    def entry_of(self, draft: Draft) -> _Entry | None:
        """Return the structure that a line speaks of, a new one if need be; None when it may be several."""
        same_name = self._by_name.get((fold(draft.name), draft.commune_code), [])
        if draft.siret:
            found = self._by_siret.get(draft.siret)
            # One without a SIRET, known by its name until now, receives it.
            waiting = [entry for entry in same_name if not entry.structure.siret]
            if found is None and waiting:
                found = self._by_siret[draft.siret] = waiting[0]
        elif len(same_name) > 1:
            return None
        else:
            found = next(iter(same_name), None)
        if found is None:
            values = {name: draft.values.get(name, "") for name in ("name", "siret", "commune_code")}
            found = _Entry(Structure(federation=self.federation, **values), is_new=True)
            self._keep(found)
        if not found.drafts:
            self.entries.append(found)
        found.drafts.append(draft)
        return found


@transaction.atomic
def import_structures(
    *, read: ReadFile, federation: Structure, by: Actor, now: datetime, dry_run: bool = False
) -> StructureImportReport:
    """Write the structures of a file into ``federation``, and return what became of each line.

    A structure is the same by its SIRET, else by its name and commune. One that belongs elsewhere, or has a
    direction, is never written over: its line is refused. ``dry_run`` writes nothing.
    """
    report = StructureImportReport(refused=list(read.refused), unknown_columns=read.unknown_columns)
    register = _Register(federation)
    for draft in read.drafts:
        report.warnings += [Notice(draft.line, draft.name, warning) for warning in draft.warnings]
        if register.entry_of(draft) is None:
            report.refused.append(Notice(draft.line, draft.name, _SEVERAL))
    led = _led_structures()
    created: list[Structure] = []
    changed: list[Structure] = []
    for entry in register.entries:
        _judge(entry, federation, led, report)
        final = entry.final()
        if entry.is_new:
            created.append(_written(entry.structure, final, now))
        elif entry.known != final and _refusal(entry, federation, led) == "":
            changed.append(_written(entry.structure, final, now))
    report.outcomes.sort()
    report.refused.sort(key=lambda notice: notice.line)
    if not dry_run and (created or changed):
        _write(created, changed)
        _note(report, federation, by=by, now=now)
    return report


def _judge(entry: _Entry, federation: Structure, led: set[Any], report: StructureImportReport) -> None:
    reason = _refusal(entry, federation, led)
    for draft, outcome in zip(entry.drafts, entry.outcomes(), strict=True):
        if reason and (outcome != IDENTICAL or reason == _ELSEWHERE):
            report.refused.append(Notice(draft.line, draft.name, reason))
        else:
            report.outcomes.append((draft.line, draft.name, outcome))


def _refusal(entry: _Entry, federation: Structure, led: set[Any]) -> str:
    """Return why a structure may not be written over, or ""."""
    if entry.is_new:
        return ""
    if entry.structure.federation_id != federation.pk:
        return _ELSEWHERE
    return _LED if entry.structure.pk in led else ""


def _led_structures() -> set[Any]:
    # Whether each structure has a direction, for the whole instance: ids only, no name is read.
    with across_structures():
        led = Membership.objects.filter(role=Role.DIRECTION, ended_at=None, user__is_active=True)
        return set(led.values_list("structure_id", flat=True))


def _written(structure: Structure, values: dict[str, str], now: datetime) -> Structure:
    for name, value in values.items():
        setattr(structure, name, value)
    structure.updated_at = now
    return structure


def _write(created: list[Structure], changed: list[Structure]) -> None:
    Structure.objects.bulk_create(created, batch_size=BATCH)
    Structure.objects.bulk_update(changed, [*FIELDS, "updated_at"], batch_size=BATCH)


def _note(report: StructureImportReport, federation: Structure, *, by: Actor, now: datetime) -> None:
    counts = report.counts
    record(
        kind=AuditKind.STRUCTURES_IMPORTED,
        by=by,
        now=now,
        target_kind="structure",
        target_id=str(federation.pk),
        target_label=federation.name,
        detail=f"{counts[CREATED]} créées, {counts[CHANGED]} changées, {counts['refused']} lignes refusées",
        structure_id=federation.pk,
    )
