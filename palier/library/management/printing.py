"""What ``palier sheets`` prints for people."""

from collections.abc import Sequence

from django.core.management.base import OutputWrapper

from palier.library.actions.importing import ImportReport
from palier.library.drafts import Notice
from palier.library.queries.searching import SheetPage
from palier.search.requests import Reason

REASONS = {
    Reason.WORDS: "par les mots",
    Reason.MEANING: "par le sens",
    Reason.BOTH: "par les mots et par le sens",
    Reason.BROWSE: "",
}
OUTCOMES = {"created": "nouvelle", "updated": "mise à jour", "identical": "identique"}


def print_report(out: OutputWrapper, report: ImportReport, *, dry_run: bool) -> None:
    """Print what became of each sheet, then the counts."""
    for sheet in report.sheets:
        out.write(f"  ligne {sheet.line:>6}  {OUTCOMES[sheet.outcome]:<12} {sheet.sheet}")
    for duplicate in report.probable_duplicates:
        of = duplicate["of"]
        out.write(
            f"Doublon probable, ligne {duplicate['line']} : {duplicate['sheet']} = {of['title']} ({of['structure']})"
        )
    _print_notices(out, "Avertissement", report.warnings)
    _print_notices(out, "Refusée", report.refused)
    if dry_run:
        out.write("Essai à blanc : rien n'a été écrit.")
    out.write(
        f"{report.read} lues : {report.created} nouvelles, {report.updated} mises à jour, "
        f"{report.identical} identiques, {len(report.refused)} refusées, "
        f"{len(report.probable_duplicates)} doublons probables."
    )


def _print_notices(out: OutputWrapper, word: str, notices: Sequence[Notice]) -> None:
    for notice in notices:
        out.write(f"{word}, ligne {notice.line}, {notice.sheet or 'sans titre'} : {notice.message}")


def print_found(out: OutputWrapper, found: SheetPage) -> None:
    """Print the sheets found, and why each is there."""
    out.write(f"{found.total} fiches")
    if found.result.proposal:
        out.write(f"Vouliez-vous dire : {found.result.proposal}")
    for number, item in enumerate(found.sheets, start=1):
        place = ", ".join(part for part in (item.sheet.structure_name, item.sheet.departement) if part)
        reason = REASONS[item.reason]
        out.write(f"{number:>3}. {item.sheet.title}" + (f"  [{reason}]" if reason else ""))
        if place:
            out.write(f"     {place}")
        if item.passage:
            out.write(f"     « {item.passage} »")
