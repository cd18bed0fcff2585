"""The trainings of a team as a table, one row each."""

from datetime import date

from palier.documents.tables import Column
from palier.structures.enums import TrainingKind
from palier.structures.models import Training
from palier.structures.queries.trainings import state_of

TITLE = "Formations"


def columns(on: date) -> list[Column[Training]]:
    """Return the columns; the last says where a training stands on that day."""
    return [
        Column("Membre", lambda training: training.membership.name, 28),
        Column("Formation", lambda training: TrainingKind(training.kind).label, 20),
        Column("Intitulé", lambda training: training.title, 36),
        Column("Organisme", lambda training: training.organiser, 28),
        Column("Suivie le", lambda training: training.taken_on, 14),
        Column("Valable jusqu'au", lambda training: training.valid_until, 18),
        Column("État", lambda training: state_of(training, on).label, 16),
    ]
