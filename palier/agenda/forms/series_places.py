"""The places of a series, one line each, moved by plain buttons: the order is that of the lines."""

from collections.abc import Mapping
from typing import Any

PLACE_LINES = 12
FIRST_LINES = 3
# What the buttons of the form send instead of saving: their name says what to do, their value on which line.
MOVES = ("monter", "descendre", "retirer", "ajouter")
Line = tuple[str, str]


def lines_of(values: Mapping[str, Any]) -> list[Line]:
    """Return (place, weight) as typed, line by line; lines without a place stay in their order."""
    count = line_count(values)
    return [(str(values.get(f"place_{n}") or ""), str(values.get(f"weight_{n}") or "1")) for n in range(1, count + 1)]


def line_count(values: Mapping[str, Any]) -> int:
    """Return how many lines a form shows: what it says itself, 12 at most."""
    typed = str(values.get("lines", ""))
    return max(1, min(int(typed), PLACE_LINES)) if typed.isascii() and typed.isdigit() else FIRST_LINES


def numbered(lines: list[Line]) -> dict[str, str]:
    """Return lines as the fields of a form: ``place_1``, ``weight_1``…, and ``lines``."""
    found = {"lines": str(len(lines))}
    for number, (place, weight) in enumerate(lines, 1):
        found |= {f"place_{number}": place, f"weight_{number}": weight}
    return found


def move_asked(values: Mapping[str, Any]) -> tuple[str, int] | None:
    """Return the button pressed and its line (0 for none), or None when no button of the lines was."""
    for move in MOVES:
        if move in values:
            typed = str(values[move])
            return move, int(typed) if typed.isascii() and typed.isdigit() else 0
    return None


def moved(lines: list[Line], move: str, number: int) -> tuple[list[Line], int]:
    """Return the lines after a move and the line that keeps the focus; a line that does not exist moves nothing."""
    found, index = list(lines), number - 1
    if move == "ajouter":
        return ([*found, ("", "1")], len(found) + 1) if len(found) < PLACE_LINES else (found, len(found))
    if not 0 <= index < len(found):
        return found, 0
    if move == "retirer":
        del found[index]
        return found or [("", "1")], max(1, min(number, len(found)))
    target = index - 1 if move == "monter" else index + 1
    if 0 <= target < len(found):
        found[index], found[target] = found[target], found[index]
        return found, target + 1
    return found, number
