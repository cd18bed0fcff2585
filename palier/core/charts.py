"""The geometry of charts, apart from their drawing. Lengths are in rem: a chart grows with the text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

STEP = 3.5
LABEL_DROP = 1.125
TRACK_DROP = 1.625
LABEL_LENGTH = 26


def _rem(length: float) -> str:
    """Return a length as SVG writes it: text, so that no language turns its point into a comma."""
    return f"{length:g}rem"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it counts, its length in percent of the longest, how far down it stands."""

    label: str
    value: float
    percent: float
    top: float

    @property
    def short_label(self) -> str:
        """The label cut to what a 320 px screen can hold beside the value; the table has the whole."""
        if len(self.label) <= LABEL_LENGTH:
            return self.label
        return self.label[: LABEL_LENGTH - 1].rstrip() + "…"

    @property
    def text_y(self) -> str:
        """Baseline of the words."""
        return _rem(self.top + LABEL_DROP)

    @property
    def track_y(self) -> str:
        """Top of the bar itself."""
        return _rem(self.top + TRACK_DROP)

    @property
    def width(self) -> str:
        """Length of the bar."""
        return f"{self.percent:.2f}%"


def bars(rows: Iterable[tuple[str, float]]) -> list[Bar]:
    """Return a bar for each (label, value) pair, in the order given.

    Raises ValueError for a negative value: a length cannot show it.
    """
    pairs = list(rows)
    if any(value < 0 for _, value in pairs):
        raise ValueError("A bar chart shows counts: no value may be negative.")
    longest = max((value for _, value in pairs), default=0) or 1
    return [
        Bar(label=label, value=value, percent=100 * value / longest, top=index * STEP)
        for index, (label, value) in enumerate(pairs)
    ]


def chart_height(drawn: Sequence[Bar]) -> str:
    """Return the height of a chart of these bars."""
    return _rem(len(drawn) * STEP)


# The drawing of a small line: its box and the room left around it, in pixels.
SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 96, 32, 4


def spark_points(values: Sequence[float]) -> list[tuple[str, str]]:
    """Return where a small line passes, for each value in its order: zero at the bottom, the greatest at the top."""
    greatest = max(values, default=0) or 1
    wide, high = SPARK_WIDTH - 2 * SPARK_MARGIN, SPARK_HEIGHT - 2 * SPARK_MARGIN
    step = wide / max(len(values) - 1, 1)
    return [
        # Text, so that no language turns the point into a comma.
        (f"{SPARK_MARGIN + place * step:.1f}", f"{SPARK_HEIGHT - SPARK_MARGIN - high * value / greatest:.1f}")
        for place, value in enumerate(values)
    ]
