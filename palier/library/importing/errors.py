"""What stops the reading of a whole file."""


class UnreadableFile(Exception):  # noqa: N818 (the name says what happened; it is shown as it is)
    """The file cannot be read at all. ``message`` is French and says what to do; ``line`` counts from 1."""

    def __init__(self, message: str, line: int | None = None) -> None:
        self.message = message
        self.line = line
        super().__init__(message if line is None else f"Ligne {line} : {message}")


class Refused(Exception):  # noqa: N818 (it becomes a line of the report, it is not a failure of the program)
    """One sheet cannot be taken. ``field`` is an identifier of SheetDraft, ``reason`` a French sentence."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        self.reason = reason
        super().__init__(reason)
