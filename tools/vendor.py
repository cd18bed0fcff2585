"""Copy what the pages load from npm packages into palier/static/vendor/, as package-lock.json pins it.

Run by ``make vendor`` (needs Node.js, and a network or npm's cache). ``manifest.json`` gives the package,
version, lock integrity and SHA-256 of each file; tests/core/test_vendor.py compares it with lock and files.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from palier.core.icons import ICONS

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "palier" / "static" / "vendor"
MODULES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"


@dataclass(frozen=True, slots=True)
class Package:
    """One vendored package: its folder under vendor/, its npm name, and which of its files go where.

    ``dropped`` matches, file by file, the lines that name files we do not carry.
    """

    folder: str
    npm: str
    files: dict[str, str]
    dropped: dict[str, str] = field(default_factory=dict)


FONT = "files/atkinson-hyperlegible-next-latin"
PACKAGES = (
    Package(
        "atkinson",
        "@fontsource-variable/atkinson-hyperlegible-next",
        {
            "latin.woff2": f"{FONT}-wght-normal.woff2",
            "latin-ext.woff2": f"{FONT}-ext-wght-normal.woff2",
            "LICENSE": "LICENSE",
        },
    ),
    Package("htmx", "htmx.org", {"htmx.min.js": "dist/htmx.min.js", "LICENSE": "LICENSE"}),
    Package("idb", "idb", {"index.js": "build/index.js", "LICENSE": "LICENSE"}),
    Package(
        "leaflet",
        "leaflet",
        {"leaflet.js": "dist/leaflet.js", "leaflet.css": "dist/leaflet.css", "LICENSE": "LICENSE"},
        # Its map of the sources, and pictures of controls that no page of ours shows.
        {"leaflet.js": r"//# sourceMappingURL=.*\n?", "leaflet.css": r"[ \t]*background-image: url\(images/.*\);\r?\n"},
    ),
    Package("lucide", "lucide-static", {"LICENSE": "LICENSE"}),
)


def draw_sprite(folder: Path) -> str:
    """Return one SVG holding a symbol for each icon of ``ICONS``, from the package's single drawings."""
    symbols = []
    for name in ICONS:
        drawing = (folder / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        body = re.sub(r"\s+", " ", drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.rindex("</svg>")])
        body = body.strip().replace("> <", "><").replace(" />", "/>")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def carried(package: Package, name: str) -> bytes:
    """Return the content of a file of an installed package, as vendor/ holds it."""
    content = (MODULES / package.npm / package.files[name]).read_bytes()
    pattern = package.dropped.get(name)
    return re.sub(pattern.encode(), b"", content) if pattern else content


def sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def without_addresses(lock: dict[str, Any]) -> dict[str, Any]:
    """Return the lock without the registry addresses some npm settings write: integrity pins a package."""
    for entry in lock["packages"].values():
        entry.pop("resolved", None)
    return lock


def copy_package(package: Package, locked: dict[str, Any]) -> dict[str, Any]:
    """Replace vendor/<folder> by the package's files and return its part of the manifest."""
    source, target = MODULES / package.npm, VENDOR / package.folder
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in package.files:
        (target / name).write_bytes(carried(package, name))
    if package.folder == "lucide":
        (target / "sprite.svg").write_text(draw_sprite(source), encoding="utf-8")
    (target / "VERSION").write_text(locked["version"] + "\n", encoding="utf-8")
    return {
        "package": package.npm,
        "version": locked["version"],
        "integrity": locked["integrity"],
        "sources": package.files,
        "sha256": {path.name: sha256(path) for path in sorted(target.iterdir())},
    }


def main() -> int:
    """Install the locked packages, copy their files, write the manifest. Return the exit status."""
    npm = shutil.which("npm")
    if npm is None:
        print("npm introuvable : installez Node.js 20 ou plus récent.", file=sys.stderr)
        return 2
    # No install script of any package runs: nothing we vendor needs one.
    subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ROOT, check=True)
    lock = without_addresses(json.loads(LOCK.read_text(encoding="utf-8")))
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    manifest = {
        package.folder: copy_package(package, lock["packages"][f"node_modules/{package.npm}"]) for package in PACKAGES
    }
    (VENDOR / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    print(f"{len(PACKAGES)} paquets copiés dans palier/static/vendor/ ({len(ICONS)} icônes).")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
