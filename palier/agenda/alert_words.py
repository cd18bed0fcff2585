"""What the mail of an alert says: first names and the place, nothing more about anybody."""

from datetime import datetime

from django.utils.timezone import localtime

from palier.agenda.enums import AlertLevel
from palier.agenda.models import Alert
from palier.agenda.queries.team_out import first_name
from palier.core.dates import date_format

SUBJECTS = {
    AlertLevel.AIDE: "Besoin d'aide : {asker}, {place}",
    AlertLevel.EQUIPE: "Êtes-vous rentré·es ? {place}",
    AlertLevel.REFERENT: "Équipe pas encore rentrée : {place}",
    AlertLevel.DIRECTION: "Équipe toujours pas rentrée : {place}",
    AlertLevel.NOUVELLES: "Pas de nouvelles d'une sortie : {place}",
}
BODIES = {
    AlertLevel.AIDE: (
        "{asker} demande de l'aide pendant la sortie « {outing} » ({place}), le {raised}.\n\n"
        "Appelez l'équipe maintenant. Quand tout va bien, dites-le dans Palier : les autres sauront."
    ),
    AlertLevel.EQUIPE: (
        "Votre retour de « {outing} » ({place}) était prévu le {expected}, et personne n'a noté votre retour."
        "\n\nSi tout va bien, dites-le : « Toute l'équipe est rentrée », ou « On reste 30 minutes de plus »."
        " Sans nouvelles dans un quart d'heure, Palier préviendra les référent·es."
    ),
    AlertLevel.REFERENT: (
        "L'équipe de « {outing} » ({place}) devait rentrer le {expected}, et n'a pas donné de nouvelles."
        " Encore dehors : {out}.\n\nAppelez l'équipe, puis notez son retour. Sans nouvelles dans un quart d'heure,"
        " Palier préviendra la direction."
    ),
    AlertLevel.DIRECTION: (
        "L'équipe de « {outing} » ({place}) devait rentrer le {expected}, et n'a toujours pas donné de nouvelles."
        " Encore dehors : {out}.\n\nL'équipe et les référent·es ont déjà été prévenu·es. Appelez, puis notez le retour."
    ),
    AlertLevel.NOUVELLES: (
        "La sortie « {outing} » ({place}) devait finir le {expected}. Elle était confirmée, et personne n'a dit"
        " être parti.\n\nA-t-elle eu lieu ? Dites-le dans Palier, en deux touches : oui, ou annulée et pourquoi."
    ),
}
FRAME = """\
Bonjour,

{body}

{link}

Palier ne remplace ni le binôme ni les secours. En cas de danger : 15, 17, 18, 112, ou 114 par SMS.

Palier, pour {structure}
"""


def subject_and_body(alert: Alert, *, out: list[str], link: str) -> tuple[str, str]:
    """Return the words for an alert read with its outing, place, structure and caller; ``out``: names still out."""
    level = AlertLevel(alert.level)
    words = {
        "asker": first_name(alert.raised_by.name if alert.raised_by else ""),
        "place": _line(str(alert.outing.place)),
        "outing": _line(str(alert.outing)),
        "raised": _hour(alert.raised_at),
        "expected": _hour(alert.outing.ends_at),
        "out": ", ".join(map(first_name, out)) or "personne, d'après les retours notés",
    }
    body = BODIES[level].format(**words)
    where = link or "Ouvrez Palier, puis la page de la sortie."
    return SUBJECTS[level].format(**words), FRAME.format(body=body, link=where, structure=_line(str(alert.structure)))


def _hour(moment: datetime) -> str:
    return date_format(localtime(moment), "j F à G:i")


def _line(text: str) -> str:
    # A line break in a subject is refused by the mail server, and the letter with it.
    return " ".join(text.split())
