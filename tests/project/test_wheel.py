"""The wheel holds the whole product, and works in an empty folder without the checkout."""

import importlib.util
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.project.tree import ROOT, files

SHOW = """
import django
django.setup()
from django.conf import settings
print(settings.GUIDE_DIR)
print(settings.DATA_DIR)
"""

needs_hatchling = pytest.mark.skipif(
    importlib.util.find_spec("hatchling") is None,
    reason="hatchling is not installed; `make install` installs it",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel once, from the locked build tools, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", str(folder), str(ROOT)],
        capture_output=True,
        check=True,
    )
    return next(folder.glob("*.whl"))


def expected() -> set[str]:
    """Return what the wheel must hold besides its own description: palier/, and the guide inside it."""
    guide = {path.replace("docs/guide/", "palier/guide/", 1) for path in files(under="docs/guide/")}
    return set(files(under="palier/")) | guide


def content_faults(names: Iterable[str], wanted: set[str]) -> list[str]:
    """Return what is missing from the wheel's ``names``, and what has no business there."""
    held = {name for name in names if ".dist-info/" not in name}
    return [f"missing: {name}" for name in sorted(wanted - held)] + [f"extra: {name}" for name in sorted(held - wanted)]


@needs_hatchling
def test_wheel_holds_everything_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    assert content_faults(names, expected()) == []


@needs_hatchling
def test_wheel_works_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PALIER_")}
    environment |= {"PYTHONPATH": str(site), "DJANGO_SETTINGS_MODULE": "palier.config.settings.dev"}

    shown = subprocess.run(
        [sys.executable, "-c", SHOW], cwd=empty, env=environment, capture_output=True, text=True, check=False
    )

    assert shown.stdout.splitlines() == [str(site / "palier/guide"), str(empty)], shown.stderr
    assert (site / "palier/guide/installation.md").is_file()


def test_content_faults_are_seen() -> None:
    names = ["palier/a.py", "palier/secret_key", "palier-1.dist-info/METADATA"]

    assert content_faults(names, {"palier/a.py", "palier/templates/x.html"}) == [
        "missing: palier/templates/x.html",
        "extra: palier/secret_key",
    ]
