"""The ``palier`` command: Palier's own commands by name, and Django's under them."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from palier.config import environment

WRONG_SETTING = 2
# Equations solved by several threads (numpy.linalg.solve) take half a megabyte of stack at once, and the threads that
# answer requests are short of it: the server fell (a segmentation fault) when a page learned themes.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "1")
WELCOME = """\
Palier : l'aller-vers des centres sociaux.

  palier demo                       essayer, avec un centre social inventé
  palier serve                      servir Palier
  palier sheets import FICHIER      importer des fiches d'action
  palier sheets search "TEXTE"      chercher des fiches, y compris par une phrase
  palier sheets export FICHIER      écrire les fiches en .csv, .xlsx ou .json
  palier outings export FICHIER     écrire le carnet d'une structure, sans aucun nom
  palier migrate                    créer ou mettre à jour la base de données
  palier structures add ...         créer une structure et inviter sa première direction
  palier structures list            lister les structures
  palier keys renew                 donner des clés neuves à sceller les noms
  palier tick                       faire le rangement du jour (palier serve le fait seul)

« palier COMMANDE --help » dit les options d'une commande.
« palier help » liste toutes les commandes, celles de Django comprises.
"""


def choose_settings() -> None:
    """Set DJANGO_SETTINGS_MODULE from PALIER_ENV unless it is set already. Raises ImproperlyConfigured."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"palier.config.settings.{environment.read('PALIER_ENV')}")


def main() -> None:
    """Run ``palier COMMAND ...``, or say what there is. A wrong setting is one clear sentence and exit status 2."""
    if len(sys.argv) < 2:
        sys.stdout.write(WELCOME)
        return
    # Read once, when numpy is first imported: none of what this module imports does.
    os.environ.setdefault(*ONE_THREAD)
    try:
        choose_settings()
        execute_from_command_line(["palier", *sys.argv[1:]])
    except ImproperlyConfigured as error:
        sys.stderr.write(f"Réglage à corriger. {error}\n")
        sys.exit(WRONG_SETTING)
