"""What the phone's page is made of: its modules by name, the files its worker keeps, the version that these make."""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static

STATIC = Path(__file__).parent / "static"
FOLDERS = ("logic", "store", "sync", "elements")
STYLES = ("css/base.css", "css/components.css", "css/forms.css", "mobile/terrain.css")
OTHERS = ("js/first-paint.js", "mobile/first-look.js", "img/mark.svg")
# Named by the style sheets and by the icons: the page does not name them itself.
UNNAMED = ("vendor/atkinson/latin.woff2", "vendor/lucide/sprite.svg")
# The module that wakes the page up, and what a module imports before it runs (``import("...")`` comes later).
FIRST = "terrain/elements/main"
IMPORTED = re.compile(r'^(?:import |.* from )"([^"]+)";$', re.MULTILINE)
WORKER = STATIC / "mobile" / "sw.js"
ADDRESS = "/terrain/"
SCREENS_ADDRESS = "/terrain/ecrans/"
VERSION_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Module:
    """A JavaScript module: the name by which others import it, and its static path."""

    name: str
    path: str


def modules() -> tuple[Module, ...]:
    """Return the modules of the phone's page, by name."""
    found = [
        Module(f"terrain/{path.relative_to(STATIC / 'mobile').with_suffix('').as_posix()}", f"mobile/{rest}")
        for folder in FOLDERS
        for path in sorted((STATIC / "mobile" / folder).glob("*.js"))
        for rest in [path.relative_to(STATIC / "mobile").as_posix()]
    ]
    return (Module("idb", "vendor/idb/index.js"), *found)


def first_modules() -> tuple[Module, ...]:
    """Return the modules without which nothing is shown, those that the page asks for at once."""
    known, found = {module.name: module for module in modules()}, {FIRST: None}
    for name in (queue := [FIRST]):
        source = _content(known[name].path).decode()
        wanted = [other for other in IMPORTED.findall(source) if other not in found]
        found |= dict.fromkeys(wanted)
        queue += wanted
    return tuple(known[name] for name in found)


def kept_paths() -> tuple[str, ...]:
    """Return the static paths that the page needs without network."""
    return (*STYLES, *OTHERS, *UNNAMED, *(module.path for module in modules()))


def _content(path: str) -> bytes:
    found = finders.find(path)
    assert isinstance(found, str), path
    return Path(found).read_bytes()


def _is_fresh() -> bool:
    """Tell whether each file is asked anew: without hashed names, the browser's cache may hold another version."""
    return any(static(path) == settings.STATIC_URL + path for path in kept_paths())


def shell_page(*, nonce: Any, version: str) -> str:
    """Return the page. It holds nothing of anybody: it is kept on the phone, whoever comes next."""
    # The template reads ``request.csp_nonce``, as every page does; no context processor runs.
    context = {
        "request": SimpleNamespace(csp_nonce=nonce),
        "modules": modules(),
        "first_modules": first_modules(),
        "styles": STYLES,
        "version": version,
        "is_fresh": _is_fresh(),
    }
    return render_to_string("mobile/shell.html", context)


def screens_page() -> str:
    """Return the templates of the screens that open later: the first one does not wait for them."""
    return render_to_string("mobile/screens.html")


def _version() -> str:
    content = hashlib.sha256(f"{shell_page(nonce='', version='')}{screens_page()}".encode())
    content.update(WORKER.read_bytes())
    for path in kept_paths():
        content.update(f"{static(path)} {hashlib.sha256(_content(path)).hexdigest()}\n".encode())
    return content.hexdigest()[:VERSION_LENGTH]


_version_once = cache(_version)


def shell_version() -> str:
    """Return the hash of all that the page is made of; worked out once, but in development."""
    return _version() if settings.DEBUG else _version_once()


def worker_script() -> str:
    """Return the service worker, told what to keep."""
    kept = {
        "version": shell_version(),
        "shell": ADDRESS,
        "screens": SCREENS_ADDRESS,
        "files": [static(path) for path in kept_paths()],
        "fresh": _is_fresh(),
    }
    return f"self.TERRAIN = {json.dumps(kept)};\n{WORKER.read_text(encoding='utf-8')}"
