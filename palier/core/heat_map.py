"""The geometry of a heat map, apart from its drawing: columns in percent, rows in rem, so that it grows with the text.

A cell says its value by a figure, by a tint and, when it is expected, by a frame: never by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LABEL_PERCENT = 16.0
ROW = 2.25
GAP = 0.125
BASELINE = 1.5
# Tints between which the words of both themes keep a contrast of 7:1.
FAINTEST, STRONGEST = 0.08, 0.3
WHOLE_FROM = 10
Given = tuple[float, int] | tuple[float, int, str]


def _rem(length: float) -> str:
    return f"{length:g}rem"


def short_number(value: float) -> str:
    """Return a figure that fits in a cell: one decimal under ten, none above; nothing for zero."""
    if value >= WHOLE_FROM:
        return str(round(value))
    return f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",") if value else ""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell: its value, how many expect it, where it is drawn, and the page that its figure opens ("": none)."""

    value: float
    expected: int
    tint: float
    left: float
    width: float
    top: float
    url: str = ""

    @property
    def text(self) -> str:
        """What is written: the figure; a dash where something was expected and nothing came."""
        return short_number(self.value) or ("–" if self.expected else "")

    @property
    def x(self) -> str:
        return f"{self.left:.2f}%"

    @property
    def middle(self) -> str:
        return f"{self.left + self.width / 2:.2f}%"

    @property
    def y(self) -> str:
        return _rem(self.top + GAP)

    @property
    def text_y(self) -> str:
        return _rem(self.top + BASELINE)

    @property
    def drawn_width(self) -> str:
        return f"{self.width - 0.8:.2f}%"

    @property
    def opacity(self) -> str:
        """Its tint as SVG writes it: no language turns its point into a comma."""
        return f"{self.tint:.2f}"


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row of cells and its label."""

    label: str
    top: float
    cells: list[HeatCell]

    @property
    def text_y(self) -> str:
        return _rem(self.top + BASELINE)


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """A column: its whole name, and the few letters above the cells."""

    label: str
    center: float

    @property
    def short(self) -> str:
        return self.label[:3]

    @property
    def x(self) -> str:
        return f"{self.center:.2f}%"


def heat_columns(labels: Sequence[str]) -> list[HeatColumn]:
    """Return where the columns stand."""
    width = (100 - LABEL_PERCENT) / len(labels)
    return [HeatColumn(label, LABEL_PERCENT + (number + 0.5) * width) for number, label in enumerate(labels)]


def heat_rows(rows: Sequence[tuple[str, Sequence[Given]]]) -> list[HeatRow]:
    """Return the rows, each cell given as (value, how many expect it[, its page]), under one row of column names.

    Raises ValueError for a negative value: no tint shows it.
    """
    values = [value for _, cells in rows for value, *_ in cells]
    if any(value < 0 for value in values):
        raise ValueError("A heat map shows amounts: no value may be negative.")
    most = max(values, default=0) or 1
    drawn = []
    for number, (label, cells) in enumerate(rows, start=1):
        width = (100 - LABEL_PERCENT) / len(cells)
        drawn.append(
            HeatRow(
                label,
                number * ROW,
                [
                    HeatCell(
                        value,
                        expected,
                        FAINTEST + (STRONGEST - FAINTEST) * value / most if value else 0,
                        LABEL_PERCENT + place * width,
                        width,
                        number * ROW,
                        *page,
                    )
                    for place, (value, expected, *page) in enumerate(cells)
                ],
            )
        )
    return drawn


def heat_height(rows: Sequence[HeatRow]) -> str:
    """Return the height of a map of these rows, with the names of the columns."""
    return _rem((len(rows) + 1) * ROW)
