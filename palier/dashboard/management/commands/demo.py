"""``palier demo``."""

import os
import sys
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from tqdm import tqdm

from palier.accounts.models import User
from palier.dashboard.demo import (
    DEMO_MEMBERS,
    DEMO_PASSWORD,
    DEMO_SECRET,
    SHOWN_LOGINS,
    demo_code,
    is_untouched,
    load_demo,
)
from palier.dashboard.serving import AddressRefused, check_address, serve
from palier.library.actions.vectors import prepare_meaning, waiting_sheets

REFUSED = 2
DEV_SETTINGS, DEMO_SETTINGS = "palier.config.settings.dev", "palier.config.settings.demo"


class Command(BaseCommand):
    help = "Charge une fédération et trois centres inventés si la base est vide, puis sert Palier."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="Port d'écoute.")
        parser.add_argument(
            "--code", action="store_true", help="Écrire le code de double vérification du moment, et rien d'autre."
        )
        parser.add_argument("--no-serve", action="store_true", help="Charger la démonstration sans servir.")

    def handle(self, *args: Any, **options: Any) -> None:
        if os.environ["DJANGO_SETTINGS_MODULE"].endswith(".prod"):
            self._refuse("La démonstration a des mots de passe publics : elle ne se charge pas en production.")
        if options["code"]:
            self.stdout.write(demo_code())
            return
        if not options["no_serve"]:
            try:
                check_address("127.0.0.1", options["port"])
            except AddressRefused as refusal:
                self._refuse(str(refusal))
        call_command("migrate", interactive=False, verbosity=0)
        if is_untouched():
            with tqdm(desc="Démonstration", unit=" fiche", disable=None, leave=False) as bar:
                load_demo(progress=bar.update, today=timezone.localdate())
            if waiting_sheets():
                with tqdm(desc="Recherche par le sens", total=waiting_sheets(), disable=None, leave=False) as bar:
                    prepare_meaning(progress=bar.update)
        self._print_logins()
        if not options["no_serve"]:
            self.stdout.write(f"Palier répond sur http://127.0.0.1:{options['port']} (Ctrl+C pour arrêter).")
            self.stdout.flush()
            _show_codes()
            serve(host="127.0.0.1", port=options["port"], workers=1)

    def _refuse(self, reason: str) -> NoReturn:
        self.stderr.write(reason)
        sys.exit(REFUSED)

    def _print_logins(self) -> None:
        known = set(User.objects.values_list("email", flat=True))
        shown = [member for member in DEMO_MEMBERS[:SHOWN_LOGINS] if member.email in known]
        if not shown:
            self.stdout.write("La base contient déjà des données : la démonstration n'a pas été chargée.")
            return
        self.stdout.write("Comptes d'essai (personnes inventées) :")
        for member in shown:
            self.stdout.write(f"  {member.email:<32} {DEMO_PASSWORD}   {member.name}, {member.role.label}")
        self.stdout.write(
            "Double vérification (Référent·e, Direction, Fédération) : le code du moment est affiché sur la page "
            f"qui le demande ; « palier demo --code » le dit aussi. Pour une application : clé {DEMO_SECRET}."
        )


def _show_codes() -> None:
    """Let the page of the second step show its code: the processes that serve read other settings."""
    settings.DEMO = True
    if os.environ["DJANGO_SETTINGS_MODULE"] == DEV_SETTINGS:
        os.environ["DJANGO_SETTINGS_MODULE"] = DEMO_SETTINGS
