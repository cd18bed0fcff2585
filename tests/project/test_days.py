"""An instant has no day of its own: the one people mean is that of their clock on the wall."""

import re

from tests.project.tree import ROOT, files

# What ends in « _at » is an instant in UTC; between midnight in Paris and midnight there, its date is yesterday's.
FOREIGN_DAY = re.compile(r"_at\.(?:date\(\)|hour\b|time\(\)|weekday\(\)|isoweekday\(\))|date\.today\(\)")


def foreign_days(path: str, content: str) -> list[str]:
    """Return one line for each day or hour of ``content`` read from an instant without its place."""
    lines = enumerate(content.splitlines(), 1)
    return [f"{path}:{number} « {found.group()} »" for number, line in lines for found in FOREIGN_DAY.finditer(line)]


def test_days_are_those_of_the_place() -> None:
    python = [path for path in files() if path.startswith("palier/") and path.endswith(".py")]

    assert [fault for path in python for fault in foreign_days(path, (ROOT / path).read_text(encoding="utf-8"))] == []


def test_day_of_an_instant_is_found() -> None:
    assert foreign_days("a.py", "day = relay.sent_at.date()") == ["a.py:1 « _at.date() »"]
    assert foreign_days("a.py", "day = localdate(relay.sent_at)") == []
