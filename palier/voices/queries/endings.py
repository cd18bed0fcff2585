"""Where words stand: what became of them, read from their triage and from where their needs stand (docs/adr/0010)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from palier.voices.enums import NeedState, RelayState, VoiceState
from palier.voices.models import Attachment, SharedNeed, Voice


class WordStanding(models.TextChoices):
    """What became of words; of several needs, the one that is the least far."""

    A_TRIER = "a_trier", "À trier"
    TRIEE = "triee", "Triée, dans aucun besoin"
    DANS_UN_BESOIN = "dans_un_besoin", "Dans un besoin, à relayer"
    RELAYEE = "relayee", "Relayée, sans réponse"
    REPONDUE = "repondue", "Répondue, à rapporter"
    RAPPORTEE = "rapportee", "Réponse rapportée"
    SANS_RELAIS = "sans_relais", "Besoin clos sans relais"
    RIEN_A_FAIRE = "rien_a_faire", "Rien à faire"


# From the least far to the end.
_OF_NEED = {
    NeedState.OUVERT: WordStanding.DANS_UN_BESOIN,
    NeedState.RELAYE: WordStanding.RELAYEE,
    NeedState.REPONDU: WordStanding.REPONDUE,
    NeedState.RAPPORTE: WordStanding.RAPPORTEE,
    NeedState.SANS_RELAIS: WordStanding.SANS_RELAIS,
}
_ORDER = list(_OF_NEED.values())
FINISHED = frozenset({WordStanding.RAPPORTEE, WordStanding.SANS_RELAIS, WordStanding.RIEN_A_FAIRE})
# The icon and the kind of chip that say it besides the words.
LOOKS = {
    WordStanding.A_TRIER: ("circle-alert", "warning"),
    WordStanding.TRIEE: ("tag", ""),
    WordStanding.DANS_UN_BESOIN: ("message-circle", ""),
    WordStanding.RELAYEE: ("clock", "warning"),
    WordStanding.REPONDUE: ("arrow-right", "warning"),
    WordStanding.RAPPORTEE: ("circle-check", "success"),
    WordStanding.SANS_RELAIS: ("x", ""),
    WordStanding.RIEN_A_FAIRE: ("check", ""),
}


@dataclass(frozen=True, slots=True)
class Ending:
    """Where words stand, and in which needs; ``has_success`` when all of these were « réalisé », and told."""

    standing: WordStanding
    needs: tuple[SharedNeed, ...] = ()

    @property
    def label(self) -> str:
        """What it is called."""
        return str(self.standing.label)

    @property
    def icon(self) -> str:
        """The icon that goes with it."""
        return LOOKS[self.standing][0]

    @property
    def kind(self) -> str:
        """The kind of chip that goes with it."""
        return LOOKS[self.standing][1]

    @property
    def is_finished(self) -> bool:
        """Whether nothing is awaited any more: told, impossible to tell, or nothing to do, each with its reason."""
        return self.standing in FINISHED

    @property
    def has_success(self) -> bool:
        """Whether what was asked was done, wholly, and told: nothing else is a success."""
        return self.standing == WordStanding.RAPPORTEE and all(
            need.outcome == RelayState.REALISE for need in self.needs
        )


def endings_of(voices: Collection[Voice]) -> dict[UUID, Ending]:
    """Return where each of these words stands, by key, in one query; needs that were merged count no more."""
    needs: defaultdict[UUID, list[SharedNeed]] = defaultdict(list)
    rows = Attachment.objects.filter(voice__in=[voice.pk for voice in voices]).select_related("need")
    for row in rows.exclude(need__state=NeedState.FUSIONNE).order_by("at", "pk"):
        needs[row.voice_id].append(row.need)
    return {voice.pk: _ending(voice, needs[voice.pk]) for voice in voices}


def _ending(voice: Voice, needs: list[SharedNeed]) -> Ending:
    if needs:
        standings = [_OF_NEED[NeedState(need.state)] for need in needs]
        return Ending(min(standings, key=_ORDER.index), tuple(needs))
    return Ending(
        {VoiceState.A_TRIER: WordStanding.A_TRIER, VoiceState.TRIEE: WordStanding.TRIEE}.get(
            VoiceState(voice.state), WordStanding.RIEN_A_FAIRE
        )
    )
