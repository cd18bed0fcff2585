"""``palier sheets import | search | export``."""

import errno
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from palier.audit.actor import Actor
from palier.documents.tables import csv_chunks, write_xlsx
from palier.library.actions.importing import ImportReport, import_sheets
from palier.library.actions.vectors import prepare_meaning, waiting_sheets
from palier.library.enums import Visibility
from palier.library.exports.tables import COLUMNS_OUT, TITLE, sheet_rows, sheets_json
from palier.library.facets import BY_NAME
from palier.library.importing import FORMATS, UnreadableFile, read_file
from palier.library.management.printing import print_found, print_report
from palier.library.permissions import SERVER
from palier.library.queries.searching import (
    SheetPage,
    SheetSearch,
    matching_sheets,
    read_search,
    search_sheets,
)

REFUSED = 2
UNWRITABLE = {
    errno.ENOENT: "ce dossier n'existe pas",
    errno.EACCES: "vous n'en avez pas le droit",
    errno.EROFS: "ce disque est en lecture seule",
    errno.EISDIR: "c'est un dossier",
    errno.ENOSPC: "le disque est plein",
}


class Command(BaseCommand):
    help = "Importe, cherche et exporte les fiches d'action."

    def add_arguments(self, parser: CommandParser) -> None:
        jobs = parser.add_subparsers(dest="job", required=True, metavar="import | search | export")
        self._import_arguments(jobs.add_parser("import", help="Importer les fiches d'un fichier."))
        search = jobs.add_parser("search", help="Chercher des fiches, y compris par une phrase.")
        search.add_argument("text", metavar="TEXTE", nargs="?", default="", help="Les mots, ou une phrase.")
        self._search_arguments(search)
        search.add_argument("--limit", type=int, default=10, help="Nombre de fiches montrées (10).")
        search.add_argument("--json", action="store_true", help="Résultat en JSON.")
        export = jobs.add_parser("export", help="Écrire les fiches dans un fichier .csv, .xlsx ou .json.")
        export.add_argument("file", metavar="FICHIER", type=Path)
        export.add_argument("--text", default="", help="N'exporter que les fiches qui répondent à ces mots.")
        self._search_arguments(export)

    def _import_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=Path)
        parser.add_argument("--format", choices=FORMATS, default="auto", help="Format du fichier (auto).")
        parser.add_argument("--dry-run", action="store_true", help="Dire ce qui se passerait, sans rien écrire.")
        parser.add_argument("--public", action="store_true", help="Nouvelles fiches lisibles par tous, sans compte.")
        parser.add_argument("--no-meaning", action="store_true", help="Ne pas préparer la recherche par le sens.")
        parser.add_argument("--json", action="store_true", help="Compte rendu en JSON.")

    def _search_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--facet", action="append", default=[], metavar="NOM=VALEUR", help="Filtre, répétable.")
        parser.add_argument("--public-only", action="store_true", help="Seulement les fiches publiques.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            {"import": self._import, "search": self._search, "export": self._export}[options["job"]](options)
        except CommandError as refusal:
            # Django would print the English name of the class before the sentence.
            self.stderr.write(str(refusal))
            sys.exit(refusal.returncode)

    def _import(self, options: dict[str, Any]) -> None:
        try:
            parsed = read_file(options["file"], file_format=options["format"])
        except UnreadableFile as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from None
        with tqdm(total=len(parsed.drafts), unit=" fiche", desc="Import", disable=None, leave=False) as bar:
            report = import_sheets(
                parsed=parsed,
                name=options["file"].name,
                visibility=Visibility.PUBLIC if options["public"] else Visibility.MEMBERS,
                writer=SERVER,
                by=Actor.system("Ligne de commande"),
                now=timezone.now(),
                dry_run=options["dry_run"],
                progress=bar.update,
            )
        if not options["dry_run"] and not options["no_meaning"]:
            self._vectorise()
        self._report(report, options)
        if report.refused:
            sys.exit(REFUSED)

    def _vectorise(self) -> None:
        waiting = waiting_sheets()
        with tqdm(total=waiting, unit=" fiche", desc="Recherche par le sens", disable=None, leave=False) as bar:
            prepare_meaning(progress=bar.update)

    def _report(self, report: ImportReport, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        else:
            print_report(self.stdout, report, dry_run=options["dry_run"])

    def _search(self, options: dict[str, Any]) -> None:
        if options["limit"] < 1:
            raise CommandError("--limit : attendu un nombre supérieur à zéro.", returncode=REFUSED)
        found = search_sheets(_wanted(options, options["text"]), _visible(options), limit=options["limit"])
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
        else:
            print_found(self.stdout, found)

    def _export(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        kind = path.suffix.lower()
        if kind not in {".csv", ".xlsx", ".json"}:
            raise CommandError("Terminez le nom du fichier par .csv, .xlsx ou .json.", returncode=REFUSED)
        sheets = list(matching_sheets(_wanted(options, options["text"]), _visible(options)))
        progress = tqdm(sheets, unit=" fiche", desc="Export", disable=None, leave=False)
        try:
            with path.open("wb") as file:
                rows = sheet_rows(progress, file_format=kind.removeprefix("."))
                if kind == ".xlsx":
                    write_xlsx(file, COLUMNS_OUT, rows, title=TITLE, day=timezone.localdate())
                else:
                    file.writelines(csv_chunks(COLUMNS_OUT, rows) if kind == ".csv" else sheets_json(progress))
        except OSError as error:
            reason = UNWRITABLE.get(error.errno or 0, error.strerror)
            raise CommandError(f"Impossible d'écrire « {path} » : {reason}.", returncode=REFUSED) from None
        self.stdout.write(f"{len(sheets)} fiches écrites dans {path}.")


def _wanted(options: dict[str, Any], text: str) -> SheetSearch:
    """Return the search asked for on the command line; an unknown facet or value is refused with what exists."""
    filters: dict[str, list[str]] = {}
    for pair in options["facet"]:
        name, _, value = pair.partition("=")
        if name not in BY_NAME:
            raise CommandError(
                f"--facet : « {name} » n'existe pas. Facettes : {', '.join(BY_NAME)}.", returncode=REFUSED
            )
        if value not in BY_NAME[name].labels:
            values = ", ".join(BY_NAME[name].labels)
            raise CommandError(f"--facet {name} : « {value} » n'existe pas. Valeurs : {values}.", returncode=REFUSED)
        filters.setdefault(name, []).append(value)
    return read_search({"q": [text], **filters})


def _visible(options: dict[str, Any]) -> list[str]:
    """Return what the person at the terminal asked to see: they can read the database anyway."""
    return [Visibility.PUBLIC.value] if options["public_only"] else [visibility.value for visibility in Visibility]


def _as_json(found: SheetPage) -> dict[str, Any]:
    return {
        "total": found.total,
        "proposal": found.result.proposal,
        "sheets": [
            {
                "title": item.sheet.title,
                "slug": item.sheet.slug,
                "structure": item.sheet.structure_name,
                "departement": item.sheet.departement,
                "reason": item.reason.value,
                "passage": item.passage,
            }
            for item in found.sheets
        ],
        "facets": found.result.facets,
    }
