"""What the finder sees in words, cut for the page: it proposes, a person decides. Asked inside a scope."""

from collections.abc import Sequence
from dataclasses import dataclass

from palier.search.personal.finder import find_personal
from palier.search.personal.findings import Finding, FindingKind, replace
from palier.structures.models import Membership, PartnerContact


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: plain, or something personal with the number of its finding, from 1."""

    text: str
    finding: Finding | None = None
    number: int = 0

    @property
    def span(self) -> str:
        """How a form names this finding: « 12-17 »."""
        return span_of(self.finding) if self.finding else ""


def known_names() -> list[str]:
    """Return the names of the team and of whom it knows at its partners: residents name those they meet.

    Those of residents are sealed: nothing may open them for this (docs/adr/0007).
    """
    team = Membership.objects.order_by().values_list("name", flat=True)
    return [name for name in team.union(PartnerContact.objects.order_by().values_list("name", flat=True)) if name]


def findings_in(text: str, names: Sequence[str] | None = None) -> list[Finding]:
    """Return what may be personal in ``text``; ``names`` are those of ``known_names``, read unless given."""
    return find_personal(text, known_names=known_names() if names is None else names) if text else []


def pieces_of(text: str, findings: Sequence[Finding]) -> list[Piece]:
    """Return ``text`` in pieces, each finding its own."""
    pieces, done = [], 0
    for number, found in enumerate(findings, 1):
        if found.start > done:
            pieces.append(Piece(text[done : found.start]))
        pieces.append(Piece(text[found.start : found.end], found, number))
        done = found.end
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return pieces


def pseudonymised(text: str, names: Sequence[str] | None = None) -> str:
    """Return ``text`` with all that the finder found replaced."""
    return replace(text, findings_in(text, names))


def questions(text: str, findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """Return each fragment found, and what a person says of it to let it through."""
    asked = {}
    for found in findings:
        fragment = text[found.start : found.end]
        nobody = "n'est pas une personne" if found.kind == FindingKind.PERSONNE else "ne fait reconnaître personne"
        asked[fragment] = f"« {fragment} » {nobody} ({found.kind.label.lower()})."
    return list(asked.items())


def span_of(finding: Finding) -> str:
    """Return where a finding stands, as a form names it."""
    return f"{finding.start}-{finding.end}"
