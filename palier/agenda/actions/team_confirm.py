"""Confirm outings: the rules of a team decide, or a lead who writes why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from palier.agenda.actions.team_seats import OutingClosed, TeamRefusal, lock_outing, note_team
from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.agenda.queries.team import Team, team_of, teams_of
from palier.agenda.queries.team_rules import findings_of
from palier.agenda.rules import SHORTEST_REASON, Finding, blocking, is_reason
from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.structures.models import Membership

LONGEST_REASON = 300


class RulesNotMet(TeamRefusal):
    """The team is not enough, and nobody wrote why the outing goes on. ``findings`` are those that block."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(" ".join(finding.sentence for finding in findings))
        self.findings = findings


class ReasonTooShort(TeamRefusal):
    """A reason was given, and says nothing."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What came of several confirmations: those done, and those that stay, each with the reason in French."""

    done: list[Outing] = field(default_factory=list)
    left: list[tuple[Outing, str]] = field(default_factory=list)


@transaction.atomic
def confirm_outing(*, outing: Outing, confirmed_by: Membership, by: Actor, now: datetime, reason: str = "") -> Outing:
    """Confirm an outing, and return it. Confirmed already: nothing is written.

    When a rule blocks, a ``reason`` of ten characters at least passes over it; it stays on the outing, and in the
    audit. Raises RulesNotMet, ReasonTooShort, OutingClosed.
    """
    locked = lock_outing(outing)
    if locked.state == OutingState.CONFIRMEE:
        return locked
    _require_draft(locked, now)
    team = team_of(locked)
    blocks = blocking(findings_of([team])[locked.pk])
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if blocks and not reason:
        raise RulesNotMet(blocks)
    if blocks and not is_reason(reason):
        raise ReasonTooShort(f"Écrivez pourquoi en {SHORTEST_REASON} caractères au moins : cette raison reste lisible.")
    _confirm(locked, now=now, override=(confirmed_by, reason) if blocks else None)
    if blocks:
        _note_override(locked, blocks, reason, by=by, now=now)
    note_team(locked, "Sortie confirmée", by=by, now=now)
    return locked


@transaction.atomic
def confirm_outings(*, outings: Iterable[Outing], by: Actor, now: datetime) -> Confirmed:
    """Confirm the drafts whose team is enough, leave the others as they are, and return both."""
    asked = [outing.pk for outing in outings]
    # In one order: two leads who confirm the same list do not wait for each other for ever.
    rows = list(
        Outing.objects.select_for_update(of=("self",)).select_related("place").filter(pk__in=asked).order_by("pk")
    )
    rows.sort(key=lambda outing: outing.starts_at)
    teams = teams_of(rows)
    findings = findings_of(list(teams.values()))
    result = Confirmed()
    for outing in rows:
        words = _why_not(teams[outing.pk], findings[outing.pk], now)
        if words:
            result.left.append((outing, words))
            continue
        _confirm(outing, now=now, override=None)
        note_team(outing, "Sortie confirmée", by=by, now=now)
        result.done.append(outing)
    return result


@transaction.atomic
def reopen_draft(*, outing: Outing, by: Actor, now: datetime) -> Outing:
    """Make a draft of a confirmed outing that has not begun, and return it. Raises OutingClosed."""
    locked = lock_outing(outing)
    if locked.state == OutingState.BROUILLON:
        return locked
    if locked.state != OutingState.CONFIRMEE or locked.starts_at <= now:
        raise OutingClosed("Seule une sortie confirmée et à venir redevient un brouillon.")
    locked.state, locked.confirmed_at, locked.updated_at = OutingState.BROUILLON, None, now
    locked.override_by, locked.override_reason = None, ""
    locked.save(update_fields=["state", "confirmed_at", "override_by", "override_reason", "updated_at"])
    note_team(locked, "Sortie repassée en brouillon", by=by, now=now)
    return locked


def _require_draft(outing: Outing, now: datetime) -> None:
    if outing.state != OutingState.BROUILLON or outing.ends_at <= now:
        raise OutingClosed("Seule une sortie en brouillon et à venir se confirme.")


def _why_not(team: Team, findings: list[Finding], now: datetime) -> str:
    outing = team.outing
    if outing.state == OutingState.CONFIRMEE:
        return "Elle est déjà confirmée."
    if outing.state != OutingState.BROUILLON or outing.ends_at <= now:
        return "Seule une sortie en brouillon et à venir se confirme."
    return " ".join(finding.sentence for finding in blocking(findings))


def _confirm(outing: Outing, *, now: datetime, override: tuple[Membership, str] | None) -> None:
    outing.state, outing.confirmed_at, outing.updated_at = OutingState.CONFIRMEE, now, now
    outing.override_by, outing.override_reason = override or (None, "")
    outing.save(update_fields=["state", "confirmed_at", "override_by", "override_reason", "updated_at"])


def _note_override(outing: Outing, blocks: list[Finding], reason: str, *, by: Actor, now: datetime) -> None:
    rules = ", ".join(finding.rule.value for finding in blocks)
    record(
        kind=AuditKind.RULE_OVERRIDDEN,
        by=by,
        now=now,
        target_kind="outing",
        target_id=str(outing.pk),
        target_label=str(outing),
        detail=f"{rules} : {reason}",
        structure_id=outing.structure_id,
    )
