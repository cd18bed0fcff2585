"""The geometry of charts, apart from their drawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

LABEL_LENGTH = 26


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it counts, its length in percent of the longest, where it stands in CSS pixels."""

    STEP: ClassVar[int] = 56
    LABEL_DROP: ClassVar[int] = 18
    TRACK_DROP: ClassVar[int] = 26

    label: str
    value: float
    percent: float
    top: int

    @property
    def short_label(self) -> str:
        """The label cut to what a 320 px screen can hold beside the value; the table has the whole."""
        return (
            self.label if len(self.label) <= LABEL_LENGTH else self.label[: LABEL_LENGTH - 1].rstrip() + "…"
        )

    @property
    def text_y(self) -> int:
        """Baseline of the words, in CSS pixels from the top."""
        return self.top + self.LABEL_DROP

    @property
    def track_y(self) -> int:
        """Top of the bar itself, in CSS pixels from the top."""
        return self.top + self.TRACK_DROP

    @property
    def width(self) -> str:
        """Length of the bar as SVG writes it: text, so that no language turns its point into a comma."""
        return f"{self.percent:.2f}%"


def bars(rows: Iterable[tuple[str, float]]) -> list[Bar]:
    """Return a bar for each (label, value) pair, in the order given.

    Raises ValueError for a negative value: a length cannot show it.
    """
    pairs = [(label, value) for label, value in rows]
    if any(value < 0 for _, value in pairs):
        raise ValueError("A bar chart shows counts: no value may be negative.")
    longest = max((value for _, value in pairs), default=0) or 1
    return [
        Bar(label=label, value=value, percent=100 * value / longest, top=index * Bar.STEP)
        for index, (label, value) in enumerate(pairs)
    ]
