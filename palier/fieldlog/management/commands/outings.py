"""``palier outings export``."""

import errno
import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Model, Q
from django.utils import timezone
from tqdm import tqdm

from palier.agenda.enums import Modality
from palier.core.tenancy import structure_scope
from palier.fieldlog.exports.files import CONTACTS, LINES, OUTINGS, LogTable, csv_of, xlsx_of
from palier.fieldlog.queries.logged import LogScope, LogSearch, outings_logged
from palier.fieldlog.queries.tables import outing_keys
from palier.structures.models import Structure
from palier.territory.models import Place, Zone

REFUSED = 2
Found = TypeVar("Found", bound=Model)
TABLES = {"sorties": OUTINGS, "contacts": CONTACTS, "lignes": LINES}
UNWRITABLE = {
    errno.ENOENT: "ce dossier n'existe pas",
    errno.EACCES: "vous n'en avez pas le droit",
    errno.EROFS: "ce disque est en lecture seule",
    errno.EISDIR: "c'est un dossier",
    errno.ENOSPC: "le disque est plein",
}
WARNING = "Ce fichier reste au centre : masquez les nombres de personnes de 1 à 10 avant de le transmettre."


class Command(BaseCommand):
    help = "Exporte le carnet des sorties, sans aucun nom."

    def add_arguments(self, parser: CommandParser) -> None:
        jobs = parser.add_subparsers(dest="job", required=True, metavar="export")
        self._export_arguments(jobs.add_parser("export", help="Écrire le carnet dans un fichier .csv ou .xlsx."))

    def _export_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=Path, help="Fichier à écrire, terminé par .csv ou .xlsx.")
        parser.add_argument(
            "--structure", required=True, metavar="NOM", help="Nom de la structure, ou son identifiant."
        )
        parser.add_argument("--table", choices=TABLES, default="sorties", help="Ce que dit une ligne (sorties).")
        parser.add_argument("--from", dest="first", type=_day, metavar="AAAA-MM-JJ", help="Premier jour.")
        parser.add_argument("--to", dest="last", type=_day, metavar="AAAA-MM-JJ", help="Dernier jour, compris.")
        parser.add_argument("--place", default="", metavar="NOM", help="Un lieu.")
        parser.add_argument("--zone", default="", metavar="NOM", help="Une zone.")
        parser.add_argument("--modality", choices=Modality.values, default="", help="Une façon de sortir.")
        parser.add_argument("--json", action="store_true", help="Compte rendu en JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._export(options)
        except CommandError as refusal:
            # Django would print the English name of the class before the sentence.
            self.stderr.write(str(refusal))
            sys.exit(refusal.returncode)

    def _export(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        if path.suffix.lower() not in {".csv", ".xlsx"}:
            raise CommandError("Terminez le nom du fichier par .csv ou .xlsx.", returncode=REFUSED)
        structure = _structure(options["structure"])
        with structure_scope(structure.pk):
            outings = outing_keys(outings_logged(LogSearch(_scope(options), order="ancien")))
            _write(path, TABLES[options["table"]], outings)
        if options["json"]:
            told = {"file": str(path), "structure": structure.name, "table": options["table"], "outings": len(outings)}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{len(outings)} sortie{'s' if len(outings) > 1 else ''} de {structure.name} dans {path}.")
        self.stdout.write(WARNING)


def _write(path: Path, table: LogTable, outings: list[UUID]) -> None:
    with tqdm(total=len(outings), unit=" sortie", desc="Export", disable=None, leave=False) as bar:
        try:
            with path.open("wb") as file:
                if path.suffix.lower() == ".xlsx":
                    xlsx_of(table, outings, file, day=timezone.localdate(), tell=bar.update)
                else:
                    file.writelines(csv_of(table, outings, bar.update))
        except OSError as error:
            reason = UNWRITABLE.get(error.errno or 0, error.strerror)
            raise CommandError(f"Impossible d'écrire « {path} » : {reason}.", returncode=REFUSED) from None


def _structure(asked: str) -> Structure:
    named = Q(name__iexact=asked.strip()) | Q(public_name__iexact=asked.strip())
    with suppress(ValueError):
        named |= Q(pk=UUID(asked))
    return _only(list(Structure.objects.filter(named)[:2]), "--structure", asked)


def _scope(options: dict[str, Any]) -> LogScope:
    place, zone = options["place"], options["zone"]
    return LogScope(
        first=options["first"],
        last=options["last"],
        place=_only(list(Place.objects.filter(name__iexact=place)[:2]), "--place", place).pk if place else None,
        zone=_only(list(Zone.objects.filter(name__iexact=zone)[:2]), "--zone", zone).pk if zone else None,
        modality=options["modality"],
    )


def _only(found: list[Found], option: str, asked: str) -> Found:
    if len(found) != 1:
        many = "plusieurs portent ce nom" if found else "inconnu ici"
        raise CommandError(f"{option} : « {asked} », {many}.", returncode=REFUSED)
    return found[0]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"« {text} » n'est pas une date : écrivez-la comme 2026-12-31.") from None
