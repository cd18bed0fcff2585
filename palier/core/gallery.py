"""The gallery of components: each with its states and parameters. Shown where settings.GALLERY says so."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from palier.core.gallery_examples import EXAMPLES, Example
from palier.core.icons import ICONS

COMPONENTS_DIR = Path(__file__).resolve().parent.parent / "templates" / "components"
HEAD_COMMENT = re.compile(r"\A{% comment %}\n(?P<text>.*?){% endcomment %}", re.DOTALL)
TAG_MARKS = {"openblock": "{%", "closeblock": "%}"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One component of the gallery: its name, what its head comment says, line by line, and its examples."""

    name: str
    summary: str
    parameters: tuple[str, ...]
    examples: tuple[Example, ...]


def head_comment(name: str) -> list[str]:
    """Return the lines of the comment at the head of a component: what it is, then its parameters.

    Raises ValueError when the file does not start with one.
    """
    found = HEAD_COMMENT.match((COMPONENTS_DIR / f"{name}.html").read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"components/{name}.html: no head comment")
    words = re.sub(r"{% templatetag (\w+) %}", lambda mark: TAG_MARKS[mark.group(1)], found["text"])
    return words.strip().splitlines()


def entries() -> list[Entry]:
    """Return an entry for each component, in the order of the gallery."""
    found = []
    for template, examples in EXAMPLES.items():
        name = Path(template).stem
        summary, *parameters = head_comment(name)
        found.append(Entry(name, summary, tuple(parameters), tuple(examples)))
    return found


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component; 404 where the gallery is not open."""
    if not settings.GALLERY:
        raise Http404
    return render(request, "gallery/index.html", {"entries": entries(), "icons": ICONS})
