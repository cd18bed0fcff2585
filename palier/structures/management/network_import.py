"""``palier structures import``."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, OutputWrapper
from django.utils import timezone

from palier.audit.actor import Actor
from palier.documents.reading.errors import UnreadableFile
from palier.documents.reading.folding import fold
from palier.structures.actions.structure_import import StructureImportReport, import_structures
from palier.structures.enums import StructureKind
from palier.structures.importing.lines import read_structures
from palier.structures.models import Structure

REFUSED = 2
SHOWN = 20


def import_arguments(parser: ArgumentParser) -> None:
    """Declare what ``palier structures import`` takes."""
    parser.add_argument("file", metavar="FICHIER", type=Path)
    parser.add_argument("--federation", required=True, metavar="NOM", help="La fédération qui reçoit les structures.")
    parser.add_argument("--dry-run", action="store_true", help="Dire ce qui se passerait, sans rien écrire.")
    parser.add_argument("--json", action="store_true", help="Compte rendu en JSON.")


def run_import(options: dict[str, Any], out: OutputWrapper, *, by: Actor) -> StructureImportReport:
    """Import the file, write the report to ``out`` and return it. Raises CommandError with exit status 2."""
    try:
        read = read_structures(options["file"], limit=settings.UPLOAD_MAX_BYTES)
    except UnreadableFile as refusal:
        raise CommandError(str(refusal), returncode=REFUSED) from None
    report = import_structures(
        read=read,
        federation=_federation(options["federation"]),
        by=by,
        now=timezone.now(),
        dry_run=options["dry_run"],
    )
    if options["json"]:
        out.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        _print(out, report, dry_run=options["dry_run"])
    return report


def _federation(name: str) -> Structure:
    federations = list(Structure.objects.filter(kind=StructureKind.FEDERATION).order_by("name"))
    found = [federation for federation in federations if fold(federation.name) == fold(name)]
    if len(found) != 1:
        known = ", ".join(f"« {federation.name} »" for federation in federations) or "aucune"
        raise CommandError(f"--federation : « {name} » n'en est pas une. Connues : {known}.", returncode=REFUSED)
    return found[0]


def _print(out: OutputWrapper, report: StructureImportReport, *, dry_run: bool) -> None:
    for word, notices in (("Remarque", report.warnings), ("Refusée", report.refused)):
        for notice in notices[:SHOWN]:
            out.write(f"{word}, ligne {notice.line}, {notice.name or 'sans nom'} : {notice.message}")
        if len(notices) > SHOWN:
            out.write(f"Et {len(notices) - SHOWN} autres lignes : --json les donne toutes.")
    if report.unknown_columns:
        out.write(f"Colonnes laissées de côté : {', '.join(report.unknown_columns)}.")
    if dry_run:
        out.write("Essai à blanc : rien n'a été écrit.")
    counts = report.counts
    out.write(
        f"{counts['read']} lues : {counts['created']} créées, {counts['changed']} changées, "
        f"{counts['identical']} identiques, {counts['refused']} refusées."
    )
