"""The ``palier`` command: Palier's own commands by name, and Django's under them."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from palier.config import environment

WRONG_SETTING = 2


def choose_settings() -> None:
    """Set DJANGO_SETTINGS_MODULE from PALIER_ENV unless it is set already. Raises ImproperlyConfigured."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"palier.config.settings.{environment.read('PALIER_ENV')}")


def main() -> None:
    """Run ``palier COMMAND ...``. A wrong setting is one clear sentence and exit status 2."""
    try:
        choose_settings()
        execute_from_command_line(["palier", *(sys.argv[1:] or ["help"])])
    except ImproperlyConfigured as error:
        sys.stderr.write(f"Réglage à corriger. {error}\n")
        sys.exit(WRONG_SETTING)
