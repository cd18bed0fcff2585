"""How much of the words waits for a person today: to sort, late answers, answers to tell. Asked inside a scope."""

from dataclasses import dataclass
from datetime import date

from palier.voices.enums import UNANSWERED, RestitutionState, VoiceState
from palier.voices.models import Relay, Restitution, Voice
from palier.voices.queries.due import late_count


@dataclass(frozen=True, slots=True)
class Waiting:
    """Words to sort, relays whose day is past, answers to tell back, and how many of those wait for too long."""

    to_sort: int
    late_relays: int
    due: int
    late_due: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.to_sort + self.late_relays + self.due


def waiting_words(today: date) -> Waiting:
    """Return how much waits, in four questions. A request that was forwarded counts once."""
    late = Relay.objects.filter(state__in=UNANSWERED, due_on__lt=today, forwarded_from=None, need__closed_at=None)
    due = Restitution.objects.filter(state=RestitutionState.A_RAPPORTER)
    to_sort = Voice.objects.filter(state=VoiceState.A_TRIER, withdrawn_at=None)
    return Waiting(to_sort.count(), late.count(), due.count(), late_count(today))
