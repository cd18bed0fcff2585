"""Vendored files: exactly those of the packages that package-lock.json pins."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from palier.core.icons import ICONS
from tools.vendor import LOCK, MODULES, PACKAGES, VENDOR, carried, draw_sprite, sha256, without_addresses

MANIFEST: dict[str, dict[str, Any]] = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
LOCKED: dict[str, dict[str, Any]] = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
FOLDERS = sorted(MANIFEST)
# npm writes it once every package is there: an install that was stopped leaves a folder without it.
INSTALLED = (MODULES / ".package-lock.json").is_file()


def differing(folder: Path, hashes: dict[str, str]) -> list[str]:
    """Return the names missing, added or changed between a folder and its hashes."""
    found = {path.name: sha256(path) for path in folder.iterdir()}
    return sorted(name for name in found.keys() | hashes.keys() if found.get(name) != hashes.get(name))


def test_manifest_holds_every_package_and_folder() -> None:
    folders = sorted(path.name for path in VENDOR.iterdir() if path.is_dir())

    assert sorted(package.folder for package in PACKAGES) == FOLDERS == folders


@pytest.mark.parametrize("folder", FOLDERS)
def test_manifest_is_what_the_lock_pins(folder: str) -> None:
    entry = MANIFEST[folder]
    locked = LOCKED[f"node_modules/{entry['package']}"]

    assert (entry["version"], entry["integrity"]) == (locked["version"], locked["integrity"])
    assert (VENDOR / folder / "VERSION").read_text(encoding="utf-8").strip() == locked["version"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_files_are_those_of_the_manifest(folder: str) -> None:
    assert differing(VENDOR / folder, MANIFEST[folder]["sha256"]) == []
    assert "LICENSE" in MANIFEST[folder]["sha256"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_files_are_those_of_the_package(folder: str) -> None:
    if not INSTALLED:
        pytest.skip("npm installed nothing here: run make vendor to compare with the packages themselves")
    package = next(package for package in PACKAGES if package.folder == folder)
    entry = MANIFEST[folder]

    assert entry["sources"] == package.files
    for name in package.files:
        assert (VENDOR / folder / name).read_bytes() == carried(package, name), name


def test_sprite_holds_the_icons_of_the_list_and_no_other() -> None:
    sprite = (VENDOR / "lucide" / "sprite.svg").read_text(encoding="utf-8")

    assert tuple(re.findall(r'<symbol id="([\w-]+)"', sprite)) == ICONS == tuple(sorted(ICONS))
    if INSTALLED:
        assert sprite == draw_sprite(MODULES / "lucide-static")


def test_lock_names_no_registry() -> None:
    assert [name for name, entry in LOCKED.items() if "resolved" in entry] == []
    assert without_addresses({"packages": {"a": {"resolved": "x", "version": "1"}}}) == {
        "packages": {"a": {"version": "1"}}
    }


def test_changed_added_and_missing_files_are_seen(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("same")
    (tmp_path / "changed").write_text("before")
    hashes = {path.name: sha256(path) for path in tmp_path.iterdir()} | {"missing": "0"}

    (tmp_path / "changed").write_text("after")
    (tmp_path / "added").write_text("new")

    assert differing(tmp_path, hashes) == ["added", "changed", "missing"]
