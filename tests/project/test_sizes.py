"""No file and no function outgrows its cap. There is no list of exceptions: split the file instead."""

import ast

import pytest

from tests.project.tree import files, text

LINES = {".py": 300, ".html": 120, ".txt": 120, ".xml": 120, ".js": 200, ".mjs": 200, ".css": 300}
TEST_LINES = 400
FUNCTION_LINES = 40
NOT_WRITTEN_HERE = ("vendor", "migrations", "node_modules")


def cap_of(path: str) -> int:
    """Return how many lines the file may have."""
    if path.startswith("tests/"):
        return TEST_LINES
    return LINES["." + path.rsplit(".", 1)[1]]


def long_file(path: str, content: str) -> list[str]:
    """Return a line when ``content`` has more lines than ``path`` may have."""
    count, cap = len(content.splitlines()), cap_of(path)
    return [f"{path} : {count} lines, {cap} at most"] if count > cap else []


def long_functions(path: str, content: str) -> list[str]:
    """Return a line for each Python function longer than its cap, decorators not counted."""
    found = []
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            if count > FUNCTION_LINES:
                found.append(f"{path}:{node.lineno} {node.name}() : {count} lines, {FUNCTION_LINES} at most")
    return found


def measured_files() -> list[str]:
    """Return the paths that have a cap: our code, styles and templates; text and XML only as templates."""
    written = files(*LINES, outside=NOT_WRITTEN_HERE)
    return [path for path in written if not path.endswith((".txt", ".xml")) or "/templates/" in path]


def test_files_stay_short() -> None:
    too_long = [fault for path in measured_files() for fault in long_file(path, text(path))]

    assert too_long == []


def test_functions_stay_short() -> None:
    python = files(".py", outside=NOT_WRITTEN_HERE)

    too_long = [fault for path in python for fault in long_functions(path, text(path))]

    assert too_long == []


@pytest.mark.parametrize(
    ("path", "cap"),
    [
        ("palier/library/views.py", 300),
        ("tests/library/test_views.py", 400),
        ("palier/templates/layout/base.html", 120),
        ("palier/static/js/theme.js", 200),
        ("palier/static/css/base.css", 300),
    ],
)
def test_one_line_too_many_is_seen(path: str, cap: int) -> None:
    assert long_file(path, "x\n" * cap) == []
    assert long_file(path, "x\n" * (cap + 1)) == [f"{path} : {cap + 1} lines, {cap} at most"]


def test_one_function_line_too_many_is_seen() -> None:
    fits = "@decorator\ndef act():\n" + "    pass\n" * 39
    inner = "class Thing:\n    async def act(self):\n" + "        pass\n" * 40

    assert long_functions("a.py", fits) == []
    assert long_functions("a.py", inner) == ["a.py:2 act() : 41 lines, 40 at most"]
