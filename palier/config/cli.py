"""The ``palier`` command: Palier's own commands by name, and Django's under them."""

import os
import sys

from django.core.management import execute_from_command_line


def choose_settings() -> None:
    """Set DJANGO_SETTINGS_MODULE from PALIER_ENV unless it is set already."""
    flavour = "prod" if os.environ.get("PALIER_ENV", "dev") == "prod" else "dev"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"palier.config.settings.{flavour}")


def main() -> None:
    """Run ``palier COMMAND ...``."""
    choose_settings()
    execute_from_command_line(["palier", *(sys.argv[1:] or ["help"])])
