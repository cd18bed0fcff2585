"""``palier structures add | list | import | unlock``."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from palier.accounts.models import User
from palier.audit.actor import Actor
from palier.documents.reading.characters import clean_line
from palier.structures.actions.founding import found_structure
from palier.structures.actions.lost_factors import take_factor_away_on_the_server
from palier.structures.enums import StructureKind
from palier.structures.invitation_tokens import invitation_link, token_of
from palier.structures.management.network_import import import_arguments, run_import
from palier.structures.models import Structure
from palier.structures.queries.communes import Commune, commune_named, commune_of, find_communes
from palier.structures.queries.directory import structures_with_counts

REFUSED = 2
LOCAL = "http://127.0.0.1:8000/"
ORDER = Actor.system("Ligne de commande")


class Command(BaseCommand):
    help = "Ajoute une structure et invite sa première direction ; liste et importe ; rend un compte bloqué."

    def add_arguments(self, parser: CommandParser) -> None:
        jobs = parser.add_subparsers(dest="job", required=True, metavar="add | list | import | unlock")
        self._add_arguments(jobs.add_parser("add", help="Ajouter une structure et inviter sa première direction."))
        listing = jobs.add_parser("list", help="Lister les structures.")
        listing.add_argument("--json", action="store_true", help="Liste en JSON.")
        import_arguments(jobs.add_parser("import", help="Importer les structures d'un fichier dans une fédération."))

        unlock = jobs.add_parser("unlock", help="Retirer la double vérification d'un compte qui a tout perdu.")
        unlock.add_argument("email", metavar="ADRESSE", help="Adresse e-mail du compte.")

    def _add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="Nom de la structure.")
        usual = StructureKind.CENTRE_SOCIAL.value
        parser.add_argument("--kind", choices=StructureKind.values, default=usual, help=f"Type ({usual}).")
        parser.add_argument("--commune", required=True, help="Nom de la commune, ou son code Insee.")
        parser.add_argument("--direction", required=True, metavar="ADRESSE", help="Adresse e-mail à inviter.")
        parser.add_argument("--person", required=True, metavar="NOM", help="Prénom et nom de cette personne.")
        parser.add_argument("--json", action="store_true", help="Résultat en JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            jobs = {"add": self._add, "list": self._list, "import": self._import, "unlock": self._unlock}
            jobs[options["job"]](options)
        except CommandError as refusal:
            # Django would print the English name of the class before the sentence.
            self.stderr.write(str(refusal))
            sys.exit(refusal.returncode)

    def _add(self, options: dict[str, Any]) -> None:
        commune = _commune(options["commune"])
        structure = Structure(
            name=_line("--name", options["name"]),
            kind=options["kind"],
            commune=commune.name,
            commune_code=commune.code,
            departement=commune.departement,
            postal_code=commune.postal_codes[0] if len(commune.postal_codes) == 1 else "",
        )
        origin = settings.BASE_URL or LOCAL
        try:
            validate_email(options["direction"])
            invitation = found_structure(
                structure=structure,
                email=options["direction"],
                person=_line("--person", options["person"]),
                by=ORDER,
                now=timezone.now(),
                origin=origin,
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages), returncode=REFUSED) from None
        link = invitation_link(origin, token_of(invitation.pk, invitation.expires_at))
        if options["json"]:
            told = {"id": str(structure.pk), "name": structure.name, "commune": commune.name, "link": link}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{structure.name} ({commune.name}) est créée.")
        self.stdout.write(f"Lien à donner à {invitation.name}, valable sept jours, une seule fois :\n{link}")

    def _list(self, options: dict[str, Any]) -> None:
        rows = [
            {
                "id": str(found.pk),
                "name": found.name,
                "kind": found.kind,
                "commune": found.commune,
                "federation": found.federation.name if found.federation else None,
                "members": getattr(found, "members", 0),
            }
            for found in structures_with_counts()
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in rows:
            kind, members = StructureKind(str(row["kind"])).label, row["members"]
            self.stdout.write(f"{row['name']} · {kind} · {row['commune']} · {members} membre(s)")
        self.stdout.write(f"{len(rows)} structure{'s' if len(rows) > 1 else ''}")

    def _import(self, options: dict[str, Any]) -> None:
        if run_import(options, self.stdout, by=ORDER).refused:
            sys.exit(REFUSED)

    def _unlock(self, options: dict[str, Any]) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError(f"Aucun compte n'a l'adresse {options['email']}.", returncode=REFUSED)
        take_factor_away_on_the_server(user=user, by=ORDER, now=timezone.now())
        self.stdout.write(f"{user} peut se connecter avec son mot de passe, puis choisir une autre vérification.")


def _line(option: str, text: str) -> str:
    found = clean_line(text)
    if not found:
        raise CommandError(f"{option} : attendu un nom.", returncode=REFUSED)
    return found


def _commune(text: str) -> Commune:
    found = commune_of(text) or commune_named(text)
    if found is None:
        near = ", ".join(f"{commune.name} ({commune.code})" for commune in find_communes(text, limit=5))
        advice = f" Peut-être : {near}." if near else ""
        raise CommandError(f"--commune : « {text} » n'est pas une seule commune.{advice}", returncode=REFUSED)
    return found
