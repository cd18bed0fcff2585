"""What import-linter cannot say: what others may import of an app, and that no app escapes the contracts."""

import ast
import tomllib
from pathlib import PurePosixPath

import pytest

from tests.project.tree import files, text

# Across apps, only these may be imported...
OPEN_MODULES = {"enums", "models", "permissions", "queries", "actions"}
# ... and what these apps are there to lend; but some are libraries, and the wiring names everything.
_ACCOUNTS = ("adapter", "devices", "limits", "second_factor", "throttling")
LENT = {
    ("structures", "routes"),
    ("structures", "languages"),
    ("structures", "commune_fields"),
    ("agenda", "periods"),
    ("structures", "week_hours"),
    ("structures", "table_imports"),
    *(("fieldlog", module) for module in ("origin", "line_form", "desk")),
    ("residents", "consent_texts"),
    ("residents", "sealing"),
    ("voices", "relay_tokens"),
    ("noticeboard", "secrets_of_visitors"),
    *(("accounts", module) for module in _ACCOUNTS),
}
LIBRARIES = {"core", "search", "documents", "audit"}
WIRINGS = {"config", "__main__"}
SETTINGS_READER = ("config", "environment")


def imported(path: str, content: str) -> list[tuple[str, int]]:
    """Return the dotted names a file imports, with their line; ``from a import b`` gives ``a.b``."""
    package = PurePosixPath(path).parent.parts
    found = []
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            source = ".".join([*above, *([node.module] if node.module else [])])
            found += [(f"{source}.{alias.name}", node.lineno) for alias in node.names]
    return found


def forbidden_imports(path: str, content: str) -> list[str]:
    """Return the imports by which the file reaches into the inside of another app."""
    own = PurePosixPath(path).parts[1].removesuffix(".py")
    faults = []
    for name, line in imported(path, content):
        root, app, module = [*name.split("."), "", ""][:3]
        if root != "palier" or app in {own, ""} or own in WIRINGS or app in LIBRARIES:
            continue
        if module not in OPEN_MODULES and (app, module) not in {SETTINGS_READER, *LENT}:
            faults.append(f"{path}:{line} {name}")
    return faults


def app_names() -> set[str]:
    """Return the names of the apps that stand in palier/."""
    return {PurePosixPath(path).parts[1] for path in files("/__init__.py", under="palier/")} - {"__init__.py"}


def contracts() -> list[dict[str, list[str]]]:
    """Return import-linter's contracts."""
    found: list[dict[str, list[str]]] = tomllib.loads(text("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    return found


def test_apps_import_only_the_open_modules_of_others() -> None:
    python = files(".py", under="palier/")

    assert [fault for path in python for fault in forbidden_imports(path, text(path))] == []


def test_each_app_stands_under_both_contracts() -> None:
    between, inside = contracts()
    layered = {name for line in between["layers"] for name in line.replace("(", "").replace(")", "").split(" | ")}

    assert app_names() - layered == set()
    assert {f"palier.{name}" for name in app_names() - WIRINGS} == set(inside["containers"])


@pytest.mark.parametrize(
    "line",
    [
        "from palier.structures import views",
        "from palier.structures.views import member_list",
        "import palier.structures.forms",
        "from palier.config.settings import base",
        "def act():\n    from palier.accounts.forms import CodeForm",
    ],
)
def test_reaching_into_another_app_is_seen(line: str) -> None:
    assert len(forbidden_imports("palier/library/views/sheets.py", line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "from palier.structures.models import Structure",
        "from palier.structures import permissions",
        "from palier.search.analyser import words",
        "from palier.library.drafts import SheetDraft",
        "from .rows import cell",
        "from django.conf import settings",
    ],
)
def test_allowed_import_is_let_through(line: str) -> None:
    assert forbidden_imports("palier/library/views/sheets.py", line) == []


def test_wiring_may_import_everything() -> None:
    assert forbidden_imports("palier/config/urls.py", "from palier.library.views import sheets") == []
