"""What stops the reading of a whole file, and what its messages say was expected."""

from dataclasses import dataclass


class UnreadableFile(Exception):  # noqa: N818 (the name says what happened; it is shown as it is)
    """The file cannot be read at all. ``message`` is French and says what to do; ``line`` counts from 1."""

    def __init__(self, message: str, line: int | None = None) -> None:
        self.message = message
        self.line = line
        super().__init__(message if line is None else f"Ligne {line} : {message}")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a file should hold, in the French of the messages: ``content`` ("des fiches d'action"), ``formats``."""

    content: str = "un tableau"
    formats: str = ".csv ou .xlsx"

    @property
    def advice(self) -> str:
        """Return the sentence that says which file to choose."""
        return f"Choisissez un fichier {self.formats} qui contient {self.content}."
