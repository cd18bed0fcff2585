"""Write the figures of a bench into docs/measures.md, each bench between its own marks."""

import os
import platform
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "measures.md"


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, its value and unit, and the target: at most it, or at least it when ``more``."""

    name: str
    value: float
    unit: str
    target: float | None = None
    more: bool = False

    @property
    def verdict(self) -> str:
        """Whether the target is reached: "oui", "non", or "" without a target."""
        if self.target is None:
            return ""
        return "oui" if (self.value >= self.target if self.more else self.value <= self.target) else "**non**"

    def row(self) -> str:
        """Return the figure as a row of a Markdown table."""
        bound = "" if self.target is None else f"{'≥' if self.more else '≤'} {self.target:,.0f}".replace(",", " ")
        shown = f"{self.value:,.1f}" if self.value < 100 and self.unit == "ms" else f"{self.value:,.0f}"
        return f"| {self.name} | {shown.replace(',', ' ')} {self.unit} | {bound} | {self.verdict} |"


def write_figures(bench: str, figures: list[Figure]) -> None:
    """Replace the table of ``bench`` in the page; the rest of the page stays as it is."""
    start, end = f"<!-- {bench} -->", f"<!-- /{bench} -->"
    machine = f"{os.cpu_count()} cœurs, {platform.system()}, Python {platform.python_version()}"
    lines = [
        start,
        "",
        f"Mesuré le {datetime.now(UTC):%Y-%m-%d} : {machine}.",
        "",
        "| mesure | obtenu | objectif | atteint |",
        "|---|---|---|---|",
        *(figure.row() for figure in figures),
        "",
        end,
    ]
    text = PAGE.read_text(encoding="utf-8")
    page, count = re.subn(f"{start}.*?{end}", lambda _: "\n".join(lines), text, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"{PAGE.name}: the marks {start} and {end} must stand once")
    PAGE.write_text(page, encoding="utf-8")
