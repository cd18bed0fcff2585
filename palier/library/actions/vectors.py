"""Prepare the search by meaning, apart from the writing of sheets: it takes a few milliseconds a sheet."""

from collections.abc import Callable

from django_tasks import task

from palier.library.index import SHEETS


def waiting_sheets() -> int:
    """Return how many sheets cannot be found by meaning yet."""
    return SHEETS.waiting_count()


def prepare_meaning(progress: Callable[[int], object] | None = None) -> int:
    """Prepare all the sheets that wait, and return how many; ``progress`` is called with the count of each batch."""
    return SHEETS.vectorise(progress=progress)


@task()
def vectorise_sheets() -> None:
    """Do it in the background, after an import or a correction."""
    prepare_meaning()
