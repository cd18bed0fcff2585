"""The trainings of a team as CSV and XLSX, one row each."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import BinaryIO

from palier.documents.tables import Column, CutCell, csv_chunks, write_xlsx
from palier.structures.enums import TrainingKind
from palier.structures.models import Training
from palier.structures.queries.trainings import state_of


def _columns(on: date) -> list[Column[Training]]:
    return [
        Column("Membre", lambda training: training.membership.name, 28),
        Column("Formation", lambda training: TrainingKind(training.kind).label, 20),
        Column("Intitulé", lambda training: training.title, 36),
        Column("Organisme", lambda training: training.organiser, 28),
        Column("Suivie le", lambda training: training.taken_on, 14),
        Column("Valable jusqu'au", lambda training: training.valid_until, 18),
        Column("État", lambda training: state_of(training, on).label, 16),
    ]


def trainings_csv(trainings: Iterable[Training], *, on: date) -> Iterator[bytes]:
    """Yield the CSV of the trainings, with where each stands on that day."""
    return csv_chunks(_columns(on), trainings)


def trainings_xlsx(target: BinaryIO, trainings: Iterable[Training], *, on: date) -> list[CutCell]:
    """Write the same as a workbook into ``target``."""
    return write_xlsx(target, _columns(on), trainings, title="Formations", day=on)
