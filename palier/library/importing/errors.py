"""What stops the reading of one sheet."""


class Refused(Exception):  # noqa: N818 (it becomes a line of the report, it is not a failure of the program)
    """One sheet cannot be taken. ``field`` is an identifier of SheetDraft, ``reason`` a French sentence."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        self.reason = reason
        super().__init__(reason)
